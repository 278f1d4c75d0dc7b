import { Checkbox, Stack, Switch, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { askedRoles, staffRoles } from '@wardkeep/contract/sign-in-rules.ts'
import { useTranslation } from 'react-i18next'
import { Section } from '../../layout/section.tsx'

type Asked = Pick<Answer<'readSignInRules'>, 'staffSecondFactor' | 'secondFactorRoles' | 'totpStrict'>

/** Whether these rules ask a second factor of a role. */
export function isAsked(
  role: string,
  { staffSecondFactor, secondFactorRoles }: Pick<Asked, 'staffSecondFactor' | 'secondFactorRoles'>,
): boolean {
  return (staffSecondFactor && isStaff(role)) || secondFactorRoles.some((asked) => asked === role)
}

/** Of whom a second step is asked: of all of the staff, and role by role. */
export function FactorRules({ rules, onChange }: { rules: Asked; onChange: (changed: Partial<Asked>) => void }) {
  const { t } = useTranslation()
  const choose = (role: (typeof askedRoles)[number], chosen: boolean) =>
    onChange({ secondFactorRoles: askedRoles.filter((each) => (each === role ? chosen : rules.secondFactorRoles.includes(each))) })
  return (
    <Section title={t('signInRules.factors')}>
      <Stack>
        <Text>{t('signInRules.factorsText')}</Text>
        <Switch
          label={t('signInRules.staff')}
          checked={rules.staffSecondFactor}
          onChange={(event) => onChange({ staffSecondFactor: event.currentTarget.checked })}
        />
        <Stack gap="xs" role="group" aria-label={t('signInRules.roles')}>
          {askedRoles.map((role) => {
            const withStaff = rules.staffSecondFactor && isStaff(role)
            return (
              <Checkbox
                key={role}
                label={t(`signInRules.role.${role}`)}
                checked={isAsked(role, rules)}
                disabled={withStaff}
                onChange={(event) => choose(role, event.currentTarget.checked)}
              />
            )
          })}
        </Stack>
        <Switch
          label={t('signInRules.strict')}
          description={t('signInRules.strictText')}
          checked={rules.totpStrict}
          onChange={(event) => onChange({ totpStrict: event.currentTarget.checked })}
        />
      </Stack>
    </Section>
  )
}

function isStaff(role: string): boolean {
  return staffRoles.some((staff) => staff === role)
}
