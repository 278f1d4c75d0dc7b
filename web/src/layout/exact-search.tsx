import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'

type ExactSearchProps = { label: string; submit: string; longest: number; dir: 'auto' | 'ltr'; onSearch: (sought: string) => void }

/** A field whose whole content is sought once it is sent; sent empty, everything is shown. What was typed is kept nowhere else. */
export function ExactSearch({ label, submit, longest, dir, onSearch }: ExactSearchProps) {
  const [typed, setTyped] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(typed.trim())
      }}
    >
      <Group align="flex-end">
        <TextInput
          label={label}
          value={typed}
          maxLength={longest}
          dir={dir}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {submit}
        </Button>
      </Group>
    </form>
  )
}
