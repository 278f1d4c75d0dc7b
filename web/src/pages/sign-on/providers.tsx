import { Button } from '@mantine/core'
import { IconBuilding } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { ProviderForm } from './provider-form.tsx'
import { ProviderSection } from './provider-section.tsx'

type Provider = Answer<'listSignOnProviders'>['items'][number]

/** By whose word the people of the organisation may sign in. */
export function SignOnProvidersPage() {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<Provider | 'new'>()
  const providers = useEndpoint('listSignOnProviders')
  return (
    <Page
      title={t('signOn.admin.title')}
      lead={t('signOn.admin.lead')}
      width="reading"
      action={providers.data?.can.includes('add') && <Button onClick={() => setEdited('new')}>{t('signOn.admin.add')}</Button>}
    >
      <Loaded query={providers}>
        {({ items }) =>
          items.length === 0 ? (
            <Section title={t('signOn.admin.list')} flush>
              <EmptyState icon={IconBuilding} title={t('signOn.admin.none')} text={t('signOn.admin.noneText')} />
            </Section>
          ) : (
            items.map((provider) => <ProviderSection key={provider.id} provider={provider} onEdit={() => setEdited(provider)} />)
          )
        }
      </Loaded>
      {edited !== undefined && <ProviderForm standing={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </Page>
  )
}
