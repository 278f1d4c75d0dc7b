import { submitAnonymously } from '@wardkeep/contract/receipts.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { NobodysPage } from './nobodys-page.tsx'
import { QuestionForm } from './question-form.tsx'
import { ReceiptSheet } from './receipt-sheet.tsx'

/** A question without an account: sent, and then its receipt, this once. Leaving the page forgets it. */
export function AskPage() {
  const { t } = useTranslation()
  const [made, setMade] = useState<{ receipt: string; until: string }>()
  return (
    <NobodysPage>
      <Page
        title={made ? t('receipts.sent') : t('receipts.ask')}
        lead={made ? undefined : t('receipts.askLead')}
        width="reading"
        back={<TextLink to="/ask/receipt">{t('receipts.back')}</TextLink>}
      >
        {made ? <ReceiptSheet {...made} /> : <AskForm onMade={setMade} />}
      </Page>
    </NobodysPage>
  )
}

function AskForm({ onMade }: { onMade: (made: { receipt: string; until: string }) => void }) {
  const { t, i18n } = useTranslation()
  const submit = useAct('submitAnonymously')
  const form = useForm({
    schema: submitAnonymously.body,
    initial: { title: '', text: '', language: i18n.language, urgency: 'routine' },
    problem: submit.problem,
  })
  const send = form.submit(async (body) => {
    const made = await submit.run({ body })
    if (made) onMade({ receipt: made.receipt, until: made.anonymousUntil ?? made.dueAt })
  })
  return <QuestionForm form={form} consent={t('receipts.consent')} problem={submit.problem} busy={submit.busy} onSubmit={send} />
}
