import { Alert, Button, Loader, Stack, Text, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { Answer } from '@wardkeep/client'
import { beginSignOn } from '@wardkeep/contract/single-sign-on.ts'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { TextLink } from '../../layout/links.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'
import { enter } from '../../session/session.ts'
import { CodeForm } from '../account/code-form.tsx'
import { useCarried } from './carried.ts'

type Challenge = Extract<Answer<'finishSignOn'>, { secondFactor: unknown }>['secondFactor']

/** Signs in by the organisation's own provider: leaves for it, and is where one comes back to. */
export function OrganisationSignInPage() {
  const router = useRouter()
  const carried = useCarried()
  const [challenge, setChallenge] = useState<Challenge>()
  const [over, setOver] = useState(carried === 'refused' || carried === '')
  const next = async (answer: Answer<'finishSignOn'> | Answer<'secondFactor'>) => {
    if ('secondFactor' in answer) setChallenge(answer.secondFactor)
    else if ('csrfToken' in answer) router.history.replace(await enter(answer))
  }
  if (challenge) {
    const back = () => {
      setChallenge(undefined)
      setOver(true)
    }
    return <CodeForm challenge={challenge} onProven={next} onBack={back} />
  }
  if (!over) return <Finishing ticket={carried} onAnswer={next} onAgain={() => setOver(true)} />
  return <EmailForm refused={carried === 'refused'} />
}

function Finishing({
  ticket,
  onAnswer,
  onAgain,
}: {
  ticket: string
  onAnswer: (answer: Answer<'finishSignOn'>) => unknown
  onAgain: () => void
}) {
  const { t } = useTranslation()
  const finish = useAct('finishSignOn')
  const begun = useRef(false)
  useEffect(() => {
    // The ticket opens something once.
    if (begun.current) return
    begun.current = true
    void finish.run({ body: { ticket } }).then((answer) => answer && onAnswer(answer))
  })
  if (!finish.problem) {
    return (
      <Stack>
        <PublicHeading title={t('signOn.title')} lead={t('signOn.finishing')} />
        <Loader aria-label={t('signOn.finishing')} />
      </Stack>
    )
  }
  const unconnected = finish.problem.code === 'SIGN_ON_UNCONNECTED'
  return (
    <Stack>
      <PublicHeading title={unconnected ? t('signOn.unconnected') : t('signOn.refused')} />
      <Alert color={unconnected ? 'blue' : 'amber'} role="status">
        {unconnected ? t('signOn.unconnectedText') : t('signOn.refusedText')}
      </Alert>
      {!unconnected && (
        <Button size="md" onClick={onAgain}>
          {t('signOn.again')}
        </Button>
      )}
      <Text ta="center">
        <TextLink to="/sign-in">{t('signOn.otherwise')}</TextLink>
      </Text>
    </Stack>
  )
}

function EmailForm({ refused }: { refused: boolean }) {
  const { t } = useTranslation()
  const begin = useAct('beginSignOn')
  const form = useForm({ schema: beginSignOn.body, initial: { email: '', anew: refused }, needs: ['email'], problem: begin.problem })
  const send = form.submit(async (body) => {
    const answer = await begin.run({ body })
    if (answer) location.assign(answer.location)
  })
  return (
    <form noValidate onSubmit={send}>
      <PublicHeading title={t('signOn.title')} lead={t('signOn.lead')} />
      <Stack>
        {refused && !begin.problem && (
          <Alert color="amber" role="status" title={t('signOn.refused')}>
            {t('signOn.refusedText')}
          </Alert>
        )}
        <ProblemAlert problem={begin.problem} />
        <TextInput
          {...form.text('email')}
          label={t('signOn.email')}
          type="email"
          autoComplete="email"
          inputMode="email"
          dir="ltr"
          size="md"
        />
        <Button type="submit" size="md" fullWidth loading={begin.busy}>
          {t('signOn.submit')}
        </Button>
        <Text ta="center">
          <TextLink to="/sign-in">{t('signOn.otherwise')}</TextLink>
        </Text>
      </Stack>
    </form>
  )
}
