import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { exchangedRoles } from '@wardkeep/contract/people.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { AskFirst } from './ask-first.tsx'
import type { Member } from './member-row.tsx'

type DialogProps = { member: Member; opened: boolean; onClose: () => void }

export function DisableDialog({ member, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const name = member.displayName
  const disable = useAct('updateUser', { refreshes: ['listUsers'], done: t('people.disabledNow', { name }) })
  const confirm = async () => {
    if (await disable.run({ params: { id: member.id }, body: { active: false } })) onClose()
  }
  return (
    <AskFirst
      title={t('people.disableTitle')}
      text={t('people.disableText', { name })}
      act={t('people.disable')}
      problem={disable.problem}
      busy={disable.busy}
      opened={opened}
      onClose={onClose}
      onConfirm={() => void confirm()}
    />
  )
}

export function PasswordDialog({ member, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const name = member.displayName
  const disable = useAct('disablePassword', { refreshes: ['listUserSessions'], done: t('people.password.done', { name }) })
  const confirm = async () => {
    if (await disable.run({ params: { id: member.id } })) onClose()
  }
  return (
    <AskFirst
      title={t('people.password.title')}
      text={t('people.password.text', { name })}
      act={t('people.password.act')}
      problem={disable.problem}
      busy={disable.busy}
      opened={opened}
      onClose={onClose}
      onConfirm={() => void confirm()}
    />
  )
}

export function RoleDialog({ member, opened, onClose }: DialogProps) {
  const { t } = useTranslation()
  const name = member.displayName
  const change = useAct('changeRole', { refreshes: ['listUsers'], done: t('people.roleChanged', { name }) })
  const others = exchangedRoles.filter((role) => role !== member.role)
  const [chosen, setChosen] = useState(others[0] ?? exchangedRoles[0])
  const save = async () => {
    if (await change.run({ params: { id: member.id }, body: { role: chosen } })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('people.roleTitle')} closeButtonProps={{ 'aria-label': t('people.cancel') }}>
      <Stack>
        <ProblemAlert problem={change.problem} />
        <Text>{t('people.roleText', { name })}</Text>
        <NativeSelect
          label={t('people.role')}
          value={chosen}
          onChange={(event) => setChosen(others.find((role) => role === event.currentTarget.value) ?? chosen)}
          data={others.map((role) => ({ value: role, label: t(`frame.role.${role}`) }))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('people.cancel')}
          </Button>
          <Button loading={change.busy} onClick={save}>
            {t('people.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
