import { Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { LinkFields, nobodyAsked, sentOf } from './link-fields.tsx'

/** A patient invites who is to act for them. */
export function InviteDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(nobodyAsked)
  const invite = useAct('inviteProxy', { refreshes: ['listProxyInvitations'], done: t('family.invite.done') })
  const send = async () => {
    if (await invite.run({ params: { id: patientId }, body: sentOf(asked) })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('family.invite.title')} closeButtonProps={{ 'aria-label': t('family.form.cancel') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Stack>
          <ProblemAlert problem={invite.problem} />
          <Text>{t('family.invite.text')}</Text>
          <LinkFields asked={asked} onChange={setAsked} emailLabel={t('family.invite.email')} emailHelp={t('family.invite.emailHelp')} />
          <SendRow
            cancel={t('family.form.cancel')}
            send={t('family.invite.send')}
            busy={invite.busy}
            disabled={asked.email.trim() === ''}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Modal>
  )
}
