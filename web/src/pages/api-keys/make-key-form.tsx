import { Button, Checkbox, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core'
import { keyLimits, keyScopes, makeApiKey } from '@wardkeep/contract/api-keys.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import type { ApiKey } from './key-row.tsx'
import { scopeWord } from './scope-word.ts'

const fresh = 'new'

export function MakeKeyForm({ known, onMade }: { known: readonly ApiKey[]; onMade: (key: string) => void }) {
  const { t } = useTranslation()
  const make = useAct('makeApiKey', { refreshes: ['listApiKeys'] })
  const form = useForm({
    schema: makeApiKey.body,
    initial: { service: { name: '' }, scopes: [], days: keyLimits.days },
    hints: {
      service: t('keys.dialog.nameHint'),
      scopes: t('keys.dialog.scopesHint'),
      days: t('keys.dialog.daysHint'),
      perMinute: t('keys.dialog.perMinuteHint'),
    },
    problem: make.problem,
  })
  const services = new Map(known.filter(({ service }) => service.active).map(({ service }) => [service.id, service.name]))
  const chosen = chosenIn(form.values.service)
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        const made = await make.run({ body })
        if (made) onMade(made.key)
      })}
    >
      <Stack>
        <ProblemAlert problem={make.problem} />
        {services.size > 0 && (
          <NativeSelect
            label={t('keys.dialog.service')}
            value={chosen.id ?? fresh}
            onChange={({ currentTarget: { value } }) => form.set('service', value === fresh ? { name: '' } : { id: value })}
            data={[{ value: fresh, label: t('keys.dialog.fresh') }, ...[...services].map(([value, label]) => ({ value, label }))]}
          />
        )}
        {chosen.id === undefined && (
          <TextInput
            name="service"
            label={t('keys.dialog.name')}
            value={chosen.name}
            required
            dir="auto"
            autoComplete="off"
            error={faultIn(form, 'service') && t('keys.dialog.nameHint')}
            onChange={({ currentTarget: { value } }) => form.set('service', { name: value })}
          />
        )}
        <Checkbox.Group
          label={t('keys.dialog.scopes')}
          error={faultIn(form, 'scopes') && t('keys.dialog.scopesHint')}
          onChange={(scopes) => form.set('scopes', scopes)}
        >
          <Stack gap="xs" my="xs">
            {keyScopes.map((scope) => (
              <Checkbox key={scope} name="scopes" value={scope} label={scopeWord(t, scope)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NumberInput
          name="days"
          label={t('keys.dialog.days')}
          value={numberIn(form.values.days)}
          min={1}
          max={keyLimits.days}
          allowDecimal={false}
          hideControls
          error={form.fault('days')}
          onChange={(value) => form.set('days', value)}
        />
        <NumberInput
          name="perMinute"
          label={t('keys.dialog.perMinute')}
          description={t('keys.dialog.perMinuteHelp')}
          value={numberIn(form.values.perMinute)}
          min={1}
          allowDecimal={false}
          hideControls
          error={form.fault('perMinute')}
          onChange={(value) => form.set('perMinute', value)}
        />
        <div>
          <Button type="submit" loading={make.busy}>
            {t('keys.dialog.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function chosenIn(service: unknown): { id: string | undefined; name: string } {
  if (service === null || typeof service !== 'object') return { id: undefined, name: '' }
  return {
    id: 'id' in service && typeof service.id === 'string' ? service.id : undefined,
    name: 'name' in service && typeof service.name === 'string' ? service.name : '',
  }
}

function faultIn(form: { fault: (field: string) => string | undefined }, field: string): string | undefined {
  return form.fault(field) ?? form.fault(`${field}.name`)
}

function numberIn(value: unknown): number | '' {
  return typeof value === 'number' ? value : ''
}
