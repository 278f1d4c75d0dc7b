import { Radio, Stack } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { staffFactors } from '@wardkeep/contract/sign-in-rules.ts'
import { useTranslation } from 'react-i18next'
import { Section } from '../../layout/section.tsx'

type Kind = (typeof staffFactors)[number]

/** Whether who has only that would set another passkey up next. */
export function lacksKind(kind: Kind, own: Answer<'readSignInRules'>['ownPasskey']): boolean {
  return kind !== 'any' && own !== 'device-bound-passkey' && own !== kind
}

/** Of what kind the second step of the staff must be. */
export function KindRule({ chosen, onChange }: { chosen: Kind; onChange: (kind: Kind) => void }) {
  const { t } = useTranslation()
  return (
    <Section title={t('signInRules.kinds')}>
      <Radio.Group
        value={chosen}
        onChange={(value) => onChange(staffFactors.find((kind) => kind === value) ?? chosen)}
        label={t('signInRules.kindsLabel')}
        description={t('signInRules.kindsText')}
      >
        <Stack gap="sm" mt="sm">
          {staffFactors.map((kind) => (
            <Radio key={kind} value={kind} label={t(`signInRules.kind.${kind}`)} description={t(`signInRules.kindText.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Section>
  )
}
