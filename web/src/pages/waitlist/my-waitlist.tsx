import { useTranslation } from 'react-i18next'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { EntryRow } from './entry-row.tsx'
import { Offers, useWaitlist } from './offers.tsx'

/** What the patient waits for, and what is offered now. */
export function MyWaitlistPage() {
  const { t } = useTranslation()
  const waiting = useWaitlist()
  return (
    <Page
      title={t('waitlist.title')}
      lead={t('waitlist.lead')}
      width="reading"
      back={<TextLink to="/visits">{t('visits.list.title')}</TextLink>}
    >
      <Offers />
      <Section title={t('waitlist.mine')} flush>
        <Loaded query={waiting}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title={t('waitlist.none')}
                text={t('waitlist.noneText')}
                action={<LinkButton to="/doctors">{t('visits.find.title')}</LinkButton>}
              />
            ) : (
              <Rows>
                {items.map((entry) => (
                  <EntryRow key={entry.id} entry={entry} />
                ))}
              </Rows>
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}
