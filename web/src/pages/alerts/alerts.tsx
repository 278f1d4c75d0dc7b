import { SegmentedControl } from '@mantine/core'
import { IconBellCheck } from '@tabler/icons-react'
import { alertStates } from '@wardkeep/contract/alerts.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { AlertRow } from './alert-row.tsx'

/** What was noticed and somebody must hear of. */
export function AlertsPage() {
  const { t } = useTranslation()
  const [state, setState] = useState<(typeof alertStates)[number]>('open')
  const alerts = usePages('listAlerts', { state }, ({ cursor, ...more }) =>
    client.listAlerts({ query: { state, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('alerts.title')} lead={t('alerts.lead')} width="reading">
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('alerts.filter')}
        value={state}
        onChange={(chosen) => setState(alertStates.find((known) => known === chosen) ?? state)}
        data={alertStates.map((value) => ({ value, label: t(`alerts.state.${value}`) }))}
      />
      <Section title={t(`alerts.state.${state}`)} flush>
        <LoadedPages
          query={alerts}
          empty={<EmptyState icon={IconBellCheck} title={t(`alerts.none.${state}`)} text={t('alerts.noneText')} />}
        >
          {(items) => (
            <Rows label={t('alerts.title')}>
              {items.map((alert) => (
                <AlertRow key={alert.id} alert={alert} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}
