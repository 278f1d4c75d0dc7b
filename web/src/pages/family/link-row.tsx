import { Button, Group, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { SendRow } from '../../forms/send-row.tsx'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'

type Link = Answer<'endProxy'>

/** The words that say what a link is for. */
export function scopesWord(scopes: Link['scopes']) {
  const books = scopes.includes('book')
  if (scopes.includes('cases')) return books ? 'family.scopes.both' : 'family.scopes.cases'
  return books ? 'family.scopes.book' : 'family.scopes.read'
}

/** One link: who, as what, in what, since and until when; `act` and `text` say what ending it means to whoever looks. */
export function LinkRow({
  link,
  patientId,
  name,
  act,
  text,
  children,
}: {
  link: Link
  patientId: string
  name: string
  act: string
  text: string
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const [ending, setEnding] = useState(false)
  return (
    <Row
      start={<IconUsers size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Group gap="xs">
          {children}
          {link.can.includes('end') && (
            <Button variant="default" size="xs" onClick={() => setEnding(true)}>
              {act}
              <VisuallyHidden>: {name}</VisuallyHidden>
            </Button>
          )}
        </Group>
      }
    >
      <Text fw={600}>
        <PersonName>{name}</PersonName>
      </Text>
      <Text fz="sm">
        {t(`family.capacity.${link.capacity}`)} · {t(scopesWord(link.scopes))}
      </Text>
      <Text fz="sm" c="dimmed" component="div">
        {t('access.team.from')} <DateTime instant={link.from} /> ·{' '}
        {link.until ? (
          <>
            {t('access.team.upTo')} <DateTime instant={link.until} />
          </>
        ) : (
          t('access.team.open')
        )}
      </Text>
      {ending && <EndDialog patientId={patientId} relationId={link.id} act={act} text={text} onClose={() => setEnding(false)} />}
    </Row>
  )
}

type EndProps = { patientId: string; relationId: string; act: string; text: string; onClose: () => void }

function EndDialog({ patientId, relationId, act, text, onClose }: EndProps) {
  const { t } = useTranslation()
  const end = useAct('endProxy', { refreshes: ['listProxies', 'listProxied', 'listPatients'], done: t('family.end.done') })
  const confirm = async () => {
    if (await end.run({ params: { id: patientId, relationId }, body: {} })) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('family.end.title')} closeButtonProps={{ 'aria-label': t('family.form.cancel') }}>
      <Stack>
        <ProblemAlert problem={end.problem} />
        <Text>{text}</Text>
        <SendRow cancel={t('family.form.cancel')} send={act} busy={end.busy} grave onClose={onClose} onSend={() => void confirm()} />
      </Stack>
    </Modal>
  )
}
