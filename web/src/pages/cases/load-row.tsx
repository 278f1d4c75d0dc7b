import { Badge, Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { IconStethoscope } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PersonName } from '../../layout/person-name.tsx'
import { Row } from '../../layout/rows.tsx'
import { localeOf } from '../../words/dates.ts'
import { languageName } from '../../words/language-names.ts'
import { PoolDialog } from './pool-dialog.tsx'
import type { Routing } from './routing.tsx'

/** How much one doctor has beside who has most, what they bring, and in whose pool they are. */
export function LoadRow({ member, pools, most }: { member: Routing['doctors'][number]; pools: readonly string[]; most: number }) {
  const { t, i18n } = useTranslation()
  const [choosing, setChoosing] = useState(false)
  const locale = localeOf(i18n.language)
  return (
    <Row
      start={<IconStethoscope size={22} stroke={1.5} aria-hidden="true" />}
      end={
        <Group gap="sm">
          <Text fz="sm">{t('routing.open', { count: member.load })}</Text>
          <Button variant="default" size="xs" onClick={() => setChoosing(true)}>
            {t('routing.poolLabel')}
            <VisuallyHidden>: {member.doctor.displayName}</VisuallyHidden>
          </Button>
        </Group>
      }
    >
      <Group gap="xs">
        <Text fw={600}>
          <PersonName>{member.doctor.displayName}</PersonName>
        </Text>
        {member.away && <Badge color="amber">{t('routing.away')}</Badge>}
        {member.pool && (
          <Badge variant="light" color="gray">
            {t('routing.pool', { name: member.pool })}
          </Badge>
        )}
      </Group>
      <Text fz="sm" c="dimmed">
        {[...member.languages.map((tag) => languageName(tag, locale)), ...member.specialties].join(' · ')}
      </Text>
      <div
        aria-hidden="true"
        style={{
          height: 6,
          marginTop: 6,
          borderRadius: 3,
          width: `${(member.load / most) * 100}%`,
          background: 'var(--mantine-primary-color-filled)',
        }}
      />
      {choosing && <PoolDialog member={member} pools={pools} onClose={() => setChoosing(false)} />}
    </Row>
  )
}
