import { Table, Text, Title } from '@mantine/core'
import classes from './reference.module.css'

/** A titled table of codes: always from left to right, whatever the language around it, and never wider than the page. */
export function CodeTable({
  title,
  columns,
  rows,
  note,
}: {
  title: string
  columns: string[]
  rows: string[][]
  note?: string | undefined
}) {
  return (
    <div>
      <Title order={4} fz="sm" mb={4}>
        {title}
      </Title>
      {rows.length > 0 && (
        <Table.ScrollContainer
          minWidth={0}
          dir="ltr"
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': title } }}
        >
          <Table fz="sm" verticalSpacing={4} horizontalSpacing="xs" className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((cells) => (
                <Table.Tr key={cells.join()}>
                  {cells.map((cell, place) => (
                    <Table.Td key={columns[place]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {note && (
        <Text fz="sm" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  )
}
