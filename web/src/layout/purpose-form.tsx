import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import type { Purpose } from '@wardkeep/contract/audit.ts'
import { offeredPurposes } from '@wardkeep/contract/purpose.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

type PurposeFormProps = { text: string; first: Purpose | undefined; onChosen: (purpose: Purpose) => void; onCancel?: () => void }

/** The purposes in plain words, and what becomes of the answer. */
export function PurposeForm({ text, first, onChosen, onCancel }: PurposeFormProps) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Purpose | undefined>(first)
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen) onChosen(chosen)
      }}
    >
      <Stack>
        <Text>{text}</Text>
        <Radio.Group
          label={t('purpose.label')}
          value={chosen ?? null}
          onChange={(value) => setChosen(offeredPurposes.find((purpose) => purpose === value))}
        >
          <Stack gap="sm" mt="sm">
            {offeredPurposes.map((purpose) => (
              <Radio
                key={purpose}
                name="purpose"
                value={purpose}
                label={t(`purpose.of.${purpose}`)}
                description={t(`purpose.means.${purpose}`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group {...(onCancel && { justify: 'flex-end' })}>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {t('purpose.cancel')}
            </Button>
          )}
          <Button type="submit" disabled={chosen === undefined}>
            {t('purpose.goOn')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
