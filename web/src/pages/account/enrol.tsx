import { Anchor, Stack, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failed } from '../../layout/notices.ts'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { leave, usePersonIfAny, wayOn } from '../../session/session.ts'
import { AuthenticatorSetup } from './authenticator-setup.tsx'
import { PasskeySetup } from './passkey-setup.tsx'

/** Where somebody is led whose organisation asks for a second factor that they do not have yet; leads on to where they were going. */
export function EnrolPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const person = usePersonIfAny()
  const [byPasskey, setByPasskey] = useState(false)
  if (!person) return null
  const { organisation, patientId, passkeyAsked } = person
  const done = () => router.history.replace(wayOn())
  const isPatient = patientId !== undefined
  return (
    <Stack>
      <PublicHeading
        title={isPatient ? t('account.enrol.patientTitle') : t('account.enrol.title')}
        lead={t(isPatient ? 'account.enrol.patientLead' : 'account.enrol.lead', { organisation: organisation.name })}
      />
      {passkeyAsked ? (
        <PasskeySetup kind={passkeyAsked} onDone={done} />
      ) : byPasskey ? (
        <PasskeySetup onDone={done} />
      ) : (
        <AuthenticatorSetup onDone={done} />
      )}
      {!passkeyAsked && (
        <Anchor component="button" type="button" fz="sm" onClick={() => setByPasskey(!byPasskey)}>
          {byPasskey ? t('account.enrol.byApp') : t('account.enrol.byPasskey')}
        </Anchor>
      )}
      <Text fz="sm" c="dimmed">
        {t('session.signedInAs', { name: person.displayName })}{' '}
        <Anchor component="button" type="button" fz="sm" onClick={() => leave().catch(() => failed(t('session.cannotLeave')))}>
          {t('account.enrol.leave')}
        </Anchor>
      </Text>
    </Stack>
  )
}
