import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { client } from './client.ts'
import { usePages } from './use-pages.ts'

/** How a chart is looked for. Kept in the component alone: a name must not stand in an address or a storage. */
export type Sought = { by: 'name' | 'insuranceId'; text: string }

/** The charts the caller may see, or those of them that were looked for; asked once the typing pauses, since every look is in the journal. */
export function usePatients() {
  const [sought, setSought] = useState<Sought>({ by: 'name', text: '' })
  const [settled] = useDebouncedValue(sought, 350)
  const text = settled.text.trim()
  const search = text === '' ? {} : { [settled.by]: text }
  const patients = usePages('listPatients', search, ({ cursor, ...more }) =>
    client.listPatients({ query: { ...search, ...(cursor && { cursor }) } }, more),
  )
  return { patients, sought, setSought, searching: text !== '' }
}
