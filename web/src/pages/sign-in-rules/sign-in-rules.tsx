import { Alert, Button, Checkbox, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { askToEnrol } from '../../session/ending.ts'
import { usePerson } from '../../session/session.ts'
import { FactorRules, isAsked } from './factor-rules.tsx'
import { KindRule, lacksKind } from './kind-rule.tsx'
import { PasswordRule } from './password-rule.tsx'

type Stored = Answer<'readSignInRules'>

/** What the organisation asks of a sign-in, for who runs it. */
export function SignInRulesPage() {
  const { t } = useTranslation()
  const rules = useEndpoint('readSignInRules')
  return (
    <Page title={t('signInRules.title')} lead={t('signInRules.lead')} width="reading">
      <Loaded query={rules} lines={5}>
        {(found) => <RulesForm key={found.version} stored={found} />}
      </Loaded>
    </Page>
  )
}

function RulesForm({ stored }: { stored: Stored }) {
  const { t } = useTranslation()
  const { role } = usePerson()
  const cache = useQueryClient()
  const { staffSecondFactor, secondFactorRoles, passwordPolicy, totpStrict, staffFactor } = stored
  const [rules, setRules] = useState({ staffSecondFactor, secondFactorRoles, passwordPolicy, totpStrict, staffFactor })
  const [evenOfMe, setEvenOfMe] = useState(false)
  const enrolsNext = (stored.ownFactorMissing && isAsked(role, rules)) || lacksKind(rules.staffFactor, stored.ownPasskey)
  // Who has yet to set a factor up reaches these rules no more: they are not read again, but the way leads on.
  const save = useAct('setSignInRules', { refreshes: enrolsNext ? [] : ['readSignInRules'], done: t('signInRules.saved') })
  const send = async () => {
    const body = { ...rules, ...(enrolsNext && { evenOfMe }) }
    if (!(await save.run({ version: stored.version, body })) || !enrolsNext) return
    await cache.invalidateQueries({ queryKey: ['readSignInRules'], refetchType: 'none' })
    askToEnrol()
  }
  return (
    <Stack gap="lg">
      <FactorRules rules={rules} onChange={(changed) => setRules({ ...rules, ...changed })} />
      <KindRule chosen={rules.staffFactor} onChange={(kind) => setRules({ ...rules, staffFactor: kind })} />
      <PasswordRule chosen={rules.passwordPolicy} onChange={(policy) => setRules({ ...rules, passwordPolicy: policy })} />
      <SaveProblem problem={save.problem} sentence={t('signInRules.conflict')} />
      {enrolsNext && (
        <Alert color="amber" role="alert" title={stored.ownFactorMissing ? t('signInRules.ownTitle') : t('signInRules.ownKindTitle')}>
          <Checkbox checked={evenOfMe} onChange={(event) => setEvenOfMe(event.currentTarget.checked)} label={t('signInRules.own')} />
        </Alert>
      )}
      <div>
        <Button loading={save.busy} disabled={enrolsNext && !evenOfMe} onClick={() => void send()}>
          {t('signInRules.save')}
        </Button>
      </div>
    </Stack>
  )
}
