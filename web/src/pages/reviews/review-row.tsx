import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { emergencyCodes } from '@wardkeep/contract/break-glass.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row } from '../../layout/rows.tsx'
import { EndAccessDialog } from './end-access-dialog.tsx'
import { JudgeDialog } from './judge-dialog.tsx'

export type Review = Answer<'listReviews'>['items'][number]

const colours = { justified: 'green', 'not-justified': 'red', 'needs-follow-up': 'amber' }

export function ReviewRow({ review }: { review: Review }) {
  const { t } = useTranslation()
  const [judging, setJudging] = useState(false)
  const [ending, setEnding] = useState(false)
  return (
    <Row
      start={<IconGavel size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Group gap="xs">
          {review.can.includes('end-access') && (
            <Button color="red" size="xs" onClick={() => setEnding(true)}>
              {t('reviews.endAccess')}
              <VisuallyHidden>: {review.subject.displayName}</VisuallyHidden>
            </Button>
          )}
          {review.can.includes('close') && (
            <Button variant="default" size="xs" onClick={() => setJudging(true)}>
              {t('reviews.judge')}
              <VisuallyHidden>: {review.subject.displayName}</VisuallyHidden>
            </Button>
          )}
        </Group>
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{review.subject.displayName}</PersonName>
        </Text>
        {review.openUntil && <Badge color="red">{t('reviews.openNow')}</Badge>}
        {review.overdue && <Badge color="red">{t('reviews.overdue')}</Badge>}
        {review.outcome && <Badge color={colours[review.outcome]}>{t(`reviews.outcomes.${review.outcome}`)}</Badge>}
      </Group>
      <Text fz="sm">{t(`reviews.kind.${review.kind}`)}</Text>
      {review.patient && (
        <Text fz="sm">
          {t('reviews.on')} <PersonName>{review.patient.displayName}</PersonName>
        </Text>
      )}
      {review.kind === 'admin-without-purpose' && !review.patient && <Text fz="sm">{t('reviews.several')}</Text>}
      <Given review={review} />
      <Group gap={4} fz="sm" c="dimmed">
        {t('reviews.raised')} <DateTime instant={review.raisedAt} />
        {review.state === 'open' && (
          <>
            {' · '}
            {t('reviews.due')} <DateTime instant={review.dueAt} />
          </>
        )}
      </Group>
      {review.state === 'open' && review.can.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t('reviews.own')}
        </Text>
      )}
      <Judged review={review} />
      <JudgeDialog review={review} opened={judging} onClose={() => setJudging(false)} />
      {ending && <EndAccessDialog review={review} onClose={() => setEnding(false)} />}
    </Row>
  )
}

/** The reason, as it was given. */
function Given({ review: { reason } }: { review: Review }) {
  const { t } = useTranslation()
  if (reason === undefined) return null
  const code = emergencyCodes.find((known) => known === reason.code)
  return (
    <Text fz="sm" className="wk-written">
      <Text component="span" c="dimmed">
        {t('reviews.reason')}: {code ? t(`emergency.codes.${code}`) : reason.code}
      </Text>
      {'\n'}
      <bdi>{reason.text}</bdi>
    </Text>
  )
}

function Judged({ review }: { review: Review }) {
  const { t } = useTranslation()
  if (review.closedAt === undefined) return null
  return (
    <>
      {review.note && (
        <Text fz="sm" className="wk-written">
          {review.note}
        </Text>
      )}
      <Group gap={4} fz="sm" c="dimmed">
        <DateTime instant={review.closedAt} /> {review.closedBy && t('reviews.closedBy', { name: review.closedBy.displayName })}
      </Group>
    </>
  )
}
