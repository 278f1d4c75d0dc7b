import { Anchor, Group, Text } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import classes from './mailbox.module.css'

type Mail = Answer<'listMailbox'>['items'][number]

/** The mails that the demo keeps instead of sending them. */
export function MailboxPage() {
  const { t } = useTranslation()
  const mails = usePages('listMailbox', {}, ({ cursor, ...more }) =>
    client.listMailbox({ query: { limit: 25, ...(cursor && { cursor }) } }, more),
  )
  return (
    <Page title={t('mailbox.title')} lead={t('mailbox.lead')} width="reading">
      <Section title={t('mailbox.mails')} flush>
        <LoadedPages query={mails} empty={<EmptyState title={t('mailbox.none')} text={t('mailbox.noneText')} />}>
          {(items) => (
            <Rows>
              {items.map((mail) => (
                <MailRow key={mail.id} mail={mail} />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Section>
    </Page>
  )
}

function MailRow({ mail }: { mail: Mail }) {
  const { t } = useTranslation()
  return (
    <Row start={<IconMail size={22} stroke={1.5} aria-hidden="true" />}>
      <Text fw={600} lang={mail.language} dir="auto">
        {mail.subject}
      </Text>
      <Text fz="sm" c="dimmed">
        {t('mailbox.to')} <PersonName>{mail.to}</PersonName> · <DateTime instant={mail.at} />
      </Text>
      <div className={classes.text} lang={mail.language} dir="auto">
        {mail.text}
      </div>
      {mail.link && (
        <Group>
          <Anchor href={mail.link}>{t('mailbox.open')}</Anchor>
        </Group>
      )}
    </Row>
  )
}
