import { IconArchive } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { CaseRow } from './case-row.tsx'

/** What a patient asked in the system before, as far as it was linked to their chart. */
export function OldCasesOf({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  const cases = usePages('listLegacyCasesOf', { patientId }, ({ cursor, ...more }) =>
    client.listLegacyCasesOf({ params: { id: patientId }, query: { ...(cursor && { cursor }) } }, more),
  )
  return (
    <Section title={t('legacy.theirs')} flush>
      <LoadedPages query={cases} empty={<EmptyState icon={IconArchive} title={t('legacy.noneTheirs')} text={t('legacy.noneTheirsText')} />}>
        {(items) => (
          <Rows label={t('legacy.theirs')}>
            {items.map((found) => (
              <CaseRow key={found.id} found={found} badge={false} />
            ))}
          </Rows>
        )}
      </LoadedPages>
    </Section>
  )
}
