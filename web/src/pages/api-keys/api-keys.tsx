import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { KeyRow } from './key-row.tsx'
import { MakeKeyDialog } from './make-key-dialog.tsx'

/** Which systems speak for the clinic's services, how far, and until when. */
export function ApiKeysPage() {
  const { t } = useTranslation()
  const [making, setMaking] = useState(false)
  const keys = useEndpoint('listApiKeys')
  return (
    <Page
      title={t('keys.title')}
      lead={t('keys.lead')}
      width="reading"
      action={<Button onClick={() => setMaking(true)}>{t('keys.make')}</Button>}
    >
      <Section title={t('keys.list')} flush>
        <Loaded query={keys}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon={IconKey} title={t('keys.none')} text={t('keys.noneText')} />
            ) : (
              <Rows label={t('keys.list')}>
                {items.map((key) => (
                  <KeyRow key={key.id} apiKey={key} />
                ))}
              </Rows>
            )
          }
        </Loaded>
      </Section>
      <MakeKeyDialog opened={making} onClose={() => setMaking(false)} known={keys.data?.items ?? []} />
    </Page>
  )
}
