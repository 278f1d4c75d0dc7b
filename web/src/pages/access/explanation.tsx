import { Badge, Group, Stack, Text } from '@mantine/core'
import type { Permission } from '@wardkeep/contract/permissions.ts'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { KeyValues } from '../../layout/key-values.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Section } from '../../layout/section.tsx'
import { permissionWord, relationWord } from '../../words/access-words.ts'
import { Fact } from './fact.tsx'
import { Takes } from './label-rules.tsx'

export type Asked = { user: string; action: Permission; resource: string }

/** The decision as it stands now, with its rule and the facts behind it. */
export function Explanation({ asked }: { asked: Asked }) {
  const { t } = useTranslation()
  const answer = useEndpoint('explainAccess', { query: asked })
  return (
    <Section title={t('access.why.answer')}>
      <Loaded query={answer} lines={3}>
        {(found) => (
          <Stack aria-live="polite">
            <Group gap="xs">
              <Badge color={found.allowed ? 'green' : 'gray'} variant="light" size="lg">
                {found.allowed ? t('access.why.yes') : t('access.why.no')}
              </Badge>
              <Text>{t(`access.why.reasons.${found.reason}`)}</Text>
            </Group>
            <KeyValues
              items={[
                [t('access.why.action'), permissionWord(t, found.action)],
                [t('people.role'), t(`frame.role.${found.person.role}`)],
                [t('access.why.granted'), found.relations.map((relation) => relationWord(t, relation)).join(', ')],
                [t('access.why.rule'), found.rule],
                [t('details.label.title'), found.label && t(`details.label.names.${found.label.confidentiality}`)],
                [
                  t('details.label.takes'),
                  found.label && (found.label.release ? <Takes rule={found.label.release} /> : t('details.label.never')),
                ],
              ]}
            />
            {found.relations.includes('assigned') && (
              <>
                <Text fw={600}>{t('access.why.facts')}</Text>
                {found.facts.length === 0 && <Text c="dimmed">{t('access.why.noFacts')}</Text>}
                {found.facts.map((fact) => (
                  <div key={fact.id}>
                    <Badge variant="light" color={fact.state === 'live' ? 'green' : 'gray'}>
                      {t(`access.why.states.${fact.state}`)}
                    </Badge>
                    <Fact reach={fact} />
                  </div>
                ))}
              </>
            )}
          </Stack>
        )}
      </Loaded>
    </Section>
  )
}
