import { Button, Group, Text } from '@mantine/core'
import { IconUnlink } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { useCarried } from './carried.ts'

/** Comes back from the provider, and connects the account on a click: nothing is tied to it by a mere visit. */
export function ConnectPage() {
  const { t } = useTranslation()
  const ticket = useCarried()
  const [connected, setConnected] = useState<string>()
  const connect = useAct('connectSignOn', { refreshes: ['listOwnSignOn'] })
  const confirm = async () => {
    const answer = await connect.run({ body: { ticket } })
    if (answer) setConnected(answer.name)
  }
  if (ticket === '') return <Unasked />
  return (
    <Page
      title={t('signOn.connect.title')}
      lead={t('signOn.connect.lead')}
      back={<TextLink to="/security">{t('account.security.title')}</TextLink>}
      width="reading"
    >
      <Section title={connected === undefined ? t('signOn.connect.sure') : t('signOn.connect.done')}>
        {connected === undefined ? (
          <>
            <Text mb="md">{t('signOn.connect.text')}</Text>
            <ProblemAlert problem={connect.problem} />
            <Group mt="md">
              <Button onClick={confirm} loading={connect.busy}>
                {t('signOn.connect.submit')}
              </Button>
              <LinkButton to="/security" variant="default">
                {t('signOn.connect.leave')}
              </LinkButton>
            </Group>
          </>
        ) : (
          <>
            <Text mb="md" role="status">
              {t('signOn.connect.doneText', { name: `\u2068${connected}\u2069` })}
            </Text>
            <LinkButton to="/security">{t('signOn.connect.back')}</LinkButton>
          </>
        )}
      </Section>
    </Page>
  )
}

/** Opened without coming from a provider, or loaded anew after it: there is nothing to connect, and the page says where it begins. */
function Unasked() {
  const { t } = useTranslation()
  return (
    <Page title={t('signOn.connect.title')} width="reading">
      <EmptyState
        icon={IconUnlink}
        title={t('signOn.connect.unasked')}
        text={t('signOn.connect.unaskedText')}
        action={<LinkButton to="/security">{t('signOn.connect.back')}</LinkButton>}
      />
    </Page>
  )
}
