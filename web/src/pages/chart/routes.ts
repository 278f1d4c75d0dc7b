import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { frameRoute } from '../../frames.ts'
import { partIn } from './part-search.ts'

export const chartRoutes = [
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/day',
    component: lazyRouteComponent(() => import('./day.tsx'), 'DayPage'),
    staticData: { title: (t) => t('chart.day.title'), roles: ['doctor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/patients',
    component: lazyRouteComponent(() => import('./patients.tsx'), 'PatientsPage'),
    staticData: { title: (t) => t('chart.patients.title'), roles: ['doctor', 'admin', 'reception'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/patients/$patientId',
    validateSearch: partIn,
    component: lazyRouteComponent(() => import('./chart.tsx'), 'ChartPage'),
    staticData: { title: (t) => t('chart.page.title'), roles: ['patient', 'doctor', 'admin', 'reception'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/patients/$patientId/records/new',
    validateSearch: (search): { appointmentId?: string } =>
      typeof search.appointmentId === 'string' ? { appointmentId: search.appointmentId } : {},
    component: lazyRouteComponent(() => import('./write.tsx'), 'NewRecordPage'),
    staticData: { title: (t) => t('chart.write.title'), roles: ['doctor'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/records',
    validateSearch: partIn,
    component: lazyRouteComponent(() => import('./my-records.tsx'), 'MyRecordsPage'),
    staticData: { title: (t) => t('chart.records.title'), roles: ['patient'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/records/$recordId',
    component: lazyRouteComponent(() => import('./record.tsx'), 'RecordPage'),
    staticData: { title: (t) => t('chart.record.title'), roles: ['patient', 'doctor', 'admin'] },
  }),
  createRoute({
    getParentRoute: () => frameRoute,
    path: '/records/$recordId/edit',
    component: lazyRouteComponent(() => import('./write.tsx'), 'EditRecordPage'),
    staticData: { title: (t) => t('chart.write.title'), roles: ['doctor'] },
  }),
] as const
