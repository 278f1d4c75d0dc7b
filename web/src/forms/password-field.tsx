import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A password that can be pasted, filled in by a manager, and looked at; `off` for a secret of a program, which no manager keeps. */
export function PasswordField(props: PasswordInputProps & { autoComplete: 'current-password' | 'new-password' | 'off' }) {
  const { t } = useTranslation()
  const [visible, setVisible] = useState(false)
  return (
    <PasswordInput
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{ 'aria-label': visible ? t('fields.hide') : t('fields.show'), tabIndex: 0 }}
      dir="auto"
      {...props}
    />
  )
}
