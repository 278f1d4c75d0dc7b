import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { TextLink } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { WideTable } from '../../layout/wide-table.tsx'
import { permissionWord, relationWord } from '../../words/access-words.ts'
import { FieldRules } from './field-rules.tsx'
import { LabelRules } from './label-rules.tsx'

/** The page of the policy, as the server decides by it. */
export function RolesPage() {
  const { t } = useTranslation()
  const policy = useEndpoint('readPolicy')
  return (
    <Page
      title={t('access.roles.title')}
      lead={t('access.roles.lead')}
      back={<TextLink to="/admin/access">{t('access.why.rail')}</TextLink>}
    >
      <Loaded query={policy} lines={8}>
        {({ roles, permissions, fields, labels }) => (
          <>
            <WideTable label={t('access.roles.table')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('access.roles.right')}</Table.Th>
                  {roles.map((role) => (
                    <Table.Th key={role}>{t(`frame.role.${role}`)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {permissions.map(({ name, grants }) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row" fw={500}>
                      {permissionWord(t, name)}
                    </Table.Th>
                    {roles.map((role) => (
                      <Table.Td key={role}>
                        <Cell relations={grants.find((grant) => grant.role === role)?.relations ?? []} />
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </WideTable>
            <FieldRules fields={fields} />
            <LabelRules labels={labels} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Cell({ relations }: { relations: string[] }) {
  const { t } = useTranslation()
  if (relations.length > 0) return relations.map((relation) => relationWord(t, relation)).join(', ')
  return (
    <Text span c="dimmed" fz="sm">
      {t('access.roles.nothing')}
    </Text>
  )
}
