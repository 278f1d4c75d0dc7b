import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Problem } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { done } from '../../layout/notices.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { saveFile } from '../../layout/save-file.ts'
import { type Filter, queryOf } from './filter.ts'

/** Saves what the filters show as a file, part by part; a fresh proof is asked for first. */
export function ExportButton({ filter }: { filter: Filter }) {
  const { t } = useTranslation()
  const save = useMutation<number, Problem>({
    mutationFn: async () => {
      const { parts, count } = await allParts(filter)
      saveFile('wardkeep-journal.csv', 'text/csv', parts)
      return count
    },
    onSuccess: (count) => done(t('journal.logs.exported', { count })),
  })
  return (
    <>
      <ProblemAlert problem={save.error ?? undefined} />
      <Button variant="default" loading={save.isPending} onClick={() => save.mutate()}>
        {t('journal.logs.export')}
      </Button>
    </>
  )
}

/** A mark of the order of bytes, so that spreadsheets read Hebrew as what it is, and then every part. */
async function allParts(filter: Filter): Promise<{ parts: string[]; count: number }> {
  const parts = ['\ufeff']
  let count = 0
  let cursor: string | null = null
  do {
    const part: Awaited<ReturnType<typeof client.exportEvents>> = await client.exportEvents({
      query: { ...queryOf(filter), ...(cursor && { cursor }) },
    })
    parts.push(part.text)
    count += part.count
    cursor = part.next
  } while (cursor !== null)
  return { parts, count }
}
