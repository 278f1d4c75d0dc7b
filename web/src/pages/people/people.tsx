import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { type RoleName, roles } from '@wardkeep/contract/identity.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { foundBy, PatientChoice } from '../../forms/patient-choice.tsx'
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

const standings = ['any', 'active', 'disabled'] as const

function Accounts() {
  const { t } = useTranslation()
  const [role, setRole] = useState<RoleName>()
  const [standing, setStanding] = useState<(typeof standings)[number]>('any')
  const [patientId, setPatientId] = useState('')
  const byChart = role !== undefined && foundBy[role] === 'chart'
  const query = {
    ...(role && { role }),
    ...(standing !== 'any' && { active: standing === 'active' }),
    ...(byChart && patientId !== '' && { patientId }),
  }
  const asked = Object.keys(query).length > 0
  const members = usePages('listUsers', query, ({ cursor, ...more }) =>
    client.listUsers({ query: { ...query, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Section title={t('people.accounts')} aside={<EndEverybody />} flush>
      <Stack px={{ base: 'md', sm: 'lg' }} py="md" role="search" aria-label={t('people.filter.title')}>
        <Group grow>
          <NativeSelect
            label={t('people.role')}
            value={role ?? ''}
            onChange={(event) => {
              setRole(roles.find((one) => one === event.currentTarget.value))
              setPatientId('')
            }}
            data={[
              { value: '', label: t('people.filter.everybody') },
              ...roles.map((value) => ({ value, label: t(`frame.role.${value}`) })),
            ]}
          />
          <NativeSelect
            label={t('people.filter.standing')}
            value={standing}
            onChange={(event) => setStanding(standings.find((one) => one === event.currentTarget.value) ?? 'any')}
            data={standings.map((value) => ({ value, label: t(`people.filter.standings.${value}`) }))}
          />
        </Group>
        {byChart && <PatientChoice chosen={patientId} onChosen={setPatientId} />}
      </Stack>
      <LoadedPages
        query={members}
        lines={5}
        empty={
          <EmptyState
            title={t(asked ? 'people.filter.none' : 'people.none')}
            text={t(asked ? 'people.filter.noneText' : 'people.noneText')}
          />
        }
      >
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
