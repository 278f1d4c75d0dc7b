import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import type { Kind } from './entry.tsx'
import { EntryFeed } from './entry-feed.tsx'
import { KindChips } from './kind-chips.tsx'

/** What other clinics handed over, newest first; of one kind where one is chosen. */
export function Timeline({ patientId }: { patientId: string }) {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>()
  const given = { params: { id: patientId }, query: { limit: 100, ...(kind && { kind }) } }
  // History changes with an import alone, and reading a hundred pages again would be a hundred events in the list of who looked.
  const history = usePages(
    'readHistory',
    given,
    ({ cursor, ...more }) => client.readHistory({ ...given, query: { ...given.query, ...(cursor && { cursor }) } }, more),
    { staleTime: Number.POSITIVE_INFINITY },
  )
  const empty = kind ? { title: t('history.noneOfKind') } : { title: t('history.none'), text: t('history.noneText') }
  return (
    <Section title={t('history.title')} flush>
      <KindChips kind={kind} choose={setKind} />
      <Loaded query={history} lines={8}>
        {(entries) =>
          entries.length === 0 ? (
            <EmptyState icon={IconHistory} {...empty} />
          ) : (
            <EntryFeed key={kind ?? ''} entries={entries} more={history} />
          )
        }
      </Loaded>
    </Section>
  )
}
