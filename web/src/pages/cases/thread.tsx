import { Badge, Group, Text } from '@mantine/core'
import { IconMessageQuestion, IconStethoscope, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'
import { Row, Rows } from '../../layout/rows.tsx'
import { Section } from '../../layout/section.tsx'
import type { Detail } from './case.tsx'

/** The question, and what was written to it, oldest first. */
export function Thread({ detail }: { detail: Detail }) {
  const { t } = useTranslation()
  return (
    <Section title={t('cases.thread')} flush>
      <Rows label={t('cases.thread')}>
        <Row start={<IconMessageQuestion size={22} stroke={1.5} aria-hidden="true" />}>
          <Written text={detail.text} />
        </Row>
        {detail.thread.map(({ id, at, from, name, text, answer, assisted }) => (
          <Row
            key={id}
            start={
              from === 'doctor' ? (
                <IconStethoscope size={22} stroke={1.5} aria-hidden="true" />
              ) : (
                <IconUser size={22} stroke={1.5} aria-hidden="true" />
              )
            }
          >
            <Group gap="xs">
              <Text fw={600}>{name === '' ? t(`cases.from.${from}`) : <PersonName>{name}</PersonName>}</Text>
              <Text fz="sm" c="dimmed" component="div">
                <DateTime instant={at} />
              </Text>
              {from === 'proxy' && name !== '' && (
                <Badge color="gray" variant="light">
                  {t('cases.forPatient')}
                </Badge>
              )}
              {answer && <Badge color="green">{t('cases.answer')}</Badge>}
              {assisted && (
                <Badge color="gray" variant="light">
                  {t('assistant.assisted')}
                </Badge>
              )}
            </Group>
            <Written text={text} />
          </Row>
        ))}
      </Rows>
    </Section>
  )
}

function Written({ text }: { text: string }) {
  return <Text className="wk-written">{text}</Text>
}
