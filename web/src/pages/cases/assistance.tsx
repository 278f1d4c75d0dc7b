import { Alert, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { draftKinds } from '@wardkeep/contract/assistant.ts'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Section } from '../../layout/section.tsx'
import { AskColumn } from './ask-column.tsx'

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
                <SimpleGrid cols={{ base: 1, md: 3 }} spacing="lg">
                  {draftKinds.map((kind) => (
                    <AskColumn
                      key={kind}
                      caseId={caseId}
                      kind={kind}
                      mayAsk={can.includes(kind)}
                      draft={items.find((item) => item.kind === kind)}
                    />
                  ))}
                </SimpleGrid>
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
