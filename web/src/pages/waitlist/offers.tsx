import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { useAct } from '../../data/use-act.ts'
import { keyOf } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { clockOf, useSecondsLeft } from './use-seconds-left.ts'

type Entry = Answer<'listWaitlist'>['items'][number]
const halfMinute = 30_000

/** What somebody waits for; looked at every half minute, which keeps no session awake. */
export function useWaitlist() {
  const given = { query: {} }
  return useQuery({
    queryKey: keyOf('listWaitlist', given),
    queryFn: ({ signal }) => client.listWaitlist(given, { signal, background: true }),
    refetchInterval: halfMinute,
  })
}

/** The times that are kept for the person who is signed in, each with its countdown; nothing where there are none. */
export function Offers() {
  const waiting = useWaitlist()
  return waiting.data?.items.filter(({ offer }) => offer !== undefined).map((entry) => <OfferCard key={entry.id} entry={entry} />)
}

export function OfferCard({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  return (
    <Section title={t('waitlist.offered')}>
      <OfferWords entry={entry} />
    </Section>
  )
}

function OfferWords({ entry: { id, offer, visitType, can } }: { entry: Entry }) {
  const { t, i18n } = useTranslation()
  const refreshes = ['listWaitlist', 'listAppointments', 'readSlots', 'listDoctors'] as const
  const take = useAct('acceptOffer', { refreshes, done: t('waitlist.taken') })
  const leave = useAct('declineOffer', { refreshes, done: t('waitlist.declined') })
  const left = useSecondsLeft(offer?.expiresAt)
  if (offer === undefined || left === 0) return null
  const until = formatInstant(offer.expiresAt, 'time', localeOf(i18n.language), viewerZone())
  return (
    <Stack gap="sm">
      <Text fw={600} component="div" fz="lg">
        <DateTime instant={offer.start} end={offer.end} clinicZone={offer.timeZone} />
      </Text>
      <Text>
        <PersonName>{t('waitlist.offer', { name: offer.doctor.displayName, time: until })}</PersonName>
      </Text>
      {visitType && (
        <Text>
          <bdi>{visitType.name}</bdi>
        </Text>
      )}
      <Text role="timer" aria-live="off" c="dimmed">
        {t('waitlist.left_time', { time: clockOf(left) })}
      </Text>
      <ProblemAlert problem={take.problem ?? leave.problem} />
      <Group>
        {can.includes('accept') && (
          <Button loading={take.busy} onClick={() => take.run({ params: { id }, body: {} })}>
            {t('waitlist.take')}
          </Button>
        )}
        {can.includes('decline') && (
          <Button variant="default" loading={leave.busy} onClick={() => leave.run({ params: { id }, body: {} })}>
            {t('waitlist.decline')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
