import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Routing } from './routing.tsx'

type PoolDialogProps = { member: Routing['doctors'][number]; pools: readonly string[]; onClose: () => void }

/** Which doctor is asked first about whose questions. */
export function PoolDialog({ member: { doctor, pool: before }, pools, onClose }: PoolDialogProps) {
  const { t } = useTranslation()
  const [pool, setPool] = useState(before ?? '')
  const put = useAct('setPool', { refreshes: ['readCaseRouting'], done: t('routing.poolSet') })
  return (
    <Modal opened onClose={onClose} title={t('routing.poolTitle')} closeButtonProps={{ 'aria-label': t('cases.keep') }}>
      <Stack>
        <Text fw={600}>
          <PersonName>{doctor.displayName}</PersonName>
        </Text>
        <Text>{t('routing.poolText')}</Text>
        <ProblemAlert problem={put.problem} />
        <NativeSelect
          label={t('routing.poolLabel')}
          value={pool}
          onChange={(event) => setPool(event.currentTarget.value)}
          data={[{ value: '', label: t('routing.poolNone') }, ...new Set([...pools, ...(before === undefined ? [] : [before])])]}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('cases.keep')}
          </Button>
          <Button
            loading={put.busy}
            onClick={async () => {
              if (await put.run({ params: { id: doctor.id }, body: pool === '' ? {} : { pool } })) onClose()
            }}
          >
            {t('routing.poolSave')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
