import { SegmentedControl } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { reviewStates } from '@wardkeep/contract/reviews.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { ReviewRow } from './review-row.tsx'

/** What was done by an exception and somebody else must judge, the longest due first. */
export function ReviewsPage() {
  const { t } = useTranslation()
  const [state, setState] = useState<(typeof reviewStates)[number]>('open')
  const reviews = usePages('listReviews', { state }, ({ cursor, ...more }) =>
    client.listReviews({ query: { state, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('reviews.title')} lead={t('reviews.lead')} width="reading">
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        aria-label={t('reviews.filter')}
        value={state}
        onChange={(chosen) => setState(reviewStates.find((known) => known === chosen) ?? state)}
        data={reviewStates.map((value) => ({ value, label: t(`reviews.state.${value}`) }))}
      />
      <Section title={t(`reviews.state.${state}`)} flush>
        <LoadedPages
          query={reviews}
          empty={<EmptyState icon={IconGavel} title={t(`reviews.none.${state}`)} text={t('reviews.noneText')} />}
        >
          {(items) => (
            <Rows label={t('reviews.title')}>
              {items.map((review) => (
                <ReviewRow key={review.id} review={review} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}
