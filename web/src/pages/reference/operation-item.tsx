import { Accordion, Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { KeyValues } from '../../layout/key-values.tsx'
import { actionWord } from '../../words/journal-words.ts'
import { CodeTable } from './code-table.tsx'
import type { Operation } from './description.ts'
import classes from './reference.module.css'
import { fieldsOf, formOf } from './shape.ts'

/** One endpoint: a line that opens to all that is to know about it. */
export function OperationItem({ operation, open }: { operation: Operation; open: boolean }) {
  return (
    <Accordion.Item value={operation.id} id={operation.id}>
      <Accordion.Control>
        <Group gap="4px 12px">
          <Badge className={classes.method} color={operation.method === 'GET' ? 'gray' : 'teal'} size="md">
            {operation.method}
          </Badge>
          <bdi dir="ltr" className={classes.path}>
            {operation.path}
          </bdi>
          <Text component="bdi" lang="en" fz="sm" c="dimmed">
            {operation.summary}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>{open && <Facts operation={operation} />}</Accordion.Panel>
    </Accordion.Item>
  )
}

function Facts({ operation }: { operation: Operation }) {
  const { t } = useTranslation()
  const { parameters, body, reply, refusals } = operation
  return (
    <Stack gap="lg">
      <KeyValues
        items={[
          [t('reference.permission'), operation.access === 'public' ? t('reference.everybody') : operation.access],
          [t('reference.proof'), useProofWord(operation.assurance)],
          [
            t('reference.event'),
            operation.audit === 'none' ? t('reference.noEvent') : `${actionWord(t, operation.audit)} (${operation.audit})`,
          ],
          [t('reference.also'), operation.aliases.join(', ')],
        ]}
      />
      {parameters.length > 0 && (
        <CodeTable
          title={t('reference.parameters')}
          columns={[t('reference.columns.name'), t('reference.columns.place'), t('reference.columns.form')]}
          rows={parameters.map((one) => [one.required ? one.name : `${one.name}?`, one.in, formOf(one.schema)])}
        />
      )}
      {body !== undefined && <ShapeTable title={t('reference.body')} schema={body} />}
      {reply && <ShapeTable title={t('reference.reply', { status: reply.status })} schema={reply.schema} />}
      <CodeTable
        title={t('reference.refusals')}
        columns={[t('reference.columns.status'), t('reference.columns.codes')]}
        rows={refusals.map(({ status, codes }) => [String(status), codes.join(' · ')])}
      />
      <Anchor href={`#${operation.id}`} fz="sm">
        {t('reference.link')}
      </Anchor>
    </Stack>
  )
}

function ShapeTable({ title, schema }: { title: string; schema: unknown }) {
  const { t } = useTranslation()
  if (schema === undefined) return <CodeTable title={title} columns={[]} rows={[]} note={t('reference.nothing')} />
  const rows = fieldsOf(schema).map(({ path, form }) => [path, form])
  const notes = [
    rows.some(([path]) => path?.endsWith('?')) && t('reference.optional'),
    rows.some(([path]) => path?.includes('#')) && t('reference.either'),
  ]
  return (
    <CodeTable
      title={title}
      columns={[t('reference.columns.name'), t('reference.columns.form')]}
      rows={rows}
      note={notes.filter(Boolean).join(' ')}
    />
  )
}

function useProofWord({ level, freshWithin }: Operation['assurance']): string {
  const { t } = useTranslation()
  const word = t(`reference.levels.${level === 0 ? 'none' : level === 1 ? 'one' : 'two'}`)
  return freshWithin === undefined ? word : `${word}, ${t('reference.fresh', { seconds: freshWithin })}`
}
