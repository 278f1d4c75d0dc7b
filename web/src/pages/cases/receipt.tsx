import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { writeByReceipt } from '@wardkeep/contract/receipts.ts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { DateTime } from '../../layout/date-time.tsx'
import { KeyValues } from '../../layout/key-values.tsx'
import { LinkButton, TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Section } from '../../layout/section.tsx'
import { CaseBadges } from './case-badges.tsx'
import { NobodysPage } from './nobodys-page.tsx'
import { ReceiptForm } from './receipt-form.tsx'
import { Thread } from './thread.tsx'

type Opened = { receipt: string; detail: Answer<'readByReceipt'> }

/** The way back to a question without an account. The receipt stays in the memory of this page and nowhere else. */
export function ReceiptPage() {
  const { t } = useTranslation()
  const [opened, setOpened] = useState<Opened>()
  const title = opened ? <bdi>{opened.detail.title}</bdi> : t('receipts.back')
  return (
    <NobodysPage>
      <Page
        title={title}
        lead={opened ? undefined : t('receipts.backLead')}
        width="reading"
        back={<TextLink to="/ask">{t('receipts.ask')}</TextLink>}
        action={opened && <CaseBadges item={opened.detail} />}
      >
        {opened ? <Conversation opened={opened} onTold={(detail) => setOpened({ ...opened, detail })} /> : <Open onOpened={setOpened} />}
      </Page>
    </NobodysPage>
  )
}

function Open({ onOpened }: { onOpened: (opened: Opened) => void }) {
  const { t } = useTranslation()
  const { run, problem, busy } = useAct('readByReceipt')
  const open = async (receipt: string) => {
    const detail = await run({ body: { receipt } })
    if (detail) onOpened({ receipt, detail })
  }
  return <ReceiptForm label={t('receipts.open')} problem={problem} busy={busy} onReceipt={open} />
}

function Conversation({ opened: { receipt, detail }, onTold }: { opened: Opened; onTold: (detail: Opened['detail']) => void }) {
  const { t } = useTranslation()
  const read = useAct('readByReceipt')
  const { anonymousUntil, assignee, dueAt } = detail
  return (
    <>
      <Section title={t(`cases.urgency.${detail.urgency}`)}>
        <Stack>
          <KeyValues
            items={[
              [t('cases.due'), <DateTime key="due" instant={dueAt} />],
              [t('cases.doctor'), assignee && <PersonName key="doctor">{assignee.displayName}</PersonName>],
              [t('receipts.until'), anonymousUntil && <DateTime key="until" instant={anonymousUntil} />],
            ]}
          />
          <ProblemAlert problem={read.problem} />
          <Group>
            <Button
              variant="default"
              loading={read.busy}
              onClick={async () => {
                const again = await read.run({ body: { receipt } })
                if (again) onTold(again)
              }}
            >
              {t('receipts.again')}
            </Button>
            <LinkButton to="/cases/claim" variant="default">
              {t('receipts.claim')}
            </LinkButton>
          </Group>
          <Text fz="sm" c="dimmed">
            {t('receipts.claimHelp')}
          </Text>
        </Stack>
      </Section>
      <Thread detail={detail} />
      {detail.can.includes('write') && <Write receipt={receipt} onTold={onTold} />}
    </>
  )
}

function Write({ receipt, onTold }: { receipt: string; onTold: (detail: Opened['detail']) => void }) {
  const { t } = useTranslation()
  const write = useAct('writeByReceipt', { done: t('cases.sent') })
  const form = useForm({
    schema: writeByReceipt.body,
    initial: { receipt, text: '' },
    hints: { text: t('cases.replyHint') },
    problem: write.problem,
  })
  const send = form.submit(async (body) => {
    const detail = await write.run({ body })
    if (detail === undefined) return
    form.set('text', '')
    onTold(detail)
  })
  return (
    <Section title={t('cases.write')}>
      <form onSubmit={send} noValidate>
        <Stack>
          <ProblemAlert problem={write.problem} />
          <Textarea {...form.text('text')} label={t('cases.reply')} dir="auto" autosize minRows={3} maxLength={20_000} />
          <div>
            <Button type="submit" loading={write.busy}>
              {t('cases.send')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
