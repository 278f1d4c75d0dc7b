import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { CalendarDay } from '../../layout/date-time.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'

/** When the clinic is closed, for a doctor to know why nobody can book; kept by who runs the organisation. */
export function ClosedDays() {
  const { t } = useTranslation()
  const holidays = useEndpoint('listHolidays')
  return (
    <Section title={t('hours.closed.title')} flush>
      <Loaded query={holidays}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed" px="lg" py="md">
              {t('hours.closed.none')}
            </Text>
          ) : (
            <Rows label={t('hours.closed.title')}>
              {items.map(({ id, name, from, until }) => (
                <Row key={id}>
                  <Text fw={600}>
                    <bdi>{name}</bdi>
                  </Text>
                  <Days from={from} until={until} />
                </Row>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  )
}

export function Days({ from, until }: { from: string; until: string }) {
  return (
    <Text fz="sm" c="dimmed">
      <CalendarDay date={from} />
      {until !== from && (
        <>
          {' – '}
          <CalendarDay date={until} />
        </>
      )}
    </Text>
  )
}
