import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { assignmentEndings } from '@wardkeep/contract/care-team.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'

type EndProps = { patientId: string; relationId: string; name: string; opened: boolean; onClose: () => void }

export function EndDialog({ patientId, relationId, name, opened, onClose }: EndProps) {
  const { t } = useTranslation()
  const [ending, setEnding] = useState<(typeof assignmentEndings)[number]>('completed')
  const end = useAct('endAssignment', { refreshes: ['readCareTeam', 'listAssignments'], done: t('access.team.ended', { name }) })
  const confirm = async () => {
    if (await end.run({ params: { id: patientId, relationId }, body: { ending } })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('access.team.endTitle')} closeButtonProps={{ 'aria-label': t('access.team.cancel') }}>
      <Stack>
        <ProblemAlert problem={end.problem} />
        <Text>{t('access.team.endText', { name })}</Text>
        <NativeSelect
          label={t('access.team.ending')}
          value={ending}
          onChange={(event) => setEnding(assignmentEndings.find((one) => one === event.currentTarget.value) ?? ending)}
          data={assignmentEndings.map((value) => ({ value, label: t(`access.endings.${value}`) }))}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('access.team.cancel')}
          </Button>
          <Button color="red" loading={end.busy} onClick={confirm}>
            {t('access.team.end')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
