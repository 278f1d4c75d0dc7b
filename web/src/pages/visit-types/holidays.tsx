import { Button, Group, Modal, Stack, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { addHoliday } from '@wardkeep/contract/visit-types.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { useForm } from '../../forms/use-form.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { localeOf, zoneName } from '../../words/dates.ts'
import { Days } from '../hours/closed-days.tsx'
import { calendarReason } from '../hours/reasons.ts'

/** The days on which the whole clinic is closed. */
export function Holidays() {
  const { t, i18n } = useTranslation()
  const [adding, setAdding] = useState(false)
  const holidays = useEndpoint('listHolidays')
  const open = useAct('removeHoliday', { refreshes: ['listHolidays'], done: t('visitTypes.closed.opened') })
  return (
    <Section
      title={t('visitTypes.closed.title')}
      flush
      aside={
        <Button variant="default" size="xs" onClick={() => setAdding(true)}>
          {t('visitTypes.closed.add')}
        </Button>
      }
    >
      <ProblemAlert problem={open.problem} />
      <Loaded query={holidays}>
        {({ timeZone, items }) => (
          <>
            <Text c="dimmed" fz="sm" px="lg" py="sm">
              {t('visitTypes.closed.lead', { zone: zoneName(timeZone, localeOf(i18n.language)) })}
            </Text>
            <Rows label={t('visitTypes.closed.title')}>
              {items.map(({ id, name, from, until }) => (
                <Row
                  key={id}
                  end={
                    <Button variant="default" size="xs" onClick={() => open.run({ params: { id } })}>
                      {t('visitTypes.closed.remove')}
                      <VisuallyHidden>: {name}</VisuallyHidden>
                    </Button>
                  }
                >
                  <Text fw={600}>
                    <bdi>{name}</bdi>
                  </Text>
                  <Days from={from} until={until} />
                </Row>
              ))}
            </Rows>
          </>
        )}
      </Loaded>
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title={t('visitTypes.closed.add')}
        closeButtonProps={{ 'aria-label': t('visitTypes.cancel') }}
      >
        <HolidayForm onDone={() => setAdding(false)} />
      </Modal>
    </Section>
  )
}

function HolidayForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const add = useAct('addHoliday', {
    refreshes: ['listHolidays'],
    done: ({ visits }) => (visits === 0 ? t('visitTypes.closed.added') : t('visitTypes.closed.addedOver', { count: visits })),
  })
  const form = useForm({ schema: addHoliday.body, initial: { name: '' }, problem: add.problem })
  const day = (name: 'from' | 'until') => ({ ...form.text(name), error: calendarReason(form.fault(name), t), type: 'date' })
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        if (await add.run({ body })) onDone()
      })}
    >
      <Stack>
        <ProblemAlert problem={add.problem} />
        <TextInput {...form.text('name')} label={t('visitTypes.closed.name')} dir="auto" autoComplete="off" data-autofocus />
        <Group grow align="flex-start">
          <TextInput {...day('from')} label={t('visitTypes.closed.from')} />
          <TextInput {...day('until')} label={t('visitTypes.closed.until')} />
        </Group>
        <div>
          <Button type="submit" loading={add.busy}>
            {t('visitTypes.closed.save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
