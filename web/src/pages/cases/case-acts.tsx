import { Button, Group } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Detail } from './case.tsx'
import { NoteDialog } from './note-dialog.tsx'

const refreshes = ['readCase', 'listCases', 'listDrafts'] as const

/** What may be done with a question as a whole. */
export function CaseActs({ detail: { id, can } }: { detail: Detail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'close' | 'withdraw' | 'passOn'>()
  const accept = useAct('acceptCase', { refreshes, done: t('cases.accepted') })
  const close = useAct('closeCase', { refreshes, done: t('cases.closed') })
  const withdraw = useAct('withdrawCase', { refreshes, done: t('cases.withdrawn') })
  const passOn = useAct('passCaseOn', { refreshes: ['listCases'], done: t('cases.passedOn') })
  const acts = { close, withdraw, passOn }
  const offered = (['close', 'withdraw', 'passOn'] as const).filter((name) => can.includes(name === 'passOn' ? 'pass-on' : name))
  if (offered.length === 0 && !can.includes('accept')) return null
  return (
    <>
      <ProblemAlert problem={accept.problem} />
      <Group gap="sm">
        {can.includes('accept') && (
          <Button loading={accept.busy} onClick={() => void accept.run({ params: { id }, body: {} })}>
            {t('cases.accept')}
          </Button>
        )}
        {offered.map((name) => (
          <Button key={name} variant="default" onClick={() => setAsking(name)}>
            {t(`cases.${name}`)}
          </Button>
        ))}
      </Group>
      {asking && (
        <NoteDialog
          title={t(`cases.${asking}Title`)}
          text={t(`cases.${asking}Text`)}
          label={t(`cases.${asking}`)}
          problem={acts[asking].problem}
          busy={acts[asking].busy}
          onClose={() => setAsking(undefined)}
          onDone={async (note) => {
            const done = await acts[asking].run({ params: { id }, body: note === '' ? {} : { note } })
            if (done === undefined) return
            setAsking(undefined)
            // It is not this doctor's any more.
            if (asking === 'passOn') await navigate({ to: '/cases' })
          }}
        />
      )}
    </>
  )
}
