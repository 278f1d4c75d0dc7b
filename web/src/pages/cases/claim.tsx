import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { NobodysPage } from './nobodys-page.tsx'
import { ReceiptForm } from './receipt-form.tsx'

/** A question that was asked without an account becomes the patient’s, once and for good. */
export function ClaimPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { run, problem, busy } = useAct('claimCase', { refreshes: ['listCases'], done: t('receipts.claimed') })
  const claim = async (receipt: string) => {
    const made = await run({ body: { receipt } })
    if (made) await navigate({ to: '/cases/$caseId', params: { caseId: made.id }, replace: true })
  }
  return (
    <NobodysPage>
      <Page
        title={t('receipts.claim')}
        lead={t('receipts.claimLead')}
        width="reading"
        back={<TextLink to="/cases">{t('cases.mine')}</TextLink>}
      >
        <ReceiptForm label={t('receipts.claim')} problem={problem} busy={busy} onReceipt={claim} />
      </Page>
    </NobodysPage>
  )
}
