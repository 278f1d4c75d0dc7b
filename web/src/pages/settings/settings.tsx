import { Button, Radio, Select, Stack, Switch, TextInput } from '@mantine/core'
import type { Answer } from '@wardkeep/client'
import { purposeModes, setOrganisation } from '@wardkeep/contract/organisations.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useEndpoint } from '../../data/use-endpoint.ts'
import { faultOfList } from '../../forms/faults.ts'
import { LanguagesInput } from '../../forms/languages-input.tsx'
import { useForm } from '../../forms/use-form.ts'
import { LinkButton } from '../../layout/links.tsx'
import { Loaded } from '../../layout/loaded.tsx'
import { Page } from '../../layout/page.tsx'
import { SaveProblem } from '../../layout/save-problem.tsx'
import { Section } from '../../layout/section.tsx'
import { readPersonAgain } from '../../session/session.ts'
import { AssistantSettings } from './assistant.tsx'
import { Clocks, Whole } from './clocks.tsx'
import { Networks } from './networks.tsx'
import { VisitSettings } from './visits.tsx'

type Stored = Answer<'readOrganisation'>

/** The organisation's settings, for who runs it. */
export function SettingsPage() {
  const { t } = useTranslation()
  const settings = useEndpoint('readOrganisation')
  return (
    <Page
      title={t('settings.title')}
      lead={t('settings.lead')}
      width="reading"
      action={
        <LinkButton variant="default" to="/admin/sign-in">
          {t('signInRules.title')}
        </LinkButton>
      }
    >
      <Loaded query={settings} lines={6}>
        {(found) => <SettingsForm key={found.version} stored={found} />}
      </Loaded>
      <AssistantSettings />
    </Page>
  )
}

function SettingsForm({ stored: { id, slug, version, ownAddress, ...initial } }: { stored: Stored }) {
  const { t } = useTranslation()
  const save = useAct('setOrganisation', { refreshes: ['readOrganisation'], done: t('settings.saved') })
  const hints = {
    timeZone: t('settings.zoneHint'),
    name: t('settings.nameHint'),
    adminNetworks: t('settings.networksHint'),
  }
  const form = useForm({ schema: setOrganisation.body, initial, hints, problem: save.problem })
  const { timeZone, languages, openRegistration, purposeMode } = form.values
  const chosenLanguages = Array.isArray(languages) ? languages.map(String) : []
  const whole = (name: 'reviewDays' | 'followUpDays' | 'proxyUntilAge') => ({
    name,
    value: form.values[name],
    fault: form.fault(name),
    onChange: (chosen: unknown) => form.set(name, chosen),
  })
  return (
    <form
      noValidate
      onSubmit={form.submit(async (body) => {
        if (await save.run({ version, body })) await readPersonAgain()
      })}
    >
      <Stack gap="lg">
        <Section title={t('settings.organisation')}>
          <Stack>
            <TextInput {...form.text('name')} label={t('settings.name')} description={t('settings.slug', { slug })} dir="auto" />
            <Select
              name="timeZone"
              label={t('settings.zone')}
              searchable
              allowDeselect={false}
              data={zones(String(timeZone))}
              value={String(timeZone)}
              error={form.fault('timeZone')}
              onChange={(chosen) => form.set('timeZone', chosen ?? '')}
            />
            <LanguagesInput
              label={t('settings.languages')}
              description={t('settings.languagesText')}
              value={chosenLanguages}
              error={faultOfList(form.fault, 'languages', chosenLanguages.length)}
              onChange={(chosen) => form.set('languages', chosen)}
            />
            <Switch
              label={t('settings.registration')}
              description={t('settings.registrationText')}
              checked={openRegistration === true}
              onChange={(event) => form.set('openRegistration', event.currentTarget.checked)}
            />
          </Stack>
        </Section>
        <Section title={t('settings.purpose')}>
          <Stack>
            <Radio.Group
              label={t('settings.purposeLabel')}
              description={t('settings.purposeText')}
              value={String(purposeMode)}
              onChange={(chosen) => form.set('purposeMode', chosen)}
            >
              <Stack gap="sm" mt="sm">
                {purposeModes.map((mode) => (
                  <Radio key={mode} value={mode} label={t(`settings.mode.${mode}`)} description={t(`settings.modeText.${mode}`)} />
                ))}
              </Stack>
            </Radio.Group>
            <Whole {...whole('reviewDays')} />
          </Stack>
        </Section>
        <Section title={t('settings.reach')}>
          <Stack>
            <Whole {...whole('followUpDays')} />
            <Whole {...whole('proxyUntilAge')} />
          </Stack>
        </Section>
        <Section title={t('settings.visitRules')}>
          <VisitSettings values={form.values} fault={form.fault} onChange={form.set} />
        </Section>
        <Section title={t('settings.clocks')}>
          <Clocks values={form.values} fault={form.fault} onChange={form.set} />
        </Section>
        <Section title={t('settings.networks')}>
          <Networks value={form.values.adminNetworks} ownAddress={ownAddress} fault={form.fault} onChange={form.set} />
        </Section>
        <SaveProblem problem={save.problem} sentence={t('settings.conflict')} />
        <div>
          <Button type="submit" loading={save.busy}>
            {t('settings.save')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function zones(own: string): string[] {
  return [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort()
}
