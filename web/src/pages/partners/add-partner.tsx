import { Button, Fieldset, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { PasswordField } from '../../forms/password-field.tsx'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { faultAt } from '../../words/reasons.ts'

const empty = {
  name: '',
  url: 'https://',
  secret: '',
  header: 'authorization',
  number: '/member/number',
  birthDate: '',
  requestId: '/request/id',
  echoed: '/request/id',
  state: '/result/state',
  yes: 'true',
  no: 'false',
}
type Given = typeof empty

/** A partner's interface in the words of who has its description at hand. */
export function AddPartner({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [given, setGiven] = useState(empty)
  const add = useAct('addPartner', { refreshes: ['listPartners'], done: t('partners.added') })
  const fault = (field: string) => faultAt(add.problem, field, t)
  const field = (name: keyof Given, path?: string) => ({
    label: t(`partners.${name}`),
    value: given[name],
    error: path === undefined ? undefined : fault(path),
    onChange: (event: { currentTarget: { value: string } }) => setGiven({ ...given, [name]: event.currentTarget.value }),
  })
  const close = () => {
    setGiven(empty)
    add.clear()
    onClose()
  }
  const send = async () => {
    if (await add.run({ body: bodyOf(given) })) close()
  }
  return (
    <Modal opened={opened} onClose={close} size="lg" title={t('partners.add')} closeButtonProps={{ 'aria-label': t('partners.cancel') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <Stack>
          <ProblemAlert problem={add.problem} />
          <TextInput {...field('name', 'name')} required maxLength={100} dir="auto" />
          <TextInput {...field('url', 'url')} required dir="ltr" type="url" description={t('partners.urlHint')} />
          <PasswordField {...field('secret', 'credential')} autoComplete="off" dir="ltr" description={t('partners.secretHint')} />
          <TextInput {...field('header', 'mapping.header')} dir="ltr" />
          <Fieldset legend={t('partners.question')}>
            <Stack gap="sm">
              <TextInput {...field('number', 'mapping.question.number')} required dir="ltr" description={t('partners.pointerHint')} />
              <TextInput {...field('birthDate', 'mapping.question.birthDate')} dir="ltr" />
              <TextInput {...field('requestId', 'mapping.question.requestId')} required dir="ltr" />
            </Stack>
          </Fieldset>
          <Fieldset legend={t('partners.answer')}>
            <Stack gap="sm">
              <TextInput {...field('echoed', 'mapping.answer.requestId')} required dir="ltr" />
              <TextInput {...field('state', 'mapping.answer.member')} required dir="ltr" />
              <TextInput {...field('yes')} required dir="ltr" />
              <TextInput {...field('no')} required dir="ltr" />
            </Stack>
          </Fieldset>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('partners.cancel')}
            </Button>
            <Button type="submit" loading={add.busy}>
              {t('partners.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function bodyOf({ name, url, secret, header, number, birthDate, requestId, echoed, state, yes, no }: Given) {
  return {
    name,
    url,
    ...(secret !== '' && { credential: secret }),
    mapping: {
      question: { number, requestId, ...(birthDate !== '' && { birthDate }) },
      answer: { requestId: echoed, member: state, yes: jsonOf(yes), no: jsonOf(no) },
      header,
    },
  }
}

/** `true` and `false` are JSON's own, everything else is text. */
function jsonOf(text: string): boolean | string {
  return text === 'true' || text === 'false' ? text === 'true' : text
}
