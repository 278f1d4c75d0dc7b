import { IconArchive } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { ExactSearch } from '../../layout/exact-search.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { CaseRow } from './case-row.tsx'

/** Cases of the system before, found by what it called people. */
export function OldCasesPage() {
  const { t } = useTranslation()
  const [label, setLabel] = useState('')
  const cases = usePages('listLegacyCases', { label }, ({ cursor, ...more }) =>
    client.listLegacyCases({ query: { ...(label && { label }), ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('legacy.title')} lead={t('legacy.lead')} width="reading">
      <ExactSearch label={t('legacy.label')} submit={t('legacy.search')} longest={200} dir="auto" onSearch={setLabel} />
      <Section title={t('legacy.title')} flush>
        <LoadedPages query={cases} empty={<EmptyState icon={IconArchive} title={t('legacy.none')} text={t('legacy.noneText')} />}>
          {(items) => (
            <Rows label={t('legacy.title')}>
              {items.map((found) => (
                <CaseRow key={found.id} found={found} badge />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}
