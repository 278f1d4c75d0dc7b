// Before an administrator sees patients, they say for what: once for a sitting in the lists, and once for each chart. Nothing is read before.
import { Modal } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { chart, purposeAsked, sitting } from '../session/purpose.ts'
import { usePerson } from '../session/session.ts'
import { Page } from './page.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { Section } from './section.tsx'
import { runsOrganisation } from './workspaces.ts'

export function PurposeGate({ children }: { children: ReactNode }) {
  const { role } = usePerson()
  return runsOrganisation(role) ? <Gate>{children}</Gate> : children
}

function Gate({ children }: { children: ReactNode }) {
  const open = useSyncExternalStore(chart.subscribe, chart.get)
  const ofSitting = useSyncExternalStore(sitting.subscribe, sitting.get)
  const place = placeOf(useLocation({ select: ({ pathname }) => pathname }))
  const inChart = place?.kind === 'chart' || place?.kind === 'record'
  useEffect(() => {
    if (!inChart) chart.set(undefined)
  }, [inChart])
  if (place?.kind === 'list' && ofSitting === undefined) return <AskForSitting />
  if (place?.kind === 'chart' && open?.about !== place.about) return <AskForChart about={place.about} />
  if (place?.kind === 'record' && open === undefined) return <AskForChart about={place.about} />
  return (
    <>
      {children}
      <AskForCall />
    </>
  )
}

type Place = { kind: 'list' } | { kind: 'chart' | 'record'; about: string }

/** Which pages show patients: lists of them, one chart, or one record, which belongs to the chart that it was opened from. */
function placeOf(path: string): Place | undefined {
  const [, noun, about] = /^\/(patients|records)\/([^/]+)/.exec(path) ?? []
  if (about !== undefined) return { kind: noun === 'patients' ? 'chart' : 'record', about }
  return /^\/(?:patients|board|board\/book|admin\/care-teams)$/.test(path) ? { kind: 'list' } : undefined
}

function AskForSitting() {
  const { t } = useTranslation()
  return (
    <Page title={t('purpose.title')} width="reading">
      <Section title={t('purpose.sitting')}>
        <PurposeForm text={t('purpose.sittingText')} first={undefined} onChosen={(purpose) => sitting.set(purpose)} />
      </Section>
    </Page>
  )
}

function AskForChart({ about }: { about: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const away = () => void navigate({ to: '/patients' })
  return (
    <Modal opened onClose={away} title={t('purpose.chart')} closeButtonProps={{ 'aria-label': t('purpose.cancel') }}>
      <PurposeForm
        key={about}
        text={t('purpose.chartText')}
        first={sitting.get()}
        onChosen={(purpose) => chart.set({ about, purpose })}
        onCancel={away}
      />
    </Modal>
  )
}

/** Where the clinic refused a call that no page had asked for. */
function AskForCall() {
  const { t } = useTranslation()
  const settle = useSyncExternalStore(purposeAsked.subscribe, purposeAsked.get)
  const cancel = () => settle?.(false)
  return (
    <Modal
      opened={settle !== undefined}
      onClose={cancel}
      title={t('purpose.title')}
      closeButtonProps={{ 'aria-label': t('purpose.cancel') }}
      // A patient is sought in dialogs too, and this question has to stand above them.
      zIndex={390}
    >
      <PurposeForm
        text={t('purpose.required')}
        first={undefined}
        onCancel={cancel}
        onChosen={(purpose) => {
          sitting.set(purpose)
          settle?.(true)
        }}
      />
    </Modal>
  )
}
