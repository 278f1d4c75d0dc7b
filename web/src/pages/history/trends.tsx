import { Alert, Stack, Title } from '@mantine/core'
import { IconChartLine, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { MeasuredOnce } from './measured-once.tsx'
import { TrendButton } from './trend-button.tsx'
import { cardsOf, timesOf } from './trend-cards.ts'
import { TrendDialog } from './trend-dialog.tsx'
import classes from './trends.module.css'

/** What was measured over time: a small curve each, the most recent first, and what has only one value below. */
export function Trends({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  const trends = useEndpoint('readTrends', { params: { id: patientId } })
  const [open, setOpen] = useState<string>()
  return (
    <Section title={t('history.trends.title')}>
      <Loaded query={trends} lines={5}>
        {({ series, truncated }) => {
          const cards = cardsOf(series)
          if (cards.length === 0)
            return <EmptyState icon={IconChartLine} title={t('history.trends.none')} text={t('history.trends.noneText')} />
          const { curves = [], once = [] } = Object.groupBy(cards, (card) => (timesOf(card) > 1 ? 'curves' : 'once'))
          return (
            <Stack gap="lg">
              {truncated && (
                <Alert color="gray" icon={<IconInfoCircle aria-hidden="true" />}>
                  {t('history.trends.truncated')}
                </Alert>
              )}
              {curves.length > 0 && (
                <ul className={classes.cards}>
                  {curves.map((card) => (
                    <li key={card.key}>
                      <TrendButton card={card} open={() => setOpen(card.key)} />
                    </li>
                  ))}
                </ul>
              )}
              {once.length > 0 && (
                <div>
                  <Title order={3} mb="xs">
                    {t('history.trends.once')}
                  </Title>
                  <MeasuredOnce cards={once} />
                </div>
              )}
              <TrendDialog card={cards.find(({ key }) => key === open)} close={() => setOpen(undefined)} />
            </Stack>
          )
        }}
      </Loaded>
    </Section>
  )
}
