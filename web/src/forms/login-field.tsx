import { TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The name by which somebody signs in: an e-mail address or a username. */
export function LoginField(bound: TextInputProps) {
  const { t } = useTranslation()
  return (
    <TextInput
      {...bound}
      label={t('account.signIn.login')}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      dir="auto"
      size="md"
    />
  )
}
