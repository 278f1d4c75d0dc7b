import { Badge, Button, Code, Group, Modal, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'
import { scopeWord } from './scope-word.ts'

export type ApiKey = Answer<'listApiKeys'>['items'][number]

const colours = { valid: 'green', expired: 'gray', revoked: 'gray' }

export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const { service, prefix, scopes, state, lastUsedAt, perMinute } = apiKey
  return (
    <Row
      start={<IconKey size={22} stroke={1.5} aria-hidden="true" />}
      end={
        apiKey.can.includes('revoke') && (
          <Button variant="default" size="xs" onClick={() => setAsking(true)}>
            {t('keys.revoke')}
            <VisuallyHidden>
              : {service.name} {prefix}
            </VisuallyHidden>
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{service.name}</PersonName>
        </Text>
        <Code dir="ltr">{prefix}…</Code>
        <Badge variant="light" color={colours[state]}>
          {t(`keys.state.${state}`)}
        </Badge>
        {state === 'valid' && isNear(apiKey.expiresAt) && (
          <Badge variant="light" color="amber">
            {t('keys.soon')}
          </Badge>
        )}
        {!service.active && (
          <Badge variant="light" color="red">
            {t('keys.stopped')}
          </Badge>
        )}
      </Group>
      <Text fz="sm">{scopes.map((scope) => scopeWord(t, scope)).join(' · ')}</Text>
      <Group gap={4} fz="sm" c="dimmed">
        {t('keys.expires')} <DateTime instant={apiKey.expiresAt} />
        {perMinute !== undefined && <span>· {t('keys.perMinute', { count: perMinute })}</span>}
      </Group>
      <Group gap={4} fz="sm" c="dimmed">
        {lastUsedAt ? t('keys.lastUsed') : t('keys.never')}
        {lastUsedAt && <DateTime instant={lastUsedAt} />}
        {apiKey.requestCount > 0 && <span>· {t('keys.used', { count: apiKey.requestCount })}</span>}
      </Group>
      <RevokeDialog apiKey={apiKey} opened={asking} onClose={() => setAsking(false)} />
    </Row>
  )
}

/** Time enough to make another and hand it over. */
function isNear(instant: string): boolean {
  return new Date(instant).getTime() - Date.now() < 14 * 86_400_000
}

function RevokeDialog({ apiKey, opened, onClose }: { apiKey: ApiKey; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const { name } = apiKey.service
  const revoke = useAct('revokeApiKey', { refreshes: ['listApiKeys'], done: t('keys.revoked', { name }) })
  const confirm = async () => {
    if (await revoke.run({ params: { id: apiKey.id } })) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('keys.revokeTitle')} closeButtonProps={{ 'aria-label': t('keys.cancel') }}>
      <Stack>
        <ProblemAlert problem={revoke.problem} />
        <Text>{t('keys.revokeText', { name })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('keys.cancel')}
          </Button>
          <Button color="red" loading={revoke.busy} onClick={confirm}>
            {t('keys.revoke')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
