import { Badge, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { IconMoodEmpty, IconStethoscope } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { simulateRouting } from '@wardkeep/contract/cases.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import type { Routing } from './routing.tsx'

const spoken = ['ar', 'en', 'es', 'he', 'ru']

/** To whom a question would come, were some doctors away. */
export function Simulation({ doctors }: { doctors: Routing['doctors'] }) {
  const { t, i18n } = useTranslation()
  const [ranked, setRanked] = useState<Answer<'simulateRouting'>['ranked']>()
  const [away, setAway] = useState<string[]>([])
  const simulate = useAct('simulateRouting')
  const form = useForm({ schema: simulateRouting.body, initial: { language: i18n.language }, problem: simulate.problem })
  const locale = localeOf(i18n.language)
  const send = form.submit(async (body) => {
    const answer = await simulate.run({ body: { ...body, ...(away.length > 0 && { away }) } })
    if (answer) setRanked(answer.ranked)
  })
  return (
    <>
      <Section title={t('routing.simulate')}>
        <form onSubmit={send} noValidate>
          <Stack>
            <Text c="dimmed">{t('routing.simulateText')}</Text>
            <ProblemAlert problem={simulate.problem} />
            <NativeSelect
              label={t('routing.language')}
              maw={320}
              value={String(form.values.language ?? '')}
              onChange={(event) => form.set('language', event.currentTarget.value)}
              data={spoken.map((value) => ({ value, label: languageName(value, locale) }))}
            />
            <TextInput
              {...form.text('specialty')}
              label={t('routing.specialty')}
              description={t('routing.specialtyHelp')}
              maw={320}
              dir="auto"
              autoComplete="off"
            />
            {doctors.length > 0 && (
              <Checkbox.Group label={t('routing.suppose')} value={away} onChange={setAway}>
                <Group mt="xs">
                  {doctors.map(({ doctor }) => (
                    <Checkbox key={doctor.id} value={doctor.id} label={<PersonName>{doctor.displayName}</PersonName>} />
                  ))}
                </Group>
              </Checkbox.Group>
            )}
            <div>
              <Button type="submit" variant="default" loading={simulate.busy}>
                {t('routing.try')}
              </Button>
            </div>
          </Stack>
        </form>
      </Section>
      {ranked && (
        <Section title={t('routing.ranked')} flush>
          {ranked.length === 0 ? (
            <EmptyState icon={IconMoodEmpty} title={t('routing.nobodyThere')} text={t('routing.nobodyThereText')} />
          ) : (
            <Rows label={t('routing.ranked')}>
              {ranked.map(({ doctor, reasons, fallback, load }) => (
                <Row
                  key={doctor.id}
                  start={<IconStethoscope size={22} stroke={1.5} aria-hidden="true" />}
                  end={<Text fz="sm">{t('routing.open', { count: load })}</Text>}
                >
                  <Group gap="xs">
                    <Text fw={600}>
                      <PersonName>{doctor.displayName}</PersonName>
                    </Text>
                    {fallback && <Badge color="amber">{t('routing.fallback')}</Badge>}
                  </Group>
                  <Text fz="sm" c="dimmed">
                    {reasons.map((reason) => t(`routing.reasons.${reason}`)).join(' · ')}
                  </Text>
                </Row>
              ))}
            </Rows>
          )}
        </Section>
      )}
    </>
  )
}
