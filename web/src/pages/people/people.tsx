import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { EndEverybody } from './end-everybody.tsx'
import { InvitationRow } from './invitation-row.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MemberRow } from './member-row.tsx'

/** Who has an account, and who is asked to open one. */
export function PeoplePage() {
  const { t } = useTranslation()
  const [inviting, setInviting] = useState(false)
  return (
    <Page
      title={t('people.title')}
      lead={t('people.lead')}
      width="reading"
      action={<Button onClick={() => setInviting(true)}>{t('people.invite')}</Button>}
    >
      <Accounts />
      <Invitations />
      <InviteDialog opened={inviting} onClose={() => setInviting(false)} />
    </Page>
  )
}

function Accounts() {
  const { t } = useTranslation()
  const members = usePages('listUsers', {}, ({ cursor, ...more }) => client.listUsers({ query: cursor ? { cursor } : {} }, more))
  return (
    <Section title={t('people.accounts')} aside={<EndEverybody />} flush>
      <LoadedPages query={members} lines={5} empty={<EmptyState title={t('people.none')} text={t('people.noneText')} />}>
        {(items) => (
          <Rows>
            {items.map((member) => (
              <MemberRow key={member.id} member={member} />
            ))}
          </Rows>
        )}
      </LoadedPages>
    </Section>
  )
}

function Invitations() {
  const { t } = useTranslation()
  const invitations = usePages('listInvitations', {}, ({ cursor, ...more }) =>
    client.listInvitations({ query: cursor ? { cursor } : {} }, more),
  )
  return (
    <Section title={t('people.invitations')} flush>
      <LoadedPages
        query={invitations}
        lines={2}
        empty={<EmptyState title={t('people.noInvitations')} text={t('people.noInvitationsText')} />}
      >
        {(items) => (
          <Rows>
            {items.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </Rows>
        )}
      </LoadedPages>
    </Section>
  )
}
