import { ActionIcon, Menu, Tooltip, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { languageCodes, languages } from '../words/languages.ts'
import classes from './switches.module.css'
import { useLanguage } from './use-language.ts'

/** Every language under its own name, so that it is found by who cannot read the present one. `compact`: the sign alone on a phone. */
export function LanguageSwitch({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation()
  const [language, change] = useLanguage()
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton
          className={classes.language}
          data-compact={compact || undefined}
          aria-label={`${t('frame.language')}: ${languages[language].name}`}
        >
          <IconLanguage size={20} stroke={1.5} aria-hidden="true" />
          <span lang={language}>{languages[language].name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {languageCodes.map((code) => (
          <Menu.Item
            key={code}
            lang={code}
            dir={languages[code].direction}
            onClick={() => change(code)}
            aria-current={code === language}
            rightSection={code === language ? <IconCheck size={16} aria-hidden="true" /> : undefined}
          >
            {languages[code].name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function SchemeSwitch() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  const label = dark ? t('frame.light') : t('frame.dark')
  const Icon = dark ? IconSun : IconMoon
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
        <Icon size={20} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}
