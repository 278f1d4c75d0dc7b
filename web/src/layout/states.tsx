import { Button, Skeleton, Stack, Text, Title } from '@mantine/core'
import { type Icon, IconCloudOff, IconInbox, IconLock, IconMapPinOff } from '@tabler/icons-react'
import { Problem } from '@wardkeep/client'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePersonIfAny } from '../session/session.ts'
import { isOurFault, sentenceOf } from '../words/sentence.ts'
import { LinkButton } from './links.tsx'
import { Reference } from './problem-alert.tsx'
import classes from './states.module.css'

/** `whole`: there is nothing else on the page, so its title is the page's. */
type StateProps = { icon?: Icon; title: string; text?: string; action?: ReactNode; tone?: 'quiet' | 'attention'; whole?: boolean }

/** Nothing here yet: what would be here, and how to make the first one. */
export function EmptyState({
  icon: Picture = IconInbox,
  title,
  text,
  action,
  tone = 'quiet',
  whole = false,
  children,
}: StateProps & { children?: ReactNode }) {
  return (
    <div className={classes.state} data-tone={tone}>
      <div className={classes.picture}>
        <Picture size={28} stroke={1.5} aria-hidden="true" />
      </div>
      <Title order={whole ? 1 : 2} size="h3">
        {title}
      </Title>
      {text && (
        <Text c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {children}
      {action}
    </div>
  )
}

/** A read failed. Chooses the forbidden or the not-found state where the problem says so. */
export function ErrorState({ problem, retry, whole = false }: { problem: unknown; retry?: () => void; whole?: boolean }) {
  const { t } = useTranslation()
  const code = problem instanceof Problem ? problem.code : undefined
  if (code === 'FORBIDDEN') return <ForbiddenState whole={whole} />
  if (code === 'NOT_FOUND')
    return (
      <EmptyState
        whole={whole}
        icon={IconMapPinOff}
        title={t('frame.state.gone')}
        text={t('frame.state.goneText')}
        action={whole && <LinkButton to="/">{t('frame.state.home')}</LinkButton>}
      />
    )
  return (
    <div role="alert">
      <EmptyState
        whole={whole}
        icon={IconCloudOff}
        tone="attention"
        title={t('frame.state.failed')}
        text={sentenceOf(problem, t)}
        action={
          retry && (
            <Button variant="default" onClick={retry}>
              {t('frame.state.retry')}
            </Button>
          )
        }
      >
        {problem instanceof Problem && isOurFault(problem) && problem.requestId && <Reference requestId={problem.requestId} />}
      </EmptyState>
    </div>
  )
}

/** Open to another role only; says which role one is in, so that it explains itself. */
export function ForbiddenState({ whole = false }: { whole?: boolean }) {
  const { t } = useTranslation()
  const person = usePersonIfAny()
  const text = person ? t('frame.state.forbiddenText', { role: t(`frame.role.${person.role}`) }) : undefined
  return (
    <EmptyState
      whole={whole}
      icon={IconLock}
      title={t('frame.state.forbidden')}
      {...(text === undefined ? {} : { text })}
      action={whole && <LinkButton to="/">{t('frame.state.home')}</LinkButton>}
    />
  )
}

/** The shape of what comes, never a spinner alone. `lines` is about how many rows the content has. */
export function LoadingState({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t('frame.state.loading')} className={classes.loading}>
      <Stack gap="lg">
        {Array.from({ length: lines }, (_, line) => line).map((line) => (
          <div key={line} className={classes.line}>
            <Skeleton height={40} width={40} />
            <div className={classes.words}>
              <Skeleton height={12} width={`${62 - ((line * 17) % 30)}%`} />
              <Skeleton height={10} mt={10} width={`${38 - ((line * 11) % 18)}%`} />
            </div>
          </div>
        ))}
      </Stack>
    </div>
  )
}
