import { Modal, Stack, Text, TextInput } from '@mantine/core'
import { closeUser } from '@wardkeep/contract/closing.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Member } from './member-row.tsx'

/** Closes somebody's account for good; its address is typed, so that nobody does it by a slip. */
export function CloseDialog({ member, opened, onClose }: { member: Member; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const name = member.displayName
  const close = useAct('closeUser', { refreshes: ['listUsers'], done: t('people.closing.done', { name }) })
  const other = close.problem?.code === 'BAD_REQUEST'
  const form = useForm({ schema: closeUser.body, initial: { email: '' }, hints: { email: t('people.closing.other') } })
  const submit = form.submit(async (body) => {
    if (await close.run({ params: { id: member.id }, body })) onClose()
  })
  return (
    <Modal opened={opened} onClose={onClose} title={t('people.closing.title')} closeButtonProps={{ 'aria-label': t('people.cancel') }}>
      <form noValidate onSubmit={submit}>
        <Stack>
          {!other && <ProblemAlert problem={close.problem} />}
          <Text>{t('people.closing.text', { name })}</Text>
          <Text>{t('people.closing.stays')}</Text>
          <TextInput
            {...form.text('email')}
            error={form.fault('email') ?? (other && t('people.closing.other'))}
            label={t('people.closing.type')}
            description={<bdi>{member.email}</bdi>}
            autoComplete="off"
            dir="ltr"
          />
          <SendRow cancel={t('people.cancel')} send={t('people.closing.act')} busy={close.busy} grave onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  )
}
