import { List, Table, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { Section } from '../../layout/section.tsx'

type Rule = Pick<Answer<'readPolicy'>['labels'][number], 'purposes' | 'stated' | 'close'>

/** What it takes to be shown a restricted record, role by role. */
export function LabelRules({ labels }: { labels: Answer<'readPolicy'>['labels'] }) {
  const { t } = useTranslation()
  return (
    <Section title={t('details.label.pageTitle')}>
      <Text c="dimmed" mb="md">
        {t('details.label.pageLead')}
      </Text>
      <Table verticalSpacing="xs" aria-label={t('details.label.pageTitle')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('details.label.label')}</Table.Th>
            <Table.Th>{t('details.label.role')}</Table.Th>
            <Table.Th>{t('details.label.takes')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {labels.map((rule) => (
            <Table.Tr key={`${rule.label} ${rule.role}`}>
              <Table.Td>{t(`details.label.names.${rule.label}`)}</Table.Td>
              <Table.Td>{t(`frame.role.${rule.role}`)}</Table.Td>
              <Table.Td>
                <Takes rule={rule} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  )
}

/** A release in words. */
export function Takes({ rule }: { rule: Rule }) {
  const { t } = useTranslation()
  const purposes = rule.purposes.map((purpose) => t(`audit.why.${purpose}`)).join(', ')
  return (
    <List listStyleType="none" spacing={0}>
      {rule.stated && <List.Item>{t('details.label.stated', { purposes })}</List.Item>}
      {!rule.stated && rule.purposes.length > 0 && <List.Item>{t('details.label.implied')}</List.Item>}
      {!rule.stated && rule.purposes.length === 0 && <List.Item>{t('details.label.always')}</List.Item>}
      {rule.close && <List.Item>{t('details.label.close')}</List.Item>}
    </List>
  )
}
