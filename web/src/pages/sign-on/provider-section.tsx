import { Badge, Button, CopyButton, Group, Modal, Stack, Switch, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { KeyValues } from '../../layout/key-values.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { bodyOf } from './provider-body.ts'

type Provider = Answer<'listSignOnProviders'>['items'][number]

/** One provider: whether it is in use, its keys, and what it must know of us. */
export function ProviderSection({ provider, onEdit }: { provider: Provider; onEdit: () => void }) {
  const { t, i18n } = useTranslation()
  const [removing, setRemoving] = useState(false)
  const { id, name, version, active, certificates, ours, connected } = provider
  const change = useAct('changeSignOnProvider', { refreshes: ['listSignOnProviders'] })
  const day = (at: string) => formatInstant(at, 'date', localeOf(i18n.language), viewerZone())
  return (
    <Section
      title={name}
      aside={
        <Switch
          label={t('signOn.admin.inUse')}
          aria-label={`${t('signOn.admin.inUse')}: ${name}`}
          checked={active}
          disabled={change.busy}
          onChange={(event) =>
            void change.run({ params: { id }, version, body: { ...bodyOf(provider), active: event.currentTarget.checked } })
          }
        />
      }
    >
      <Stack>
        <ProblemAlert problem={change.problem} />
        <KeyValues
          items={[
            [t('signOn.admin.entityId'), <Ltr key="entityId">{provider.entityId}</Ltr>],
            [t('signOn.admin.domains'), <Ltr key="domains">{provider.domains.join(', ')}</Ltr>],
            [t('signOn.admin.connected'), String(connected)],
            [
              t('signOn.admin.contexts'),
              provider.secondFactorContexts.length > 0 ? (
                <Ltr key="contexts">{provider.secondFactorContexts.join(', ')}</Ltr>
              ) : (
                t('signOn.admin.noContexts')
              ),
            ],
          ]}
        />
        <Stack gap="xs">
          <Text fw={600}>{t('signOn.admin.keys')}</Text>
          {certificates.map(({ fingerprint, until }) => (
            <Group key={fingerprint} gap="xs">
              <Text fz="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
                <bdi dir="ltr">{fingerprint}</bdi>
              </Text>
              <Badge variant="light">{t('signOn.admin.until', { day: day(until) })}</Badge>
            </Group>
          ))}
        </Stack>
        <Stack gap="xs">
          <Text fw={600}>{t('signOn.admin.ours')}</Text>
          <Text fz="sm" c="dimmed">
            {t('signOn.admin.oursText')}
          </Text>
          <Copied label={t('signOn.admin.ourEntityId')} text={ours.entityId} />
          <Copied label={t('signOn.admin.answerUrl')} text={ours.answerUrl} />
          <Copied label={t('signOn.admin.ourLogoutUrl')} text={ours.logoutUrl} />
        </Stack>
        <Group justify="flex-end">
          <Button variant="default" size="xs" onClick={() => setRemoving(true)}>
            {t('signOn.admin.remove')}
          </Button>
          <Button variant="default" size="xs" onClick={onEdit}>
            {t('signOn.admin.change')}
          </Button>
        </Group>
      </Stack>
      {removing && <Removal id={id} connected={connected} onClose={() => setRemoving(false)} />}
    </Section>
  )
}

function Removal({ id, connected, onClose }: { id: string; connected: number; onClose: () => void }) {
  const { t } = useTranslation()
  const remove = useAct('removeSignOnProvider', { refreshes: ['listSignOnProviders'], done: t('signOn.admin.removed') })
  const confirm = async () => {
    if ((await remove.run({ params: { id } })) !== undefined) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('signOn.admin.removeTitle')} closeButtonProps={{ 'aria-label': t('signOn.admin.cancel') }}>
      <Stack>
        <Text>{t('signOn.admin.removeText', { count: connected })}</Text>
        <ProblemAlert problem={remove.problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('signOn.admin.cancel')}
          </Button>
          <Button color="red" onClick={confirm} loading={remove.busy}>
            {t('signOn.admin.removeSubmit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Copied({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation()
  return (
    <div>
      <Text fz="sm" c="dimmed">
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <Text fz="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          <bdi dir="ltr">{text}</bdi>
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="compact-xs"
              onClick={copy}
              aria-label={`${t('signOn.admin.copy')}: ${label}`}
              style={{ flexShrink: 0 }}
            >
              {copied ? t('signOn.admin.copied') : t('signOn.admin.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  )
}

function Ltr({ children }: { children: string }) {
  return (
    <bdi dir="ltr" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </bdi>
  )
}
