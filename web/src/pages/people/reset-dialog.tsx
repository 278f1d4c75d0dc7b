import { Modal, Radio, Stack, Text } from '@mantine/core'
import { identityEvidence, resetReasons } from '@wardkeep/contract/closing.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Member } from './member-row.tsx'

type DialogProps = { member: Member; opened: boolean; onClose: () => void }

/** Asks that lost factors be taken away, once the administrator has made sure who asks; another one does it. */
export function AskResetDialog({ member, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const name = member.displayName
  const [reason, setReason] = useState<(typeof resetReasons)[number]>('device-lost')
  const [evidence, setEvidence] = useState<Evidence>('photo-id')
  const ask = useAct('askForFactorReset', { refreshes: ['listUsers'], done: t('people.reset.asked', { name }) })
  const confirm = async () => {
    if (await ask.run({ params: { id: member.id }, body: { reason, evidence } })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('people.reset.askTitle')} closeButtonProps={{ 'aria-label': t('people.cancel') }}>
      <Stack>
        <ProblemAlert problem={ask.problem} />
        <Text>{t('people.reset.askText', { name })}</Text>
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
        <EvidenceChoice evidence={evidence} onChange={setEvidence} />
        <SendRow cancel={t('people.cancel')} send={t('people.reset.ask')} busy={ask.busy} onClose={onClose} onSend={() => void confirm()} />
      </Stack>
    </Modal>
  )
}

/** Does what another administrator asked, having seen for oneself who it is. */
export function ResetDialog({ member, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const name = member.displayName
  const [evidence, setEvidence] = useState<Evidence>('photo-id')
  const reset = useAct('resetFactors', { refreshes: ['listUsers'], done: t('people.reset.done', { name }) })
  const confirm = async () => {
    if (await reset.run({ params: { id: member.id }, body: { evidence } })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('people.reset.title')} closeButtonProps={{ 'aria-label': t('people.cancel') }}>
      <Stack>
        <ProblemAlert problem={reset.problem} />
        <Text>{t('people.reset.text', { name })}</Text>
        <Text>{t('people.reset.sureToo')}</Text>
        <EvidenceChoice evidence={evidence} onChange={setEvidence} />
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

type Evidence = (typeof identityEvidence)[number]

function EvidenceChoice({ evidence, onChange }: { evidence: Evidence; onChange: (evidence: Evidence) => void }) {
  const { t } = useTranslation()
  return (
    <Radio.Group
      label={t('people.reset.evidence.label')}
      value={evidence}
      onChange={(chosen) => onChange(identityEvidence.find((known) => known === chosen) ?? evidence)}
    >
      <Stack gap="xs" mt="xs">
        {identityEvidence.map((known) => (
          <Radio key={known} value={known} label={t(`people.reset.evidence.${known}`)} />
        ))}
      </Stack>
    </Radio.Group>
  )
}
