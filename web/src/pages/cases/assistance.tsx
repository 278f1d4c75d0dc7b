import { Alert, Grid, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { draftKinds } from '@wardkeep/contract/assistant.ts'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Section } from '../../layout/section.tsx'
import { AskColumn } from './ask-column.tsx'

/** Of twelve: a reply is read line by line, and edited. */
const columns = { triage: 3, summary: 4, 'draft-reply': 5 } as const

/** What the assistant drafted for a question, side by side: how urgent it is, what it says, and a reply. Nothing of it is sent by itself. */
export function Assistance({ caseId }: { caseId: string }) {
  const { t } = useTranslation()
  const found = useEndpoint('listDrafts', { params: { id: caseId } })
  return (
    <Section title={t('assistant.title')}>
      <Loaded query={found}>
        {({ items, can, outside }) => (
          <Stack>
            <Text fz="sm" c="dimmed">
              {t('assistant.lead')}
            </Text>
            {can.length === 0 && items.length === 0 ? (
              <Text>{t('assistant.nothing')}</Text>
            ) : (
              <>
                {outside && (
                  <Alert color="gray" icon={<IconInfoCircle aria-hidden="true" />}>
                    {t('assistant.outside')}
                  </Alert>
                )}
                <Grid gap="lg">
                  {draftKinds.map((kind) => (
                    <Grid.Col key={kind} span={{ base: 12, md: columns[kind] }}>
                      <AskColumn caseId={caseId} kind={kind} mayAsk={can.includes(kind)} draft={items.find((item) => item.kind === kind)} />
                    </Grid.Col>
                  ))}
                </Grid>
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
