import { Button, Group, TextInput } from '@mantine/core'
import { updateMe } from '@wardkeep/contract/people.ts'
import { useTranslation } from 'react-i18next'
import { useAct } from '../../data/use-act.ts'
import { useForm } from '../../forms/use-form.ts'
import { ProblemAlert } from '../../layout/problem-alert.tsx'
import { becomePerson, usePerson } from '../../session/session.ts'

/** The name by which the caller is shown. */
export function OwnName() {
  const { t } = useTranslation()
  const person = usePerson()
  const save = useAct('updateMe', { done: t('people.nameSaved') })
  const form = useForm({
    schema: updateMe.body,
    initial: { displayName: person.displayName },
    needs: ['displayName'],
    problem: save.problem,
  })
  const send = form.submit(async (body) => {
    const changed = await save.run({ body })
    if (changed) becomePerson(changed)
  })
  return (
    <form noValidate onSubmit={send}>
      <ProblemAlert problem={save.problem} />
      <Group align="flex-end">
        <TextInput {...form.text('displayName')} label={t('account.profile.name')} autoComplete="name" dir="auto" style={{ flexGrow: 1 }} />
        <Button type="submit" variant="default" loading={save.busy}>
          {t('people.save')}
        </Button>
      </Group>
    </form>
  )
}
