import { Modal, Radio, Stack, Text } from '@mantine/core'
import { resetReasons } from '@wardkeep/contract/closing.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Member } from './member-row.tsx'

/** Takes lost factors away, once the administrator has made sure who asks. */
export function ResetDialog({ member, opened, onClose }: { member: Member; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const name = member.displayName
  const [reason, setReason] = useState<(typeof resetReasons)[number]>('device-lost')
  const reset = useAct('resetFactors', { refreshes: ['listUsers'], done: t('people.reset.done', { name }) })
  const confirm = async () => {
    if (await reset.run({ params: { id: member.id }, body: { reason } })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('people.reset.title')} closeButtonProps={{ 'aria-label': t('people.cancel') }}>
      <Stack>
        <ProblemAlert problem={reset.problem} />
        <Text>{t('people.reset.text', { name })}</Text>
        <Text>{t('people.reset.sure')}</Text>
        <Radio.Group
          label={t('people.reset.why')}
          value={reason}
          onChange={(chosen) => setReason(resetReasons.find((known) => known === chosen) ?? reason)}
        >
          <Stack gap="xs" mt="xs">
            {resetReasons.map((known) => (
              <Radio key={known} value={known} label={t(`people.reset.reason.${known}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <SendRow
          cancel={t('people.cancel')}
          send={t('people.reset.act')}
          busy={reset.busy}
          grave
          onClose={onClose}
          onSend={() => void confirm()}
        />
      </Stack>
    </Modal>
  )
}
