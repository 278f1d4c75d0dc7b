import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '../../data/client.ts'
import { usePages } from '../../data/use-pages.ts'
import { LoadedPages } from '../../layout/loaded.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { LinkRow } from './link-row.tsx'

type ProxiesProps = {
  patientId: string
  title: string
  /** By linking, as who runs the clinic does, or by inviting, as the patient does. */
  by: 'linking' | 'inviting' | 'nobody'
  empty: ReactNode
}

/** Who acts for a patient; whoever may, links or invites somebody and ends it here. */
export function Proxies({ patientId, title, by, empty }: ProxiesProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const proxies = usePages('listProxies', { patientId }, ({ cursor, ...more }) =>
    client.listProxies({ params: { id: patientId }, query: cursor ? { cursor } : {} }, more),
  )
  return (
    <Section
      title={title}
      flush
      aside={
        by !== 'nobody' && (
          <Button size="xs" onClick={() => setAdding(true)}>
            {by === 'linking' ? t('family.theirs.add') : t('family.invite.add')}
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
      {adding && by === 'linking' && <LinkDialog patientId={patientId} onClose={() => setAdding(false)} />}
      {adding && by === 'inviting' && <InviteDialog patientId={patientId} onClose={() => setAdding(false)} />}
    </Section>
  )
}
