import { Button, Stack, Text } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { EndSessionsBox, keeping } from './end-sessions-box.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'

/** A new sheet of recovery codes; the one before it ends. */
export function RecoveryCodesPage() {
  const { t } = useTranslation()
  const router = useRouter()
  const make = useAct('makeRecoveryCodes', { refreshes: ['listFactors', 'listSessions'] })
  const [ends, setEnds] = useState(true)
  const [codes, setCodes] = useState<readonly string[]>()
  const start = async () => {
    const made = await make.run({ query: keeping(ends) })
    if (made) setCodes(made.recoveryCodes)
  }
  return (
    <Page
      title={t('account.recovery.title')}
      lead={t('account.recovery.lead')}
      back={<TextLink to="/security">{t('account.change.back')}</TextLink>}
      width="reading"
    >
      <Section title={t('account.recovery.sheet')}>
        {codes ? (
          <RecoverySheet codes={codes} onDone={() => void router.navigate({ to: '/security' })} />
        ) : (
          <Stack>
            <Text>{t('account.recovery.renewText')}</Text>
            <EndSessionsBox ends={ends} onChange={setEnds} />
            <ProblemAlert problem={make.problem} />
            <div>
              <Button onClick={start} loading={make.busy}>
                {t('account.recovery.renew')}
              </Button>
            </div>
          </Stack>
        )}
      </Section>
    </Page>
  )
}
