import { Button, Group, Textarea } from '@mantine/core'
import type { ComponentProps } from 'react'

type SendRowProps = {
  cancel: string
  send: string
  busy: boolean
  /** Nothing can be sent yet. */
  disabled?: boolean
  /** What is sent takes something away. */
  grave?: boolean
  onClose: () => void
  /** Without it the form around is submitted. */
  onSend?: () => void
}

/** The last row of a dialog: leave it as it was, or send it. */
export function SendRow({ cancel, send, busy, disabled = false, grave = false, onClose, onSend }: SendRowProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {cancel}
      </Button>
      <Button
        type={onSend ? 'button' : 'submit'}
        {...(grave && { color: 'red' })}
        loading={busy}
        disabled={disabled}
        {...(onSend && { onClick: onSend })}
      >
        {send}
      </Button>
    </Group>
  )
}

/** A note of some lines, in whatever direction it is written. */
export function NoteField(props: Pick<ComponentProps<typeof Textarea>, 'name' | 'value' | 'error' | 'label' | 'description' | 'onChange'>) {
  return <Textarea {...props} dir="auto" autosize minRows={3} maxLength={2000} />
}
