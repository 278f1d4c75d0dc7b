import { Button, Group, Modal, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { faultAt } from '../../words/reasons.ts'
import { certificatesIn, linesIn } from './provider-body.ts'

type Provider = Answer<'listSignOnProviders'>['items'][number]
type Given = {
  name: string
  entityId: string
  signOnUrl: string
  logoutUrl: string
  certificates: string
  domains: string
  contexts: string
  minutes: number
}

/** A provider in the words of its own description, which an administrator has at hand. */
export function ProviderForm({ standing, onClose }: { standing: Provider | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const [given, setGiven] = useState(() => givenBy(standing))
  const add = useAct('addSignOnProvider', { refreshes: ['listSignOnProviders'], done: t('signOn.admin.added') })
  const change = useAct('changeSignOnProvider', { refreshes: ['listSignOnProviders'], done: t('signOn.admin.changed') })
  const problem = add.problem ?? change.problem
  const fault = (field: string) => faultAt(problem, field, t)
  const field = (name: Exclude<keyof Given, 'minutes'>, path: string = name) => ({
    label: t(`signOn.admin.${name}`),
    value: given[name],
    error: fault(path),
    onChange: (event: { currentTarget: { value: string } }) => setGiven({ ...given, [name]: event.currentTarget.value }),
  })
  const send = async () => {
    const body = bodyOf(given)
    const answer = standing
      ? await change.run({ params: { id: standing.id }, version: standing.version, body: { ...body, active: standing.active } })
      : await add.run({ body })
    if (answer) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={standing ? t('signOn.admin.change') : t('signOn.admin.add')}
      closeButtonProps={{ 'aria-label': t('signOn.admin.cancel') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Stack>
          <ProblemAlert problem={problem} />
          <TextInput {...field('name')} required maxLength={100} dir="auto" />
          <TextInput {...field('entityId')} required dir="ltr" description={t('signOn.admin.entityIdHint')} />
          <TextInput {...field('signOnUrl')} required dir="ltr" type="url" description={t('signOn.admin.signOnUrlHint')} />
          <TextInput {...field('logoutUrl')} dir="ltr" type="url" description={t('signOn.admin.logoutUrlHint')} />
          <Textarea
            {...field('certificates')}
            required
            dir="ltr"
            rows={5}
            styles={{ input: { fontFamily: 'monospace' } }}
            description={t('signOn.admin.certificatesHint')}
          />
          <TextInput {...field('domains')} required dir="ltr" description={t('signOn.admin.domainsHint')} />
          <Textarea {...field('contexts', 'secondFactorContexts')} dir="ltr" rows={2} description={t('signOn.admin.contextsHint')} />
          <NumberInput
            label={t('signOn.admin.minutes')}
            description={t('signOn.admin.minutesHint')}
            value={given.minutes}
            min={5}
            max={720}
            error={fault('proofSeconds')}
            onChange={(value) => setGiven({ ...given, minutes: Number(value) })}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('signOn.admin.cancel')}
            </Button>
            <Button type="submit" loading={add.busy || change.busy}>
              {t('signOn.admin.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function givenBy(standing: Provider | undefined): Given {
  return {
    name: standing?.name ?? '',
    entityId: standing?.entityId ?? '',
    signOnUrl: standing?.signOnUrl ?? 'https://',
    logoutUrl: standing?.logoutUrl ?? '',
    certificates: standing?.certificates.map(({ pem }) => pem).join('\n') ?? '',
    domains: standing?.domains.join(', ') ?? '',
    contexts: standing?.secondFactorContexts.join('\n') ?? '',
    minutes: (standing?.proofSeconds ?? 28_800) / 60,
  }
}

function bodyOf({ name, entityId, signOnUrl, logoutUrl, certificates, domains, contexts, minutes }: Given) {
  return {
    name,
    entityId: entityId.trim(),
    signOnUrl: signOnUrl.trim(),
    ...(logoutUrl.trim() !== '' && { logoutUrl: logoutUrl.trim() }),
    certificates: certificatesIn(certificates),
    domains: linesIn(domains),
    secondFactorContexts: linesIn(contexts),
    proofSeconds: minutes * 60,
  }
}
