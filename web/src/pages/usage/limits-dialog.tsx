import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { setRequestLimits } from '@wardkeep/contract/usage.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { Usage } from './usage.tsx'

type LimitsDialogProps = { limits: Usage['limits']; opened: boolean; onClose: () => void }

const names = ['userMinute', 'userDay', 'keyMinute', 'keyDay', 'tenantMinute', 'tenantDay'] as const

export function LimitsDialog({ limits, opened, onClose }: LimitsDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={t('usage.dialogTitle')} closeButtonProps={{ 'aria-label': t('usage.cancel') }}>
      {opened && <LimitsForm limits={limits} onDone={onClose} />}
    </Modal>
  )
}

function LimitsForm({ limits, onDone }: { limits: Usage['limits']; onDone: () => void }) {
  const { t } = useTranslation()
  const save = useAct('setRequestLimits', { refreshes: ['readUsage'], done: t('usage.saved') })
  const hints = Object.fromEntries(names.map((name) => [name, t('usage.hint')]))
  const form = useForm({ schema: setRequestLimits.body, initial: limits, hints, problem: save.problem })
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        if (await save.run({ body })) onDone()
      })}
    >
      <Stack>
        <Text c="dimmed">{t('usage.dialogText')}</Text>
        <ProblemAlert problem={save.problem} />
        {names.map((name) => {
          const value = form.values[name]
          const of = name.startsWith('user') ? t('usage.user') : name.startsWith('key') ? t('usage.key') : t('usage.tenant')
          const span = name.endsWith('Minute') ? t('usage.minute') : t('usage.perDay')
          return (
            <NumberInput
              key={name}
              name={name}
              label={t('usage.field', { of, span })}
              value={typeof value === 'number' ? value : ''}
              min={1}
              allowDecimal={false}
              hideControls
              thousandSeparator=","
              error={form.fault(name)}
              onChange={(next) => form.set(name, next)}
            />
          )
        })}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('usage.cancel')}
          </Button>
          <Button type="submit" loading={save.busy}>
            {t('usage.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
