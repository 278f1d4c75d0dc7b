import { Radio, Stack } from '@mantine/core'
import { type PasswordPolicy, passwordPolicies } from '@wardkeep/contract/passwords/index.ts'
import { useTranslation } from 'react-i18next'
import { Section } from '../../layout/section.tsx'

/** By what a new password is judged. */
export function PasswordRule({ chosen, onChange }: { chosen: PasswordPolicy; onChange: (policy: PasswordPolicy) => void }) {
  const { t } = useTranslation()
  return (
    <Section title={t('signInRules.passwords')}>
      <Radio.Group
        value={chosen}
        onChange={(value) => onChange(passwordPolicies.find((policy) => policy === value) ?? chosen)}
        label={t('signInRules.judged')}
        description={t('signInRules.passwordsText')}
      >
        <Stack gap="sm" mt="sm">
          {passwordPolicies.map((policy) => (
            <Radio
              key={policy}
              value={policy}
              label={t(`signInRules.policy.${policy}`)}
              description={t(`signInRules.policyText.${policy}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Section>
  )
}
