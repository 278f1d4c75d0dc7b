import { Button, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { DateTime } from '../../layout/date-time.tsx'
import { TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { RetractionAlert } from './retraction.tsx'
import { Sections } from './sections.tsx'

/** What was signed later to add to a record, with the record itself: whoever reads the one reads the other. */
export function Addenda({ ids }: { ids: readonly string[] }) {
  return ids.map((id) => <Addendum key={id} id={id} />)
}

function Addendum({ id }: { id: string }) {
  const { t } = useTranslation()
  const addendum = useEndpoint('readRecord', { params: { id } })
  return (
    <Section
      title={t('addendum.title')}
      aside={
        <TextLink to="/records/$recordId" params={{ recordId: id }} fz="sm">
          {t('addendum.open')}
        </TextLink>
      }
    >
      <Loaded query={addendum} lines={2}>
        {(found) => (
          <Stack gap="lg">
            {found.retraction && <RetractionAlert retraction={found.retraction} />}
            <Text c="dimmed" component="div">
              {t('chart.records.by', { name: found.author.displayName })} · <DateTime instant={found.createdAt} />
            </Text>
            <Sections sections={found.sections} />
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

/** Says that the record stays as it is, then signs what is added. */
export function AddButton({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [text, setText] = useState('')
  const add = useAct('addAddendum', { refreshes: ['readRecord', 'listRecords'], done: t('addendum.done') })
  const close = () => setOpened(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if ((await add.run({ params: { id: recordId }, body: { sections: [{ text }] } })) === undefined) return
    setText('')
    close()
  }
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('addendum.add')}
      </Button>
      <Modal opened={opened} onClose={close} title={t('addendum.add')} closeButtonProps={{ 'aria-label': t('addendum.cancel') }}>
        <form noValidate onSubmit={send}>
          <Stack>
            <ProblemAlert problem={add.problem} />
            <Text>{t('addendum.text')}</Text>
            <Textarea
              label={t('chart.write.text')}
              value={text}
              dir="auto"
              autosize
              minRows={4}
              maxLength={20_000}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <SendRow
              cancel={t('addendum.cancel')}
              send={t('addendum.send')}
              busy={add.busy}
              disabled={text.trim() === ''}
              onClose={close}
            />
          </Stack>
        </form>
      </Modal>
    </>
  )
}
