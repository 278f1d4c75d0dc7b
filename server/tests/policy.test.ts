import { keyScopes } from '@wardkeep/contract/api-keys.ts'
import { roles } from '@wardkeep/contract/identity.ts'
import { permissions, relations } from '@wardkeep/contract/permissions.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Actor } from '../src/security/operation.ts'
import { canAccessPatientData, may, relationOf } from '../src/security/permit.ts'
import { hasPermission, relationsFor, scopesIn } from '../src/security/policy.ts'

/** Every role × permission, with the relations by which it is granted: the page a privacy officer reviews. */
function printMatrix(): string {
  const width = Math.max(...permissions.map((permission) => permission.length))
  const head = `${''.padEnd(width)}  ${roles.map((role) => role.padEnd(32)).join('')}`
  const lines = permissions.map((permission) => {
    const cells = roles.map((role) => (relationsFor(role, permission).join(' or ') || '–').padEnd(32))
    return `${permission.padEnd(width)}  ${cells.join('')}`.trimEnd()
  })
  return `${head.trimEnd()}\n${lines.join('\n')}\n`
}

test('[B24] there are the three roles patient, doctor and admin, three technical identities outside them, and what each may is the reviewed matrix', async () => {
  expect(roles).toEqual(['patient', 'doctor', 'admin', 'reception', 'auditor', 'service'])
  await expect(printMatrix()).toMatchFileSnapshot('policy.matrix.txt')
})

const ids = fc.constantFrom('a', 'b', undefined)
const actors: fc.Arbitrary<Actor> = fc
  .record({ role: fc.constantFrom(...roles), userId: ids, patientId: ids, doctorId: ids })
  .map(({ role, userId, patientId, doctorId }) => ({
    via: 'session',
    tenantId: 't',
    role,
    name: '',
    ...(userId && { userId }),
    ...(patientId && { patientId }),
    ...(doctorId && { doctorId }),
  }))
const subjects = fc
  .record({
    patientId: ids,
    doctorId: ids,
    authorId: ids,
    ownerUserId: ids,
    assigned: fc.option(fc.boolean(), { nil: undefined }),
    emergency: fc.boolean(),
  })
  .map(({ patientId, doctorId, authorId, ownerUserId, assigned, emergency }) => ({
    ...(patientId && { patientId }),
    ...(doctorId && { doctorId }),
    ...(authorId && { authorId }),
    ...(ownerUserId && { ownerUserId }),
    ...(assigned !== undefined && { assigned, emergency }),
  }))

test('[B378-390 part] deny by default: a permission that the page does not give is given to nobody, whatever the relation, and unknown roles have none', () => {
  fc.assert(
    fc.property(actors, fc.constantFrom(...permissions), subjects, (actor, permission, subject) => {
      const granted = relationOf(actor, permission, subject)
      if (!hasPermission(actor.role, permission)) expect(granted).toBeUndefined()
      if (granted !== undefined) expect(relationsFor(actor.role, permission)).toContain(granted)
      expect(may(actor, permission, subject)).toBe(granted !== undefined)
    }),
  )
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...permissions), (name, permission) => {
      if (!roles.some((role) => role === name)) expect(relationsFor(name, permission)).toEqual([])
    }),
  )
})

test('[B378-390 part] monotone: knowing more of a thing never takes away what less of it allowed', () => {
  fc.assert(
    fc.property(actors, fc.constantFrom(...permissions), subjects, (actor, permission, subject) => {
      const less = { ...subject }
      delete less.assigned
      if (may(actor, permission, less)) expect(may(actor, permission, subject)).toBe(true)
    }),
  )
  expect(relations).toHaveLength(10)
})

test('[B378-390] hasPermission and canAccessPatientData are pure and total: whatever they are asked, they answer, the same each time, change nothing of it, and answer no where the page is silent or the role unknown', () => {
  const anyRole = fc.oneof(fc.constantFrom(...roles), fc.constantFrom('__proto__', 'constructor', 'toString', ''), fc.string())
  fc.assert(
    fc.property(anyRole, fc.constantFrom(...permissions), (role, permission) => {
      const has = hasPermission(role, permission)
      expect(hasPermission(role, permission)).toBe(has)
      expect(has).toBe(relationsFor(role, permission).length > 0)
      if (!roles.some((known) => known === role)) expect(has).toBe(false)
    }),
  )
  fc.assert(
    fc.property(actors, subjects, (actor, subject) => {
      const asked = Object.freeze({ ...subject })
      const who = Object.freeze({ ...actor })
      const may = canAccessPatientData(who, asked)
      expect(canAccessPatientData(who, asked)).toBe(may)
      expect(asked).toEqual(subject)
      if (may) expect(relationsFor(actor.role, 'history.read')).toContain(relationOf(actor, 'history.read', subject))
      // Nobody reaches a patient of whom nothing ties them to.
      if (actor.role !== 'admin') expect(canAccessPatientData(who, {})).toBe(false)
      // Monotone: a tie more takes nothing away; emergency access is one of the ties.
      if (may) expect(canAccessPatientData(who, { ...asked, assigned: true })).toBe(true)
    }),
  )
})

test('[F27 part] whose token says for whom they act has what is done on behalf, for that one patient, and nothing else: no own account, no own chart, no signature', () => {
  const proxied = fc
    .tuple(subjects, fc.boolean(), fc.boolean(), fc.boolean())
    .map(([subject, is, books, asks]) => ({ ...subject, proxied: is, booked: books, asked: asks }))
  fc.assert(
    fc.property(actors, fc.constantFrom(...permissions), proxied, fc.constantFrom('a', 'b'), (actor, permission, subject, patientId) => {
      const granted = relationOf({ ...actor, actingFor: patientId }, permission, subject)
      if (granted === undefined) return
      expect(['proxy', 'booker', 'asker']).toContain(granted)
      expect(subject).toMatchObject({ patientId, proxied: true })
      expect(relationsFor(actor.role, permission)).toContain(granted)
      expect(permission).not.toBe('record.sign')
    }),
  )
  const acting: Actor = { via: 'session', tenantId: 't', userId: 'u', role: 'patient', name: '', patientId: 'b', actingFor: 'a' }
  expect(relationOf(acting, 'patient.read', { patientId: 'a', proxied: true })).toBe('proxy')
  expect(relationOf(acting, 'patient.read', { patientId: 'b' })).toBeUndefined()
  expect(relationOf(acting, 'session.own', { ownerUserId: 'u' })).toBeUndefined()
})

test('[F21 part] a key’s scopes narrow what the page gives to its role and never widen it, whatever they are', () => {
  const keyed = fc.tuple(actors, fc.uniqueArray(fc.constantFrom(...permissions))).map(([actor, scopes]): Actor => {
    const key = { id: 'k', stamp: 1, scopes, perMinute: null, expiresAt: new Date() }
    return { ...actor, via: 'key', key }
  })
  fc.assert(
    fc.property(keyed, fc.constantFrom(...permissions), subjects, (actor, permission, subject) => {
      const { key, ...without } = actor
      const granted = relationOf(actor, permission, subject)
      expect(granted).toBe(key?.scopes.includes(permission) ? relationOf({ ...without, via: 'session' }, permission, subject) : undefined)
    }),
  )
  expect(scopesIn(permissions).toSorted()).toEqual([...keyScopes].toSorted())
  expect(permissions.filter((permission) => hasPermission('service', permission)).toSorted()).toEqual([...keyScopes].toSorted())
})
