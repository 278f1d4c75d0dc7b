import { ActionIcon, Group, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './hours.module.css'

type RowFrameProps = { label: string; removal: string; fault: string | undefined; onRemove: () => void; children: ReactNode }

/** One row of fields that can be taken away, with what is wrong with it. */
export function RowFrame({ label, removal, fault, onRemove, children }: RowFrameProps) {
  return (
    <fieldset className={classes.row} aria-label={label}>
      <Group align="flex-end" gap="xs">
        {children}
        <ActionIcon variant="subtle" color="gray" size={36} onClick={onRemove} aria-label={removal} title={removal}>
          <IconTrash size={18} stroke={1.5} aria-hidden="true" />
        </ActionIcon>
      </Group>
      {fault && (
        <Text c="red" fz="sm" role="alert">
          {fault}
        </Text>
      )}
    </fieldset>
  )
}
