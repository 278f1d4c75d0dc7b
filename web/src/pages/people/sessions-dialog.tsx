import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Rows } from '../../layout/rows.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { SessionRow } from '../account/session-row.tsx'
import type { Member } from './member-row.tsx'

/** Where somebody is signed in, for who runs the organisation: to end one of it, or all. */
export function SessionsDialog({ member, opened, onClose }: { member: Member; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('people.sessionsTitle', { name: member.displayName })}
      closeButtonProps={{ 'aria-label': t('people.cancel') }}
    >
      {opened && <Sessions member={member} />}
    </Modal>
  )
}

function Sessions({ member: { id, displayName: name } }: { member: Member }) {
  const { t } = useTranslation()
  const sessions = useEndpoint('listUserSessions', { params: { id } })
  const refreshes = ['listUserSessions'] as const
  const endOne = useAct('endUserSession', { refreshes, done: t('people.sessionEnded', { name }) })
  const endAll = useAct('endUserSessions', { refreshes, done: t('people.sessionsEnded', { name }) })
  return (
    <Stack>
      <ProblemAlert problem={endOne.problem ?? endAll.problem} />
      <Loaded query={sessions} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('people.noSessions')} text={t('people.noSessionsText')} />
          ) : (
            <>
              <Text>{t('people.sessionsText')}</Text>
              <Rows>
                {items.map((session) => (
                  <SessionRow
                    key={session.id}
                    session={session}
                    busy={endOne.busy || endAll.busy}
                    onEnd={() => void endOne.run({ params: { id, session: session.id } })}
                  />
                ))}
              </Rows>
              <Group justify="flex-end">
                <Button color="red" loading={endAll.busy} onClick={() => void endAll.run({ params: { id } })}>
                  {t('people.endSessions')}
                </Button>
              </Group>
            </>
          )
        }
      </Loaded>
    </Stack>
  )
}
