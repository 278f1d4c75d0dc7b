import { Avatar, Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconChevronDown, IconLogout } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { leave, usePerson } from '../session/session.ts'
import classes from './account-menu.module.css'
import { failed } from './notices.ts'
import { useOwnAccount } from './use-own-account.ts'

/** Who one is and in which role, always in sight; behind it the own account and the way out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const person = usePerson()
  const entries = useOwnAccount()
  const role = t(`frame.role.${person.role}`)
  const signOut = () => leave().catch(() => failed(t('session.cannotLeave')))
  return (
    <Menu width={240}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <VisuallyHidden>{t('frame.account')}</VisuallyHidden>
          <Avatar size={32} color="teal" variant="light" aria-hidden="true">
            {initialsOf(person.displayName)}
          </Avatar>
          <span className={classes.who}>
            <span className={classes.name}>
              <bdi>{person.displayName}</bdi>
            </span>
            <span className={classes.role}>{role}</span>
          </span>
          <IconChevronDown size={16} aria-hidden="true" className={classes.chevron} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ to, label, icon: Icon }) => (
          <Menu.Item key={to} component={Link} to={to} leftSection={<Icon size={18} stroke={1.5} aria-hidden="true" />}>
            {label(t)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} stroke={1.5} className="wk-mirrored" aria-hidden="true" />} onClick={signOut}>
          {t('frame.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** First letters of the first and the last word, titles such as `Dr` left out; whole characters, whatever the script. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '' && !/^(dr|prof|ד״ר|פרופ)/i.test(word))
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('')
}
