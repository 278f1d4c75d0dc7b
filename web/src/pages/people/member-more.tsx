import { Button, Menu, VisuallyHidden } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { CloseDialog } from './close-dialog.tsx'
import { PasswordDialog, RoleDialog } from './member-dialogs.tsx'
import type { Member } from './member-row.tsx'
import { AskResetDialog, ResetDialog } from './reset-dialog.tsx'
import { SessionsDialog } from './sessions-dialog.tsx'

/** What is done seldom, and with care: sessions that end, another role, a password that is no longer safe, factors that were lost, an account that ends. */
export function MemberMore({ member }: { member: Member }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'sessions' | 'role' | 'password' | 'ask-reset' | 'reset' | 'close'>()
  const ends = member.can.includes('end-sessions')
  const exchanges = member.can.includes('change-role')
  const disables = member.can.includes('disable-password')
  const resets = member.can.includes('reset-factors')
  const asks = member.can.includes('ask-factor-reset') && !member.factorReset
  const closes = member.can.includes('close')
  if (!ends && !exchanges && !disables && !asks && !resets && !closes) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden="true" />}>
            {t('people.more')}
            <VisuallyHidden>: {member.displayName}</VisuallyHidden>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ends && <Menu.Item onClick={() => setOpen('sessions')}>{t('people.sessions')}</Menu.Item>}
          {exchanges && <Menu.Item onClick={() => setOpen('role')}>{t('people.changeRole')}</Menu.Item>}
          {disables && <Menu.Item onClick={() => setOpen('password')}>{t('people.password.act')}</Menu.Item>}
          {asks && <Menu.Item onClick={() => setOpen('ask-reset')}>{t('people.reset.ask')}</Menu.Item>}
          {resets && <Menu.Item onClick={() => setOpen('reset')}>{t('people.reset.act')}</Menu.Item>}
          {closes && (
            <Menu.Item color="red" onClick={() => setOpen('close')}>
              {t('people.closing.act')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SessionsDialog member={member} opened={open === 'sessions'} onClose={() => setOpen(undefined)} />
      <RoleDialog member={member} opened={open === 'role'} onClose={() => setOpen(undefined)} />
      <PasswordDialog member={member} opened={open === 'password'} onClose={() => setOpen(undefined)} />
      <AskResetDialog member={member} opened={open === 'ask-reset'} onClose={() => setOpen(undefined)} />
      <ResetDialog member={member} opened={open === 'reset'} onClose={() => setOpen(undefined)} />
      <CloseDialog member={member} opened={open === 'close'} onClose={() => setOpen(undefined)} />
    </>
  )
}

/** Lets somebody in again who is locked out; shown only while they are. */
export function UnlockButton({ member }: { member: Member }) {
  const { t } = useTranslation()
  const name = member.displayName
  const unlock = useAct('unlockUser', { refreshes: ['listUsers'], done: t('people.unlocked', { name }) })
  if (!member.can.includes('unlock')) return null
  return (
    <Button variant="default" size="xs" loading={unlock.busy} onClick={() => void unlock.run({ params: { id: member.id } })}>
      {t('people.unlock')}
      <VisuallyHidden>: {name}</VisuallyHidden>
    </Button>
  )
}
