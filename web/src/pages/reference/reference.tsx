import { Accordion, Anchor, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { type Description, found, grouped, readDescription } from './description.ts'
import { OperationItem } from './operation-item.tsx'
import classes from './reference.module.css'

/** What the server answers, told by the server itself: no description of another version can stand here. */
export function ReferencePage() {
  const { t } = useTranslation()
  const described = useEndpoint('openapi')
  const description = useMemo(() => (described.data === undefined ? undefined : readDescription(described.data)), [described.data])
  return (
    <Page
      title={t('reference.title')}
      lead={description && t('reference.lead', { version: description.version })}
      action={
        <Anchor href="/openapi.json" fz="sm">
          {t('reference.file')}
        </Anchor>
      }
    >
      <Loaded query={{ ...described, data: description }} lines={8}>
        {(loaded) => <Operations description={loaded} />}
      </Loaded>
    </Page>
  )
}

function Operations({ description }: { description: Description }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useOpened()
  const shown = found(description.operations, typed)
  return (
    <>
      <search>
        <TextInput
          label={t('reference.search')}
          placeholder={t('reference.searchHint')}
          leftSection={<IconSearch size={18} stroke={1.5} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Text fz="sm" c="dimmed" mt="xs" role="status">
          {t('reference.count', { count: shown.length })}
        </Text>
      </search>
      {shown.length === 0 && <EmptyState title={t('reference.none')} text={t('reference.noneText')} />}
      <nav aria-label={t('reference.groups')}>
        <ul className={classes.groups}>
          {grouped(shown).map(([group]) => (
            <li key={group}>
              <Anchor href={`#about-${group}`} dir="ltr">
                {group}
              </Anchor>
            </li>
          ))}
        </ul>
      </nav>
      {grouped(shown).map(([group, operations]) => (
        <div key={group} id={`about-${group}`}>
          <Section title={<bdi>{group}</bdi>} flush>
            <Accordion multiple order={3} value={open} onChange={setOpen} classNames={{ control: classes.line, content: classes.line }}>
              {operations.map((operation) => (
                <OperationItem key={operation.id} operation={operation} open={open.includes(operation.id)} />
              ))}
            </Accordion>
          </Section>
        </div>
      ))}
    </>
  )
}

/** Which endpoints are open: at first the one that the address names, which is then brought into view. */
function useOpened() {
  const named = useLocation({ select: ({ hash }) => hash })
  const [open, setOpen] = useState<string[]>(named === '' ? [] : [named])
  useEffect(() => {
    if (named === '') return
    setOpen((before) => (before.includes(named) ? before : [...before, named]))
    document.getElementById(named)?.scrollIntoView()
  }, [named])
  return [open, setOpen] as const
}
