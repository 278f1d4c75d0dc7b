import { Input, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { KeyValues } from '../../layout/key-values.tsx'
import { TextLink } from '../../layout/links.tsx'
import { Page } from '../../layout/page.tsx'
import { Section } from '../../layout/section.tsx'
import { useLanguage } from '../../layout/use-language.ts'
import { becomePerson, usePerson } from '../../session/session.ts'
import { localeOf, viewerZone, zoneName } from '../../words/dates.ts'
import { type LanguageCode, languageCodes, languages } from '../../words/languages.ts'
import { CalendarFeed } from '../calendar/calendar-feed.tsx'
import { OwnName } from './own-name.tsx'
import { Reminders } from './reminders.tsx'

export function ProfilePage() {
  const { t, i18n } = useTranslation()
  const person = usePerson()
  const zone = viewerZone()
  return (
    <Page title={t('account.profile.title')} width="reading">
      <Section title={t('account.profile.you')} aside={<TextLink to="/profile/email">{t('people.email.title')}</TextLink>}>
        <KeyValues
          items={[
            [t('account.profile.email'), person.email],
            [t('account.profile.username'), person.username],
            [t('account.profile.role'), t(`frame.role.${person.role}`)],
            [t('account.profile.organisation'), person.organisation.name],
          ]}
        />
      </Section>
      <Section title={t('people.nameTitle')}>
        <OwnName />
      </Section>
      <Section title={t('account.profile.display')}>
        <Stack gap="lg">
          <LanguageChoice />
          <SchemeChoice />
          <Input.Wrapper label={t('account.profile.zone')} labelElement="div" description={t('account.profile.zoneHelp')}>
            <Text>
              {zoneName(zone, localeOf(i18n.language))} <bdi>({zone})</bdi>
            </Text>
          </Input.Wrapper>
        </Stack>
      </Section>
      {withVisits.some((role) => role === person.role) && <CalendarFeed />}
      {person.patientId !== undefined && <Reminders />}
      {closers.some((role) => role === person.role) && <TextLink to="/profile/close">{t('people.own.title')}</TextLink>}
    </Page>
  )
}

/** Who has visits of their own. */
const withVisits = ['patient', 'doctor'] as const
/** Who works here leaves by an administrator’s hand. */
const closers = ['patient', 'admin'] as const

function LanguageChoice() {
  const { t } = useTranslation()
  const id = useId()
  const [language, change] = useLanguage()
  const save = useAct('updateMe', { done: t('people.languageSaved') })
  const take = async (next: LanguageCode) => {
    change(next)
    const changed = await save.run({ body: { language: next } })
    if (changed) becomePerson(changed)
  }
  return (
    <Input.Wrapper
      label={t('account.profile.language')}
      description={t('account.profile.languageHelp')}
      inputWrapperOrder={['label', 'input', 'description']}
      labelElement="div"
      labelProps={{ id }}
    >
      <div>
        <SegmentedControl
          aria-labelledby={id}
          value={language}
          onChange={take}
          data={languageCodes.map((code) => ({ value: code, label: <span lang={code}>{languages[code].name}</span> }))}
        />
      </div>
    </Input.Wrapper>
  )
}

const schemes = ['auto', 'light', 'dark'] as const

function SchemeChoice() {
  const { t } = useTranslation()
  const id = useId()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Input.Wrapper label={t('account.profile.scheme')} labelElement="div" labelProps={{ id }}>
      <div>
        <SegmentedControl
          aria-labelledby={id}
          value={colorScheme}
          onChange={setColorScheme}
          data={schemes.map((scheme) => ({ value: scheme, label: t(`account.profile.${scheme}`) }))}
        />
      </div>
    </Input.Wrapper>
  )
}
