import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconClockExclamation, IconRoute, IconStethoscope } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { CaseBadges } from './case-badges.tsx'
import { Deadlines } from './deadlines.tsx'
import { LoadRow } from './load-row.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { Simulation } from './simulation.tsx'

export type Routing = Answer<'readCaseRouting'>

/** Who has how much, what needs somebody, and what would happen if: without a word of what patients wrote. */
export function RoutingPage() {
  const { t } = useTranslation()
  const routing = useEndpoint('readCaseRouting')
  return (
    <Page title={t('routing.title')} lead={t('routing.lead')} width="reading">
      <Loaded query={routing}>
        {({ waiting, doctors, hours, pools }) => (
          <>
            <Section title={t('routing.waiting')} flush>
              {waiting.length === 0 ? (
                <EmptyState icon={IconRoute} title={t('routing.none')} text={t('routing.noneText')} />
              ) : (
                <Rows label={t('routing.waiting')}>
                  {waiting.map((item) => (
                    <WaitingRow key={item.id} item={item} />
                  ))}
                </Rows>
              )}
            </Section>
            <Section title={t('routing.loads')} flush>
              {doctors.length === 0 ? (
                <EmptyState icon={IconStethoscope} title={t('routing.noDoctors')} />
              ) : (
                <Rows label={t('routing.loads')}>
                  {doctors.map((member) => (
                    <LoadRow key={member.doctor.id} member={member} pools={pools} most={Math.max(1, ...doctors.map(({ load }) => load))} />
                  ))}
                </Rows>
              )}
            </Section>
            <Section title={t('routing.order')}>
              <Text>{t('routing.orderText')}</Text>
            </Section>
            <Deadlines hours={hours} />
            <Simulation doctors={doctors} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function WaitingRow({ item }: { item: Routing['waiting'][number] }) {
  const { t, i18n } = useTranslation()
  const [asking, setAsking] = useState(false)
  const passOn = useAct('passCaseOn', { refreshes: ['readCaseRouting', 'listAlerts', 'countAlerts'], done: t('routing.passedOn') })
  const language = languageName(item.language, localeOf(i18n.language))
  return (
    <Row
      start={<IconClockExclamation size={22} stroke={1.5} aria-hidden="true" />}
      end={
        item.can.includes('pass-on') && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {t('routing.passOn')}
            <VisuallyHidden>: {language}</VisuallyHidden>
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>{item.assignee ? <PersonName>{item.assignee.displayName}</PersonName> : t('routing.nobody')}</Text>
        <CaseBadges item={item} />
      </Group>
      <Text fz="sm" c="dimmed" component="div">
        {language} · {t(`cases.urgency.${item.urgency}`)} · {t('routing.by')} <DateTime instant={item.dueAt} />
      </Text>
      {asking && (
        <NoteDialog
          title={t('routing.passOnTitle')}
          text={t('routing.passOnText')}
          label={t('routing.passOn')}
          problem={passOn.problem}
          busy={passOn.busy}
          onClose={() => setAsking(false)}
          onDone={async (note) => {
            if (await passOn.run({ params: { id: item.id }, body: note === '' ? {} : { note } })) setAsking(false)
          }}
        />
      )}
    </Row>
  )
}
