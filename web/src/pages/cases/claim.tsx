import { Button, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { claimCase } from '@wardkeep/contract/receipts.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { NobodysPage } from './nobodys-page.tsx'

/** A question that was asked without an account becomes the patient’s, once and for good. */
export function ClaimPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const claim = useAct('claimCase', { refreshes: ['listCases'], done: t('receipts.claimed') })
  const form = useForm({ schema: claimCase.body, initial: { receipt: '' }, problem: claim.problem })
  const send = form.submit(async (body) => {
    const made = await claim.run({ body })
    if (made) await navigate({ to: '/cases/$caseId', params: { caseId: made.id }, replace: true })
  })
  return (
    <NobodysPage>
      <Page
        title={t('receipts.claim')}
        lead={t('receipts.claimLead')}
        width="reading"
        back={<TextLink to="/cases">{t('cases.mine')}</TextLink>}
      >
        <Section title={t('receipts.yours')}>
          <form onSubmit={send} noValidate>
            <Stack>
              <ProblemAlert problem={claim.problem} />
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
                <Button type="submit" loading={claim.busy}>
                  {t('receipts.claim')}
                </Button>
              </div>
            </Stack>
          </form>
        </Section>
      </Page>
    </NobodysPage>
  )
}
