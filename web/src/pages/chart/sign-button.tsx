import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

type Seen = { id: string; version: number }

/** Says what signing means, then signs what was seen and nothing else; `before` saves what is still only on the screen. */
export function SignButton({ record, before }: { record?: Seen; before?: () => Promise<Seen | undefined> }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const sign = useAct('signRecord', { refreshes: ['readRecord', 'listRecords', 'verifyRecord'], done: t('chart.write.signed') })
  const signNow = async () => {
    const seen = before ? await before() : record
    if (seen === undefined) return setOpen(false)
    if ((await sign.run({ params: { id: seen.id }, body: { version: seen.version } })) === undefined) return
    setOpen(false)
    await navigate({ to: '/records/$recordId', params: { recordId: seen.id } })
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('chart.write.sign')}</Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('chart.write.signTitle')}
        closeButtonProps={{ 'aria-label': t('visits.list.keep') }}
      >
        <Stack>
          <Text>{t('chart.write.signText')}</Text>
          <ProblemAlert problem={sign.problem} />
          <Group justify="flex-end">
            <Button loading={sign.busy} onClick={signNow}>
              {t('chart.write.signNow')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
