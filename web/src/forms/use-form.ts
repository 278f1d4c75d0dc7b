import type { Problem } from '@wardkeep/client'
import { type ChangeEvent, type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static, TObject } from 'typebox'
import { Value } from 'typebox/value'
import { reasonOf } from '../words/reasons.ts'
import { faultsOf } from './faults.ts'

type Values = Readonly<Record<string, unknown>>
type Name<S extends TObject> = keyof Static<S> & string

type FormOptions<S extends TObject> = {
  /** The body of the endpoint that the form is for. */
  schema: S
  initial: Partial<Static<S>>
  /** Fields that this form demands although the schema lets them be absent. */
  needs?: readonly Name<S>[]
  /** What to say where a value does not have the form its schema asks for, per field. */
  hints?: Partial<Record<Name<S>, string>>
  /** The act's last problem; its field errors are shown at their fields until those are changed. */
  problem?: Problem | undefined
}

/**
 * Values, faults and bindings of one form. An empty text in a field that may be absent is left out of what is sent. Faults appear on sending,
 * the first faulty field gets the focus, and changing a field takes its fault away.
 */
export function useForm<S extends TObject>({ schema, initial, needs = [], hints = {}, problem }: FormOptions<S>) {
  const { t } = useTranslation()
  // A body in which everything may be absent names none.
  const required: readonly string[] = schema.required ?? []
  const [values, setValues] = useState<Values>(initial)
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map())
  const [seen, setSeen] = useState<{ problem: Problem | undefined; changed: ReadonlySet<string> }>({ problem, changed: new Set() })
  if (seen.problem !== problem) setSeen({ problem, changed: new Set() })

  const set = (name: Name<S>, value: unknown) => {
    setValues((before) => ({ ...before, [name]: value }))
    setFaults((before) => new Map([...before].filter(([field]) => field !== name && !field.startsWith(`${name}.`))))
    setSeen((before) => ({ ...before, changed: new Set([...before.changed, name]) }))
  }

  /** The sentence to show at a field (or at a dotted path inside one), if anything is wrong with it. */
  const fault = (field: string): string | undefined => {
    const [name = field] = field.split('.')
    const told = seen.changed.has(name) ? [] : (problem?.errors.filter((error) => error.field === field) ?? [])
    return faults.get(field) ?? (told.map((error) => reasonOf(error.reason, t)).join(' ') || undefined)
  }

  /** Everything a text input needs. */
  const text = (name: Name<S>) => {
    const value = values[name]
    return {
      name,
      value: typeof value === 'string' ? value : '',
      onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => set(name, event.currentTarget.value),
      error: fault(name),
      required: needs.includes(name) || required.includes(name),
    }
  }

  /** For `<form onSubmit>`: calls `send` with the checked values, or shows what is wrong. */
  const submit = (send: (body: Static<S>) => unknown) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const body = withoutEmpty(values, required)
    const found = faultsOf(schema, body, t, hints)
    for (const name of needs) if (body[name] === undefined) found.set(name, t('fields.required'))
    setFaults(found)
    if (found.size === 0 && Value.Check(schema, body)) send(body)
    else focusFirst(event.currentTarget, found)
  }

  return { values, set, fault, text, submit }
}

function withoutEmpty(values: Values, required: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== undefined && (value !== '' || required.includes(name))),
  )
}

function focusFirst(form: HTMLFormElement, found: ReadonlyMap<string, string>): void {
  const faulty = [...form.elements].find((element) => found.has(element.getAttribute('name') ?? ''))
  if (faulty instanceof HTMLElement) faulty.focus()
}
