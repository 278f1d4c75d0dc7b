import { Alert, Text } from '@mantine/core'
import { IconFileOff } from '@tabler/icons-react'
import type { Answer } from '@wardkeep/client'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { PersonName } from '../../layout/person-name.tsx'

type Retraction = NonNullable<Answer<'readRecord'>['retraction']>

/** That nobody is to rely on the record, over all that it says. */
export function RetractionAlert({ retraction }: { retraction: Retraction }) {
  const { t } = useTranslation()
  return (
    <Alert color="red" icon={<IconFileOff aria-hidden="true" />} title={t('retraction.title')}>
      <RetractionNote retraction={retraction} />
      <Text fz="sm" mt={4}>
        {t('retraction.stays')}
      </Text>
    </Alert>
  )
}

/** Why it is retracted, by whom and when. */
export function RetractionNote({ retraction }: { retraction: Retraction }) {
  const { t } = useTranslation()
  const { reason, by, as, at } = retraction
  return (
    <>
      <Text fz="sm" component="div">
        {t(`retraction.codes.${reason.code}`)}: <bdi>{reason.text}</bdi>
      </Text>
      <Text fz="sm" component="div">
        {t(`retraction.by.${as}`)}: <PersonName>{by.displayName}</PersonName> · <DateTime instant={at} shape="date-time" />
      </Text>
    </>
  )
}
