import { Group, Text } from '@mantine/core'
import { IconDeviceMobileCheck, IconFingerprint, IconListNumbers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import { formatInstant, localeOf, viewerZone } from '../../words/dates.ts'
import { PasskeyRow } from './passkey-row.tsx'
import { RemoveFactor } from './remove-factor.tsx'

/** What proves the second half of a sign-in: what there is, and what may be done with it. */
export function FactorsSection() {
  const { t, i18n } = useTranslation()
  const locale = localeOf(i18n.language)
  const factors = useEndpoint('listFactors')
  const remove = useAct('removeTotp', { refreshes: ['listFactors', 'listSessions'], done: t('account.factors.removed') })
  const day = (at: string) => formatInstant(at, 'date', locale, viewerZone())
  return (
    <Section title={t('account.factors.title')} flush>
      <Loaded query={factors} lines={2}>
        {({ totp, passkeys, recoveryCodes, required, can }) => (
          <Rows>
            <Row
              start={<IconDeviceMobileCheck size={22} stroke={1.5} aria-hidden="true" />}
              end={
                <Group gap="xs">
                  <LinkButton to="/security/authenticator" variant={totp ? 'default' : 'filled'} size="xs">
                    {totp ? t('account.factors.replace') : t('account.factors.setUp')}
                  </LinkButton>
                  {can.includes('removeTotp') && (
                    <RemoveFactor name={t('account.factors.totp')} act={remove} onRemove={(query) => remove.run({ query })} />
                  )}
                </Group>
              }
            >
              <Text fw={600}>{t('account.factors.totp')}</Text>
              <Text fz="sm" c="dimmed">
                {totp ? t('account.factors.since', { day: day(totp.since) }) : t('account.factors.none')}
                {required && ` ${t('account.factors.required')}`}
              </Text>
            </Row>
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} removable={can.includes('removePasskey')} />
            ))}
            <Row
              start={<IconFingerprint size={22} stroke={1.5} aria-hidden="true" />}
              end={
                <LinkButton to="/security/passkey" variant="default" size="xs">
                  {t('account.passkeys.add')}
                </LinkButton>
              }
            >
              <Text fw={600}>{t('account.passkeys.title')}</Text>
              <Text fz="sm" c="dimmed">
                {t('account.passkeys.what')}
              </Text>
            </Row>
            {can.includes('makeRecoveryCodes') && (
              <Row
                start={<IconListNumbers size={22} stroke={1.5} aria-hidden="true" />}
                end={
                  <LinkButton to="/security/recovery-codes" variant="default" size="xs">
                    {t('account.recovery.renew')}
                  </LinkButton>
                }
              >
                <Text fw={600}>{t('account.recovery.title')}</Text>
                <Text fz="sm" c="dimmed">
                  {recoveryCodes
                    ? t('account.factors.left', { count: recoveryCodes.left, day: day(recoveryCodes.madeAt) })
                    : t('account.factors.noCodes')}
                </Text>
              </Row>
            )}
          </Rows>
        )}
      </Loaded>
    </Section>
  )
}
