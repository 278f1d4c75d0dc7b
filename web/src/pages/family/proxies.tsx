import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { LinkRow } from './link-row.tsx'

/** Who acts for a patient; whoever may, links and ends it here. */
export function Proxies({ patientId, title, mayLink, empty }: { patientId: string; title: string; mayLink: boolean; empty: ReactNode }) {
  const { t } = useTranslation()
  const [linking, setLinking] = useState(false)
  const proxies = usePages('listProxies', { patientId }, ({ cursor, ...more }) =>
    client.listProxies({ params: { id: patientId }, query: cursor ? { cursor } : {} }, more),
  )
  return (
    <Section
      title={title}
      flush
      aside={
        mayLink && (
          <Button size="xs" onClick={() => setLinking(true)}>
            {t('family.theirs.add')}
          </Button>
        )
      }
    >
      <LoadedPages query={proxies} lines={2} empty={empty}>
        {(items) => (
          <Rows>
            {items.map((link) => {
              const name = link.proxy.displayName
              return (
                <LinkRow
                  key={link.id}
                  link={link}
                  patientId={patientId}
                  name={name}
                  act={t('family.end.act')}
                  text={t('family.end.text', { name })}
                />
              )
            })}
          </Rows>
        )}
      </LoadedPages>
      {linking && <LinkDialog patientId={patientId} onClose={() => setLinking(false)} />}
    </Section>
  )
}
