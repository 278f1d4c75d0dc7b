import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { EmptyState } from '../../layout/states.tsx'
import { usePerson } from '../../session/session.ts'
import { Invitations } from './invitations.tsx'
import { LinkRow } from './link-row.tsx'
import { Proxies } from './proxies.tsx'

export function FamilyPage() {
  const { t } = useTranslation()
  const { patientId } = usePerson()
  return (
    <Page title={t('family.title')} lead={t('family.lead')} width="reading">
      <Acting />
      {patientId && (
        <Proxies
          patientId={patientId}
          title={t('family.mine.title')}
          by="inviting"
          empty={<EmptyState title={t('family.mine.none')} text={t('family.mine.noneText')} />}
        />
      )}
      {patientId && <Invitations patientId={patientId} />}
    </Page>
  )
}

/** For whom the person acts now. */
function Acting() {
  const { t } = useTranslation()
  const acting = useEndpoint('listProxied')
  return (
    <Section title={t('family.acting.title')} flush>
      <Loaded query={acting} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('family.acting.none')} text={t('family.acting.noneText')} />
          ) : (
            <Rows>
              {items.map((link) => {
                const { id, displayName } = link.patient
                return (
                  <LinkRow
                    key={link.id}
                    link={link}
                    patientId={id}
                    name={displayName}
                    act={t('family.acting.stop')}
                    text={t('family.end.own', { name: displayName })}
                  >
                    <Group gap="xs">
                      <LinkButton
                        size="xs"
                        to="/patients/$patientId"
                        params={{ patientId: id }}
                        search={{}}
                        aria-label={`${t('family.acting.chart')}: ${displayName}`}
                      >
                        {t('family.acting.chart')}
                      </LinkButton>
                      {link.scopes.includes('book') && (
                        <LinkButton size="xs" variant="default" to="/doctors" aria-label={`${t('family.acting.book')}: ${displayName}`}>
                          {t('family.acting.book')}
                        </LinkButton>
                      )}
                      {link.scopes.includes('cases') && (
                        <LinkButton size="xs" variant="default" to="/cases" aria-label={`${t('family.acting.cases')}: ${displayName}`}>
                          {t('family.acting.cases')}
                        </LinkButton>
                      )}
                    </Group>
                  </LinkRow>
                )
              })}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  )
}
