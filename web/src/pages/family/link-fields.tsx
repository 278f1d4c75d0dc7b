import { Checkbox, TextInput } from '@mantine/core'
import type { proxyScopes } from '@wardkeep/contract/proxies.ts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** `day`: the last day, '' where there is none. */
export type LinkAsked = { email: string; book: boolean; cases: boolean; day: string }
export const nobodyAsked: LinkAsked = { email: '', book: true, cases: false, day: '' }

/** What is sent of it: until the end of the last day. */
export function sentOf({ email, book, cases, day }: LinkAsked) {
  const scopes: (typeof proxyScopes)[number][] = ['read', ...(book ? (['book'] as const) : []), ...(cases ? (['cases'] as const) : [])]
  return { email: email.trim(), scopes, ...(day !== '' && { until: new Date(`${day}T23:59:59`).toISOString() }) }
}

/** Who is to act for a patient, in what, and until when. */
export function LinkFields({
  asked,
  onChange,
  emailLabel,
  emailHelp,
  children,
}: {
  asked: LinkAsked
  onChange: (asked: LinkAsked) => void
  emailLabel: string
  emailHelp: string
  children?: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <>
      <TextInput
        label={emailLabel}
        description={emailHelp}
        type="email"
        dir="ltr"
        autoComplete="off"
        maxLength={254}
        value={asked.email}
        onChange={(event) => onChange({ ...asked, email: event.currentTarget.value })}
      />
      {children}
      <Checkbox
        label={t('family.form.book')}
        checked={asked.book}
        onChange={(event) => onChange({ ...asked, book: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('family.form.cases')}
        checked={asked.cases}
        onChange={(event) => onChange({ ...asked, cases: event.currentTarget.checked })}
      />
      <TextInput
        label={t('family.form.until')}
        description={t('family.form.untilHelp')}
        type="date"
        value={asked.day}
        onChange={(event) => onChange({ ...asked, day: event.currentTarget.value })}
      />
    </>
  )
}
