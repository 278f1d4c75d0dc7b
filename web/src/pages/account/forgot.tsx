import { useTranslation } from 'react-i18next'
import { NameForm } from './name-form.tsx'

export function ForgotPage() {
  const { t } = useTranslation()
  return <NameForm endpoint="forgotPassword" title={t('account.forgot.title')} lead={t('account.forgot.lead')} />
}
