import { Button } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { type Answer, Problem } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { saveFile } from '../../data/save-file.ts'
import { failed } from '../../layout/notices.ts'
import { sentenceOf } from '../../words/sentence.ts'

/** Takes a visit that is still to come into the reader's own calendar, as a file that every calendar knows. */
export function CalendarFileButton({ visit }: { visit: Answer<'readAppointment'> }) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const take = async () => {
    setBusy(true)
    try {
      saveFile('appointment.ics', 'text/calendar;charset=utf-8', [await client.readCalendarFile({ params: { id: visit.id } })])
    } catch (problem) {
      if (problem instanceof Problem) failed(sentenceOf(problem, t))
      else throw problem
    } finally {
      setBusy(false)
    }
  }
  if (visit.status !== 'booked' || new Date(visit.end) < new Date()) return null
  return (
    <Button variant="default" size="xs" loading={busy} leftSection={<IconCalendarPlus size={16} aria-hidden="true" />} onClick={take}>
      {t('calendar.file.add')}
    </Button>
  )
}
