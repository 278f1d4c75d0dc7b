import type { TFunction } from 'i18next'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'

type Found = ReturnType<typeof Value.Errors>[number]

/**
 * Checks values with the contract's own schema (interpreted: the policy of the page bars compiled checks) and says per field, by its dotted
 * path as the server does, what is wrong. `hints` replaces the general sentence for a form that the field's pattern asks for.
 */
export function faultsOf(
  schema: TSchema,
  values: unknown,
  t: TFunction,
  hints: Readonly<Record<string, string | undefined>> = {},
): Map<string, string> {
  const faults = new Map<string, string>()
  for (const found of Value.Errors(schema, values)) {
    for (const field of fieldsOf(found)) if (!faults.has(field)) faults.set(field, sentenceFor(found, t, hints[field]))
  }
  return faults
}

function fieldsOf(found: Found): string[] {
  const path = found.instancePath.split('/').slice(1)
  const at = (name: string) => [...path, name].join('.')
  if (found.keyword === 'required') return found.params.requiredProperties.map(at)
  if (found.keyword === 'additionalProperties') return found.params.additionalProperties.map(at)
  return [path.join('.')]
}

function sentenceFor(found: Found, t: TFunction, hint: string | undefined): string {
  switch (found.keyword) {
    case 'required':
      return t('fields.required')
    case 'minLength':
      return found.params.limit <= 1 ? t('fields.required') : (hint ?? t('fields.tooShort', { count: found.params.limit }))
    case 'maxLength':
      return t('fields.tooLong', { count: found.params.limit })
    case 'minimum':
      return t('fields.tooSmall', { limit: Number(found.params.limit) })
    case 'maximum':
      return t('fields.tooLarge', { limit: Number(found.params.limit) })
    case 'minItems':
      return t('fields.tooFew')
    case 'maxItems':
      return t('fields.tooMany', { limit: found.params.limit })
    case 'enum':
      return t('fields.notOffered')
    default:
      return hint ?? t('fields.unreadable')
  }
}

/** What is wrong with a list, or with one of what is in it. */
export function faultOfList(fault: (field: string) => string | undefined, name: string, length: number): string | undefined {
  const within = Array.from({ length }, (_, place) => fault(`${name}.${place}`))
  return [fault(name), ...within].find((found) => found !== undefined)
}
