import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Act, useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { DeadLink } from './dead-link.tsx'
import { FreshLink, WhileFresh } from './fresh-link.tsx'
import { useMailedLink } from './link.ts'
import { Outcome } from './outcome.tsx'

/** Confirms a new address, on a click: mail scanners open links, and would use it up. */
export function ConfirmEmailPage() {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  const words = { title: t('people.email.confirmTitle'), lead: t('people.email.confirmLead'), submit: t('people.email.confirm') }
  const act = useAct('confirmEmailChange')
  if (!done) return <ByClick act={act} words={words} onDone={() => setDone(true)} />
  return (
    <Outcome
      title={t('people.email.confirmedTitle')}
      text={t('people.email.confirmedText')}
      to="/sign-in"
      next={t('account.link.toSignIn')}
    />
  )
}

/** Takes a change of the address back. */
export function UndoEmailPage() {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  const words = {
    title: t('people.email.undoTitle'),
    lead: t('people.email.undoLead'),
    submit: t('people.email.undo'),
    fresh: true as const,
  }
  const act = useAct('undoEmailChange')
  if (!done) return <ByClick act={act} words={words} onDone={() => setDone(true)} />
  return <Outcome title={t('people.email.undoneTitle')} text={t('people.email.undoneText')} to="/forgot" next={t('people.email.choose')} />
}

type Clicked = {
  act: Pick<Act<'confirmEmailChange'> | Act<'undoEmailChange'>, 'run' | 'busy' | 'problem'>
  words: { title: string; lead: string; submit: string; fresh?: true }
  onDone: () => void
}

function ByClick({ act, words, onDone }: Clicked) {
  const { t } = useTranslation()
  const carried = useMailedLink()
  const { token } = carried
  if (token === '') return <DeadLink title={t('account.reset.cutTitle')} lead={t('account.reset.cutText')} />
  // A confirmation is asked for anew where the change was asked for.
  if (act.problem?.code === 'LINK_EXPIRED' && words.fresh) return <FreshLink token={token} title={words.title} />
  if (act.problem?.code.startsWith('LINK_') || act.problem?.code === 'ACCOUNT_EXISTS')
    return <DeadLink title={words.title} problem={act.problem} />
  return (
    <WhileFresh carried={carried} title={words.title}>
      <Stack>
        <PublicHeading title={words.title} lead={words.lead} />
        <ProblemAlert problem={act.problem} />
        <Button size="md" loading={act.busy} onClick={async () => (await act.run({ body: { token } })) && onDone()}>
          {words.submit}
        </Button>
      </Stack>
    </WhileFresh>
  )
}
