import { Badge, Text } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { DateTime } from '../../layout/date-time.tsx'
import { TextLink } from '../../layout/links.tsx'
import { Row } from '../../layout/rows.tsx'

/** A case of the system before, with the words by which that system called people. */
export function CaseRow({ found, badge }: { found: Answer<'listLegacyCases'>['items'][number]; badge: boolean }) {
  const { t } = useTranslation()
  const { id, title, submittedAt, userIdentifier, vendorId, link } = found
  return (
    <Row end={badge && link && <Badge variant="light">{t('legacy.linked')}</Badge>}>
      <TextLink to="/old-cases/$caseId" params={{ caseId: id }} fw={600}>
        <bdi>{title ?? t('legacy.untitled')}</bdi>
      </TextLink>
      <Text fz="sm" c="dimmed">
        <DateTime instant={submittedAt} />
        {[userIdentifier, vendorId].map(
          (word, place) =>
            word && (
              <Fragment key={place === 0 ? 'identifier' : 'vendor'}>
                {' · '}
                <bdi>{word}</bdi>
              </Fragment>
            ),
        )}
      </Text>
    </Row>
  )
}
