import { Table, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { patientFields } from '@wardkeep/contract/fields.ts'
import { useTranslation } from 'react-i18next'
import { Section } from '../../layout/section.tsx'
import { WideTable } from '../../layout/wide-table.tsx'
import { relationWord } from '../../words/access-words.ts'

type Policy = Answer<'readPolicy'>

/** Which field of a patient each role is shown, and which it changes. */
export function FieldRules({ fields }: { fields: Policy['fields'] }) {
  const { t } = useTranslation()
  const columns = fields.map((part) => ({ ...part, key: `${part.role} ${part.relations.join(' ')}` }))
  return (
    <Section title={t('details.page.title')}>
      <Text c="dimmed" mb="md">
        {t('details.page.lead')}
      </Text>
      <WideTable label={t('details.page.table')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('details.page.field')}</Table.Th>
            {columns.map(({ key, role, relations }) => (
              <Table.Th key={key}>
                {t('details.page.by', {
                  role: t(`frame.role.${role}`),
                  relations: relations.map((relation) => relationWord(t, relation)).join(', '),
                })}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {patientFields.map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row" fw={500}>
                {t(`details.page.names.${field}`)}
              </Table.Th>
              {columns.map(({ key, rights }) => {
                const found = rights.find((right) => right.field === field)
                return (
                  <Table.Td key={key}>
                    {found ? (
                      t(`details.page.rights.${found.right}`)
                    ) : (
                      <Text span c="dimmed" fz="sm">
                        {t('details.page.hidden')}
                      </Text>
                    )}
                  </Table.Td>
                )
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Section>
  )
}
