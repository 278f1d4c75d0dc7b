import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { type ExplainedType, explainedAbout, explainedTypes } from '@wardkeep/contract/access.ts'
import { type Permission, permissions } from '@wardkeep/contract/permissions.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PatientChoice } from '../../forms/patient-choice.tsx'
import { LinkButton } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { workspaceOf } from '../../layout/workspaces.ts'
import { usePerson } from '../../session/session.ts'
import { permissionWord } from '../../words/access-words.ts'
import { type Asked, Explanation } from './explanation.tsx'
import { PersonChoice } from './person-choice.tsx'

const route = getRouteApi('/frame/admin/access')
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const choices = permissions.flatMap((action) => (explainedAbout[action] ?? []).map((type) => ({ action, type })))

/** Whether somebody may do something, and why. */
export function WhyPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const { role } = usePerson()
  // Whoever has the page of people may choose by name; anybody else asks by the ids that the journal shows.
  const runs = workspaceOf(role).some((entry) => entry.to === '/admin/people')
  const [given, givenId = ''] = (search.resource ?? '').split(':')
  const first = explainedTypes.find((type) => type === given) ?? 'patient'
  const [user, setUser] = useState(search.user ?? '')
  const [action, setAction] = useState<Permission>(choices.find((choice) => choice.type === first)?.action ?? 'patient.read')
  const [type, setType] = useState<ExplainedType>(first)
  const [id, setId] = useState(givenId)
  const [asked, setAsked] = useState<Asked>()
  const [faulty, setFaulty] = useState(false)
  const fault = (value: string) => (faulty && !idPattern.test(value) ? t('access.why.hint') : undefined)
  const ask = () => {
    const fine = idPattern.test(user) && idPattern.test(id)
    setFaulty(!fine)
    if (fine) setAsked({ user, action, resource: `${type}:${id}` })
  }
  return (
    <Page
      title={t('access.why.title')}
      lead={t('access.why.lead')}
      width="reading"
      action={
        <Group gap="xs">
          <LinkButton variant="default" to="/admin/roles">
            {t('access.why.goRoles')}
          </LinkButton>
          {runs && (
            <LinkButton variant="default" to="/admin/care-teams">
              {t('access.why.goTeams')}
            </LinkButton>
          )}
        </Group>
      }
    >
      <Section title={t('access.why.ask')}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            ask()
          }}
        >
          <Stack>
            {runs ? (
              <PersonChoice role={search.as ?? 'doctor'} value={user} onChange={setUser} error={fault(user)} />
            ) : (
              <TextInput
                label={t('access.why.personId')}
                value={user}
                dir="ltr"
                error={fault(user)}
                onChange={(event) => setUser(event.currentTarget.value.trim())}
              />
            )}
            <NativeSelect
              label={t('access.why.action')}
              value={`${action} ${type}`}
              onChange={(event) => {
                const chosen = choices.find((choice) => `${choice.action} ${choice.type}` === event.currentTarget.value)
                if (chosen && chosen.type !== type) setId('')
                setAction(chosen?.action ?? action)
                setType(chosen?.type ?? type)
              }}
              data={choices.map((choice) => ({
                value: `${choice.action} ${choice.type}`,
                label: `${permissionWord(t, choice.action)} (${t(`access.why.types.${choice.type}`)})`,
              }))}
            />
            {runs && type === 'patient' ? (
              <PatientChoice chosen={id} onChosen={setId} error={fault(id)} />
            ) : (
              <TextInput
                label={`${t(`access.why.types.${type}`)}: ${t('access.why.thingId')}`}
                value={id}
                dir="ltr"
                error={fault(id)}
                onChange={(event) => setId(event.currentTarget.value.trim())}
              />
            )}
            <div>
              <Button type="submit">{t('access.why.ask')}</Button>
            </div>
          </Stack>
        </form>
      </Section>
      {asked && <Explanation asked={asked} />}
    </Page>
  )
}
