import { Button, Stack, TextInput } from '@mantine/core'
import type { Problem } from '@wardkeep/client'
import { readByReceipt } from '@wardkeep/contract/receipts.ts'
import { useTranslation } from 'react-i18next'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'

type ReceiptFormProps = { label: string; problem: Problem | undefined; busy: boolean; onReceipt: (receipt: string) => unknown }

/** Where somebody types or pastes a receipt; `label`: what is done with it. */
export function ReceiptForm({ label, problem, busy, onReceipt }: ReceiptFormProps) {
  const { t } = useTranslation()
  const form = useForm({ schema: readByReceipt.body, initial: { receipt: '' }, problem })
  return (
    <Section title={t('receipts.yours')}>
      <form onSubmit={form.submit(({ receipt }) => onReceipt(receipt))} noValidate>
        <Stack>
          <ProblemAlert problem={problem} />
          <TextInput
            {...form.text('receipt')}
            label={t('receipts.receipt')}
            description={t('receipts.receiptHelp')}
            dir="ltr"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
          />
          <div>
            <Button type="submit" loading={busy}>
              {label}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
