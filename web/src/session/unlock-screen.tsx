import { Button, Divider, Paper, Stack, Text, Title } from '@mantine/core'
import { IconFingerprint, IconLockOpen } from '@tabler/icons-react'
import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Brand } from '../layout/brand.tsx'
import { PersonName } from '../layout/person-name.tsx'
import { ProblemAlert } from '../layout/problem-alert.tsx'
import { endSession } from './ending.ts'
import { tellUnlocked } from './idle.ts'
import { knowsPasskeys } from './passkey.ts'
import { asked } from './proof.ts'
import { ProofField, useProof } from './proof-fields.tsx'
import { leave, usePersonIfAny } from './session.ts'
import classes from './unlock-screen.module.css'

/** What stands in the place of a page whose session is locked: who it is of, one field, and the way out. */
export function UnlockScreen() {
  const open = useSyncExternalStore(asked.subscribe, asked.get)
  if (open?.kind !== 'locked') return null
  return <Locked key={open.level} level={open.level} settle={open.settle} />
}

function Locked({ level, settle }: { level: 1 | 2; settle: (proven: boolean) => void }) {
  const { t } = useTranslation()
  const person = usePersonIfAny()
  const [typed, setTyped] = useState<'password' | 'totp'>(level === 2 ? 'totp' : 'password')
  const [title, text] = [useId(), useId()]
  const [stuck, setStuck] = useState(false)
  const byApp = person?.proofs.includes('totp') === true
  const byPasskey = person?.proofs.includes('passkey') === true && knowsPasskeys()
  const byCode = typed === 'totp'
  const proven = () => {
    tellUnlocked()
    settle(true)
  }
  // The page that is put back must be the sign-in page by then.
  const ended = () => {
    endSession()
    setTimeout(() => settle(false))
  }
  // Nothing is put back for who says that it is not theirs: the page is left as it is covered.
  const signOut = () => void leave().catch(() => setStuck(true))
  return (
    <main className={classes.screen}>
      <Paper withBorder className={classes.card}>
        <Stack>
          <Brand />
          <Title order={1} fz="h2" id={title}>
            {t('session.lockedTitle')}
          </Title>
          <Text id={text}>{level === 2 ? t('session.lockedFullText') : t('session.lockedText')}</Text>
          {person && (
            <Text fw={600}>
              <PersonName>{person.displayName}</PersonName>
            </Text>
          )}
          <Typed key={typed} byCode={byCode} proven={proven} ended={ended} withPasskey={byPasskey} title={title} text={text} />
          {level === 1 && byApp && (
            <Button variant="subtle" onClick={() => setTyped(byCode ? 'password' : 'totp')}>
              {byCode ? t('session.byPassword') : t('session.byCode')}
            </Button>
          )}
          <Divider />
          {stuck && <Text role="alert">{t('session.cannotLeave')}</Text>}
          <Button variant="subtle" color="gray" onClick={signOut}>
            {t('session.notYou')}
          </Button>
        </Stack>
      </Paper>
    </main>
  )
}

type TypedProps = { title: string; text: string; byCode: boolean; withPasskey: boolean; proven: () => void; ended: () => void }

function Typed({ title, text, byCode, withPasskey, proven, ended }: TypedProps) {
  const { t } = useTranslation()
  const proving = useProof({ byCode, proven, ended })
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [])
  return (
    <form ref={form} noValidate onSubmit={proving.submit} aria-labelledby={title} aria-describedby={text}>
      <Stack>
        <ProblemAlert problem={proving.problem} />
        <ProofField byCode={byCode} proving={proving} />
        <Button type="submit" loading={proving.busy} leftSection={<IconLockOpen size={18} aria-hidden="true" />}>
          {t('session.unlock')}
        </Button>
        {withPasskey && (
          <Button variant="default" leftSection={<IconFingerprint size={18} aria-hidden="true" />} onClick={() => void proving.byPasskey()}>
            {t('account.passkeys.use')}
          </Button>
        )}
      </Stack>
    </form>
  )
}
