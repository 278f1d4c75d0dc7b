import { type Statement, sql } from '../../platform/database.ts'
import { type ClosedRow, listClosed } from '../holidays/index.ts'
import { findKind, isOfferedBy, type OfferedRow } from '../visit-types/index.ts'
import { datesAround } from './calendar-store.ts'
import { busySpan } from './free-rules.ts'
import {
  type BusyRow,
  busyColumns,
  type DoctorRow,
  doctorColumns,
  type HoursRow,
  hoursColumns,
  type OverrideRow,
  overrideColumns,
  type Span,
  type StartRow,
  suits,
} from './store.ts'

export type Sought = { language: string | undefined; specialty: string | undefined; visitTypeId: string | undefined; span: Span }
type Found = [
  Statement<DoctorRow>,
  Statement<HoursRow>,
  Statement<OverrideRow>,
  Statement<ClosedRow>,
  Statement<OfferedRow>,
  Statement<BusyRow>,
  Statement<StartRow>,
]

const sought = `select id from doctors where ${suits}
  and ($3::uuid is null or exists (select from visit_types t where t.tenant_id = ctx_tenant() and t.id = $3 and ${isOfferedBy('doctors.id')}))`

/** All who are sought, and the calendars of exactly these within one window: the same seven statements, however many they are. */
export function searchCalendars({ language, specialty, visitTypeId, span }: Sought): Found {
  const who = [language, specialty, visitTypeId]
  const { first, last } = datesAround(span)
  const { from, to } = busySpan(span)
  return [
    sql<DoctorRow>('search.doctors', `select ${doctorColumns} from doctors where tenant_id = ctx_tenant() and id in (${sought})`, who),
    sql<HoursRow>(
      'search.hours',
      `select ${hoursColumns} from weekly_hours where tenant_id = ctx_tenant() and doctor_id in (${sought})`,
      who,
    ),
    sql<OverrideRow>(
      'search.overrides',
      `select ${overrideColumns} from date_overrides
       where tenant_id = ctx_tenant() and doctor_id in (${sought}) and day between $4::date and $5::date`,
      [...who, first, last],
    ),
    listClosed(first, last),
    findKind(visitTypeId),
    sql<BusyRow>(
      'search.busy',
      `select ${busyColumns} from (${sought}) d join busy_times b on b.doctor_id = d.id
       where b.starts_at < $5 and b.starts_at > $4::timestamptz - interval '1 day' and b.ends_at > $4`,
      [...who, from, to],
    ),
    sql<StartRow>(
      'search.starts',
      `select b.doctor_id, b.starts_at as start from (${sought}) d join visits_by_type b on b.doctor_id = d.id
       where b.visit_type_id = $3 and b.starts_at >= $4 and b.starts_at < $5`,
      [...who, from, to],
    ),
  ]
}
