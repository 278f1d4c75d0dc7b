import { Button, Group, Text, TextInput, VisuallyHidden } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { renamePasskey } from '@wardkeep/contract/passkeys.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row } from '../../layout/rows.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { RemoveFactor } from './remove-factor.tsx'

type Passkey = Answer<'listFactors'>['passkeys'][number]

/** One passkey: its name, when it came and was last used; it can be renamed in place and removed. */
export function PasskeyRow({ passkey, removable }: { passkey: Passkey; removable: boolean }) {
  const { t, i18n } = useTranslation()
  const [renaming, setRenaming] = useState(false)
  const remove = useAct('removePasskey', { refreshes: ['listFactors', 'listSessions'], done: t('account.passkeys.removed') })
  const day = (at: string) => formatInstant(at, 'date', localeOf(i18n.language), viewerZone())
  return (
    <Row
      start={<IconFingerprint size={22} stroke={1.5} aria-hidden="true" />}
      end={
        !renaming && (
          <Group gap="xs">
            <Button variant="default" size="xs" onClick={() => setRenaming(true)}>
              {t('account.passkeys.rename')}
              <VisuallyHidden>: {passkey.name}</VisuallyHidden>
            </Button>
            {removable && (
              <RemoveFactor name={passkey.name} act={remove} onRemove={(query) => remove.run({ params: { id: passkey.id }, query })} />
            )}
          </Group>
        )
      }
    >
      {renaming ? (
        <RenameForm passkey={passkey} onDone={() => setRenaming(false)} />
      ) : (
        <Text fw={600}>
          <bdi>{passkey.name}</bdi>
        </Text>
      )}
      <Text fz="sm" c="dimmed">
        {t('account.passkeys.since', { day: day(passkey.registeredAt) })}
        {passkey.usedAt && ` ${t('account.passkeys.used', { day: day(passkey.usedAt) })}`}
      </Text>
    </Row>
  )
}

function RenameForm({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const { t } = useTranslation()
  const rename = useAct('renamePasskey', { refreshes: ['listFactors'] })
  const form = useForm({ schema: renamePasskey.body, initial: { name: passkey.name }, problem: rename.problem })
  const send = form.submit(async (body) => {
    if ((await rename.run({ params: { id: passkey.id }, body })) !== undefined) onDone()
  })
  return (
    <form noValidate onSubmit={send}>
      <ProblemAlert problem={rename.problem} />
      <Group align="flex-end" gap="xs">
        <TextInput {...form.text('name')} label={t('account.passkeys.name')} maxLength={60} autoFocus />
        <Button type="submit" size="sm" loading={rename.busy}>
          {t('account.passkeys.save')}
        </Button>
      </Group>
    </form>
  )
}
