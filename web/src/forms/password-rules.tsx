import { Text, VisuallyHidden } from '@mantine/core'
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react'
import type { PasswordOwner, PasswordPolicy } from '@wardkeep/contract/passwords/index.ts'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './password-rules.module.css'
import { ticksOf } from './password-ticks.ts'

type PasswordRulesProps = {
  password: string
  policy: PasswordPolicy
  owner: PasswordOwner
  /** Names of the organisation. */
  names?: readonly string[]
}

/** The rules that need no list, ticked off while one types; the server judges all of them once more. */
export function PasswordRules({ password, policy, owner, names = [] }: PasswordRulesProps) {
  const { t } = useTranslation()
  const id = useId()
  const ticks = ticksOf(password, { policy, owner, names })
  const met = ticks.filter((tick) => tick.met).length
  return (
    <div>
      <Text fz="sm" c="dimmed" id={id}>
        {t('fields.rules.title')}
      </Text>
      <ul className={classes.rules} aria-labelledby={id}>
        {ticks.map((tick) => (
          <li key={tick.rule} data-met={tick.met || undefined}>
            {tick.met ? <IconCircleCheckFilled size={18} aria-hidden="true" /> : <IconCircleDashed size={18} aria-hidden="true" />}
            <span>
              {t(`fields.rules.${tick.rule}`)}
              <VisuallyHidden>: {tick.met ? t('fields.rules.met') : t('fields.rules.open')}</VisuallyHidden>
            </span>
          </li>
        ))}
      </ul>
      <Text fz="sm" c="dimmed">
        {t('fields.rules.hint')}
      </Text>
      <VisuallyHidden aria-live="polite">{password !== '' && t('fields.rules.progress', { met, all: ticks.length })}</VisuallyHidden>
    </div>
  )
}
