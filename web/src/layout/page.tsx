import { Group, Stack } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Heading } from './heading.tsx'
import classes from './page.module.css'

type PageProps = {
  title: ReactNode
  /** One quiet sentence under the title. */
  lead?: ReactNode
  /** The one thing that most people come here to do. */
  action?: ReactNode
  /** A `<TextLink>` to the page above this one. */
  back?: ReactNode
  /** `reading`: one column of text and forms. `work`: lists and tables. `full`: calendars. */
  width?: 'reading' | 'work' | 'full'
  children: ReactNode
}

/** Every page inside the frame: where one came from, its title, one primary action, one column of thought. */
export function Page({ title, lead, action, back, width = 'work', children }: PageProps) {
  return (
    <article className={classes.page} data-width={width}>
      {back && (
        <div className={classes.back}>
          <IconArrowLeft size={16} className="wk-mirrored" aria-hidden="true" />
          {back}
        </div>
      )}
      <Group justify="space-between" align="flex-start" gap="md" mb="lg">
        <Heading title={title} lead={lead} className={classes.heading} />
        {action}
      </Group>
      <Stack gap="lg">{children}</Stack>
    </article>
  )
}
