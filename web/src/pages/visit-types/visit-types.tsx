import { Button } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { Holidays } from './holidays.tsx'
import { TypeDialog } from './type-dialog.tsx'
import { TypeRow, type VisitType } from './type-row.tsx'

/** Which kinds of visits the clinic offers, and when it is closed; for who runs the organisation. */
export function VisitTypesPage() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<VisitType | 'new'>()
  const types = usePages('listVisitTypes', {}, (more) => client.listVisitTypes({ query: { limit: 100 } }, more))
  return (
    <Page
      title={t('visitTypes.title')}
      lead={t('visitTypes.lead')}
      width="reading"
      action={<Button onClick={() => setOpened('new')}>{t('visitTypes.add')}</Button>}
    >
      <Section title={t('visitTypes.list')} flush>
        <Loaded query={types}>
          {(items) =>
            items.length === 0 ? (
              <EmptyState icon={IconCalendarPlus} title={t('visitTypes.none')} text={t('visitTypes.noneText')} />
            ) : (
              <>
                <Rows label={t('visitTypes.list')}>
                  {items.map((type) => (
                    <TypeRow key={type.id} type={type} onChange={() => setOpened(type)} />
                  ))}
                </Rows>
                {types.hasNextPage && (
                  <Button variant="subtle" loading={types.isFetchingNextPage} onClick={() => types.fetchNextPage()}>
                    {t('visitTypes.more')}
                  </Button>
                )}
              </>
            )
          }
        </Loaded>
      </Section>
      <Holidays />
      <TypeDialog of={opened} onClose={() => setOpened(undefined)} />
    </Page>
  )
}
