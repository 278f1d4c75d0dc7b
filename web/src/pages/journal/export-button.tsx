import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Answer, Problem } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { saveFile } from '../../data/save-file.ts'
import { done } from '../../layout/notices.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { type Filter, queryOf } from './filter.ts'

type Part = Answer<'exportEvents'>

/** Saves what the filters show as a file, part by part, and beside it the signatures that prove it; a fresh proof is asked for first. */
export function ExportButton({ filter }: { filter: Filter }) {
  const { t } = useTranslation()
  const save = useMutation<Part[], Problem>({
    mutationFn: () => allParts(filter),
    onSuccess: (parts) => {
      saveFile(
        'wardkeep-journal.csv',
        'text/csv',
        parts.map(({ text }) => text),
      )
      saveSignatures(parts)
      done(t('journal.logs.exported', { count: parts.reduce((sum, part) => sum + part.count, 0) }))
    },
  })
  const parts = save.data
  return (
    <>
      <ProblemAlert problem={save.error ?? undefined} />
      <Group gap="xs">
        {/* Browsers may hold back the second of two files. */}
        {parts && (
          <Button variant="subtle" onClick={() => saveSignatures(parts)}>
            {t('journal.logs.signatures')}
          </Button>
        )}
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
          {t('journal.logs.export')}
        </Button>
      </Group>
    </>
  )
}

/** The texts one after the other are the file, byte for byte as they were signed, so nothing is put between them. */
async function allParts(filter: Filter): Promise<Part[]> {
  const parts: Part[] = []
  let cursor: string | null = null
  do {
    const part: Part = await client.exportEvents({ query: { ...queryOf(filter), ...(cursor && { cursor }) } })
    parts.push(part)
    cursor = part.next
  } while (cursor !== null)
  return parts
}

/** The second file of docs/formats/journal-export.md. */
function saveSignatures(parts: readonly Part[]): void {
  const file = { format: 'wardkeep-journal-signatures/1', parts: parts.map(({ jws }) => jws) }
  saveFile('wardkeep-journal.signatures.json', 'application/json', [`${JSON.stringify(file, null, 2)}\n`])
}
