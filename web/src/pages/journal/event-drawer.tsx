import { Button, Drawer, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { reasonWord, roleWord } from '../../words/audit-words.ts'
import { actionWord, fieldWord, thingWord } from '../../words/journal-words.ts'
import { roleIn } from '../access/routes.ts'
import type { Filter } from './filter.ts'
import type { Event } from './logs.tsx'
import { OutcomeBadge } from './outcome-badge.tsx'

/** One entry whole. What came from outside is shown as text and nothing else. */
export function EventDrawer({
  event,
  onClose,
  onOnly,
}: {
  event: Event | undefined
  onClose: () => void
  onOnly: (filter: Filter) => void
}) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      attributes={{ header: { role: 'presentation' } }}
      size="lg"
      title={t('journal.logs.entry')}
      closeButtonProps={{ 'aria-label': t('chart.record.close') }}
    >
      {event && (
        <Stack>
          <KeyValues
            items={[
              [t('journal.logs.time'), <DateTime key="at" instant={event.at} shape="exact" />],
              [t('journal.logs.action'), `${actionWord(t, event.action)} (${event.action})`],
              [t('journal.logs.outcome'), <OutcomeBadge key="outcome" outcome={event.outcome} />],
              [t('journal.logs.why'), event.reason && `${reasonWord(t, event.reason)} (${event.reason})`],
              [t('journal.logs.who'), event.actor.name && <PersonName key="who">{event.actor.name}</PersonName>],
              [t('journal.logs.via'), `${roleWord(t, event.actor.role)} · ${t(`journal.via.${event.via}`)}`],
              [t('journal.logs.rule'), event.rule],
              [t('journal.logs.purpose'), event.purpose],
              [
                t('journal.logs.about'),
                event.resource &&
                  `${thingWord(t, event.resource.type)} ${event.resource.id}${event.resource.version ? ` · ${event.resource.version}` : ''}`,
              ],
              [t('journal.logs.patients'), event.patientIds.join(', ')],
              [t('journal.logs.fields'), event.fields?.map((field) => fieldWord(t, field)).join(', ')],
              [t('journal.logs.address'), event.address],
              [t('journal.logs.userAgent'), event.userAgent],
              [t('journal.logs.requestId'), event.requestId],
              [t('journal.logs.event'), event.id],
              [t('journal.logs.index'), event.index === null ? t('journal.logs.notSealed') : String(event.index)],
            ]}
          />
          <Group>
            {event.actor.id && <Only label={t('journal.logs.person')} onClick={() => onOnly({ actor: event.actor.id ?? '' })} />}
            {event.patientIds[0] && (
              <Only label={t('journal.logs.patient')} onClick={() => onOnly({ patient: event.patientIds[0] ?? '' })} />
            )}
            {event.actor.id && event.patientIds[0] && (
              <LinkButton
                size="xs"
                variant="default"
                to="/admin/access"
                search={{ user: event.actor.id, ...roleIn(event.actor.role), resource: `patient:${event.patientIds[0]}` }}
              >
                {t('access.why.fromEvent')}
              </LinkButton>
            )}
            <Only label={t('journal.logs.request')} onClick={() => onOnly({ requestId: event.requestId })} />
          </Group>
        </Stack>
      )}
    </Drawer>
  )
}

function Only({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="default" size="xs" onClick={onClick}>
      {label}
    </Button>
  )
}
