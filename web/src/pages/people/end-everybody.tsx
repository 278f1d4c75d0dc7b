import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { AskFirst } from './ask-first.tsx'

/** Signs everybody of the organisation out, but for who asks. */
export function EndEverybody() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const end = useAct('endEverybodysSessions', { refreshes: ['listUserSessions'], done: t('people.everybody.done') })
  const confirm = async () => {
    if (await end.run()) setOpened(false)
  }
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('people.everybody.act')}
      </Button>
      <AskFirst
        title={t('people.everybody.title')}
        text={t('people.everybody.text')}
        act={t('people.everybody.act')}
        problem={end.problem}
        busy={end.busy}
        opened={opened}
        onClose={() => setOpened(false)}
        onConfirm={() => void confirm()}
      />
    </>
  )
}
