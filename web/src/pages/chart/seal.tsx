import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveFile } from '../../data/save-file.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { SealBadge } from '../../layout/seal-badge.tsx'
import classes from './record.module.css'

/** Whether the signature holds, asked of the server each time the record is opened; opens the proof. */
export function Seal({ recordId }: { recordId: string }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const verification = useEndpoint('verifyRecord', { params: { id: recordId }, query: {} })
  return (
    <Loaded query={verification} lines={1}>
      {(found) => (
        <>
          {!found.valid && (
            <Alert color="red" role="alert" title={t('chart.record.broken')}>
              {found.cause && t(`chart.record.cause.${found.cause}`)}
            </Alert>
          )}
          {found.retraction?.valid === false && (
            <Alert color="red" role="alert" title={t('retraction.broken')}>
              {t('retraction.brokenText')}
            </Alert>
          )}
          <div>
            <SealBadge state={found.valid ? 'verified' : 'failed'} signer={found.signer.name} onOpen={() => setOpen(true)} />
          </div>
          <Modal
            opened={open}
            onClose={() => setOpen(false)}
            title={t('chart.record.proof')}
            size="lg"
            closeButtonProps={{ 'aria-label': t('chart.record.close') }}
          >
            <Proof found={found} />
          </Modal>
        </>
      )}
    </Loaded>
  )
}

function Proof({ found }: { found: Answer<'verifyRecord'> }) {
  const { t } = useTranslation()
  const shown = [
    [t('chart.record.jws'), found.jws],
    [t('chart.record.certificate'), found.signer.certificate],
    [t('chart.record.canonical'), found.canonical],
    ...(found.retraction
      ? ([
          [t('retraction.jws'), found.retraction.jws],
          [t('retraction.canonical'), found.retraction.canonical],
        ] as const)
      : []),
  ] as const
  return (
    <Stack>
      <Text>{t('chart.record.proofText')}</Text>
      <Text>
        {t('chart.record.signer')}: <PersonName>{found.signer.name}</PersonName> · {t('chart.page.version', { version: found.version })}
      </Text>
      {shown.map(([label, text]) => (
        <div key={label}>
          <Text fw={600} fz="sm">
            {label}
          </Text>
          <Code block className={classes.code} dir="ltr" tabIndex={0}>
            {text}
          </Code>
        </div>
      ))}
      <Group justify="flex-end">
        <Button variant="default" onClick={() => saveFile('wardkeep-proof.json', 'application/json', [JSON.stringify(found, null, 2)])}>
          {t('chart.record.download')}
        </Button>
      </Group>
    </Stack>
  )
}
