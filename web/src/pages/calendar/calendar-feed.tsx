import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { ShownOnce } from '../api-keys/shown-once.tsx'

/** The address by which one's own calendar reads one's visits: made, shown once, ended. */
export function CalendarFeed() {
  const { t, i18n } = useTranslation()
  const feed = useEndpoint('readCalendarFeed')
  const [made, setMade] = useState<string>()
  const make = useAct('makeCalendarFeed', { refreshes: ['readCalendarFeed'] })
  const end = useAct('endCalendarFeed', { refreshes: ['readCalendarFeed'], done: t('calendar.feed.ended') })
  const take = async () => setMade((await make.run())?.url)
  if (made) {
    return (
      <Section title={t('calendar.feed.title')}>
        <ShownOnce secret={made} label={t('calendar.feed.label')} text={t('calendar.feed.once')} onDone={() => setMade(undefined)} />
      </Section>
    )
  }
  return (
    <Section title={t('calendar.feed.title')}>
      <Loaded query={feed} lines={1}>
        {({ feed: standing }) => (
          <Stack gap="sm" align="flex-start">
            <ProblemAlert problem={make.problem ?? end.problem} />
            <Text>
              {standing
                ? t('calendar.feed.made', { when: formatInstant(standing.madeAt, 'date', localeOf(i18n.language), viewerZone()) })
                : t('calendar.feed.none')}
            </Text>
            <Text c="dimmed" fz="sm">
              {t('calendar.feed.private')} {standing && t('calendar.feed.againHelp')}
            </Text>
            <Group gap="xs">
              <Button variant="default" loading={make.busy} onClick={take}>
                {t(standing ? 'calendar.feed.again' : 'calendar.feed.make')}
              </Button>
              {standing && (
                <Button variant="subtle" color="red" loading={end.busy} onClick={() => end.run()}>
                  {t('calendar.feed.end')}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
