import { Button, Group, Switch, TextInput } from '@mantine/core'
import { IconDoor } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { addRoom } from '@wardkeep/contract/rooms.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { useForm } from '../../forms/use-form.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'

type Room = Answer<'changeRoom'>

/** The rooms that visits are booked in, and whether they are in use. */
export function RoomsPage() {
  const { t } = useTranslation()
  const rooms = useEndpoint('listRooms')
  return (
    <Page title={t('board.rooms.title')} lead={t('board.rooms.lead')} width="reading">
      <Section title={t('board.rooms.add')}>
        <AddRoom />
      </Section>
      <Loaded query={rooms}>
        {({ items }) => (
          <Section title={t('board.rooms.all')} flush>
            {items.length === 0 ? (
              <EmptyState icon={IconDoor} title={t('board.rooms.none')} text={t('board.rooms.noneText')} />
            ) : (
              <Rows>
                {items.map((room) => (
                  <RoomRow key={room.id} room={room} />
                ))}
              </Rows>
            )}
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function AddRoom() {
  const { t } = useTranslation()
  const add = useAct('addRoom', { refreshes: ['listRooms'], done: t('board.rooms.added') })
  const form = useForm({ schema: addRoom.body, initial: { name: '' }, problem: add.problem })
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        if (await add.run({ body })) form.set('name', '')
      })}
    >
      <Group align="flex-end">
        <TextInput {...form.text('name')} label={t('board.rooms.name')} maxLength={100} dir="auto" />
        <Button type="submit" loading={add.busy}>
          {t('board.rooms.add')}
        </Button>
      </Group>
      <ProblemAlert problem={add.problem} />
    </form>
  )
}

function RoomRow({ room }: { room: Room }) {
  const { t } = useTranslation()
  const change = useAct('changeRoom', { refreshes: ['listRooms'] })
  const { id, name, active, version } = room
  return (
    <Row
      start={<IconDoor size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Switch
          label={t('board.rooms.inUse')}
          aria-label={`${t('board.rooms.inUse')}: ${name}`}
          checked={active}
          disabled={change.busy}
          onChange={(event) => void change.run({ params: { id }, version, body: { name, active: event.currentTarget.checked } })}
        />
      }
    >
      <bdi>{name}</bdi>
      <ProblemAlert problem={change.problem} />
    </Row>
  )
}
