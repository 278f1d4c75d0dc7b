import { Badge, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'

const colours = { member: 'green', 'not-member': 'gray', failed: 'amber', unanswered: 'amber' }

/** What partners said of a patient, and, for who may, asking one. */
export function Memberships({ patientId, known = '' }: { patientId: string; known?: string | undefined }) {
  const { t } = useTranslation()
  const memberships = useEndpoint('listMemberships', { params: { id: patientId } })
  return (
    <Section title={t('partners.memberships')}>
      <Loaded query={memberships} lines={2}>
        {({ items, can }) => (
          <Stack>
            {items.length === 0 && <Text c="dimmed">{t('partners.unchecked')}</Text>}
            {items.map(({ id, at, partner, outcome }) => (
              <Group key={id} gap="xs">
                <OutcomeBadge outcome={outcome} name={partner?.name ?? ''} />
                <Text fz="sm" c="dimmed">
                  {t('partners.checked')} <DateTime instant={at} />
                </Text>
              </Group>
            ))}
            {can.includes('check') && <Check patientId={patientId} known={known} />}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}

/** What was said of somebody, by whom. */
export function OutcomeBadge({ outcome, name }: { outcome: keyof typeof colours; name: string }) {
  const { t } = useTranslation()
  return (
    <Badge variant="light" color={colours[outcome]}>
      {t(`partners.outcome.${outcome}`, { name: `\u2068${name}\u2069` })}
    </Badge>
  )
}

function Check({ patientId, known }: { patientId: string; known: string }) {
  const partners = useEndpoint('listPartners')
  return (
    <Loaded query={partners}>
      {({ items }) => <CheckForm patientId={patientId} known={known} partners={items.filter(({ active }) => active)} />}
    </Loaded>
  )
}

type Partners = Answer<'listPartners'>['items']

function CheckForm({ patientId, known, partners }: { patientId: string; known: string; partners: Partners }) {
  const { t } = useTranslation()
  const [partnerId, setPartnerId] = useState(partners[0]?.id ?? '')
  const [number, setNumber] = useState(known)
  const check = useAct('checkMember', { refreshes: ['listMemberships'] })
  if (partners.length === 0) return null
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void check.run({ params: { id: patientId }, body: { partnerId, number } })
      }}
    >
      <Group align="flex-end">
        <NativeSelect
          label={t('partners.which')}
          value={partnerId}
          onChange={(event) => setPartnerId(event.currentTarget.value)}
          data={partners.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextInput
          label={t('partners.askedNumber')}
          value={number}
          required
          maxLength={60}
          dir="ltr"
          autoComplete="off"
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" loading={check.busy} disabled={number.trim() === ''}>
          {t('partners.check')}
        </Button>
      </Group>
      <ProblemAlert problem={check.problem} />
    </form>
  )
}
