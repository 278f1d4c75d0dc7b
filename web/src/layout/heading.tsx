import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** The title of a page and its first sentence; the title takes the focus when the page opens. */
export function Heading({ title, lead, className }: { title: ReactNode; lead?: ReactNode; className?: string | undefined }) {
  return (
    <div className={className}>
      <Title order={1} tabIndex={-1}>
        {title}
      </Title>
      {lead && (
        <Text c="dimmed" mt={4}>
          {lead}
        </Text>
      )}
    </div>
  )
}
