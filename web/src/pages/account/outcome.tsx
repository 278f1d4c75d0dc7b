import { Alert, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { LinkButton } from '../../layout/links.tsx'
import { PublicHeading } from '../../layout/public-frame.tsx'

/** What following a link came to: a sentence that is spoken, and where to go next. */
export function Outcome({ title, text, to, next }: { title: string; text: string; to: '/sign-in' | '/forgot'; next: string }) {
  return (
    <Stack>
      <PublicHeading title={title} />
      <Alert color="green" role="status" icon={<IconCircleCheck aria-hidden="true" />}>
        {text}
      </Alert>
      <LinkButton to={to} size="md">
        {next}
      </LinkButton>
    </Stack>
  )
}
