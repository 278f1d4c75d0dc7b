import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { EndDialog } from './end-dialog.tsx'
import { Fact } from './fact.tsx'

type Carer = Answer<'readCareTeam'>['items'][number]

/** To which doctors a chart is open, and because of what; whoever may, changes it here. */
export function CareTeam({
  patientId,
  title,
  mayAssign,
  empty,
}: {
  patientId: string
  title: string
  mayAssign: boolean
  empty: ReactNode
}) {
  const { t } = useTranslation()
  const [assigning, setAssigning] = useState(false)
  const team = usePages('readCareTeam', { patientId }, ({ cursor, ...more }) =>
    client.readCareTeam({ params: { id: patientId }, query: cursor ? { cursor } : {} }, more),
  )
  return (
    <Section
      title={title}
      flush
      aside={
        mayAssign && (
          <Button size="xs" onClick={() => setAssigning(true)}>
            {t('access.team.assign')}
          </Button>
        )
      }
    >
      <LoadedPages query={team} lines={3} empty={empty}>
        {(items) => (
          <Rows>
            {items.map((carer) => (
              <CarerRow key={carer.id} carer={carer} patientId={patientId} />
            ))}
          </Rows>
        )}
      </LoadedPages>
      {mayAssign && <AssignDialog patientId={patientId} opened={assigning} onClose={() => setAssigning(false)} />}
    </Section>
  )
}

function CarerRow({ carer, patientId }: { carer: Carer; patientId: string }) {
  const { t } = useTranslation()
  const [ending, setEnding] = useState(false)
  const name = carer.doctor.displayName
  return (
    <Row
      start={<IconStethoscope size={22} stroke={1.5} aria-hidden="true" />}
      end={
        carer.can.includes('end') && (
          <Button variant="default" size="xs" onClick={() => setEnding(true)}>
            {t('access.team.end')}
            <VisuallyHidden>: {name}</VisuallyHidden>
          </Button>
        )
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{name}</PersonName>
        </Text>
        {carer.state === 'coming' && (
          <Badge variant="light" color="gray">
            {t('access.team.coming')}
          </Badge>
        )}
      </Group>
      <Fact reach={carer} />
      <EndDialog patientId={patientId} relationId={carer.id} name={name} opened={ending} onClose={() => setEnding(false)} />
    </Row>
  )
}
