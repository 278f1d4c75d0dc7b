import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { TextLink } from '../../layout/links.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { EntryRow } from './entry-row.tsx'

/** The whole line, for who runs the calendar. */
export function LinePage() {
  const { t } = useTranslation()
  const line = usePages('listWaitlist', {}, ({ cursor, ...more }) => client.listWaitlist({ query: cursor ? { cursor } : {} }, more))
  return (
    <Page
      title={t('waitlist.title')}
      lead={t('waitlist.lineLead')}
      width="reading"
      back={<TextLink to="/board">{t('board.title')}</TextLink>}
    >
      <Section title={t('waitlist.title')} flush>
        <LoadedPages query={line} empty={<EmptyState title={t('waitlist.lineNone')} text={t('waitlist.lineNoneText')} />}>
          {(items) => (
            <Rows>
              {items.map((entry) => (
                <EntryRow key={entry.id} entry={entry} ofStaff />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}
