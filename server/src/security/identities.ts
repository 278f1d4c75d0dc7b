// Recognises who speaks: a bearer token or the session cookie, against the session row, or an API key, against its own. Facts are remembered, aliveness never.
import { type RoleName, roles } from '@wardkeep/contract/identity.ts'
import { LRUCache } from 'lru-cache'
import type { Statement } from '../platform/database.ts'
import { Activity } from './activity.ts'
import { kindAskedOf } from './factor-kinds.ts'
import { findKey, type KeyRow } from './key-store.ts'
import type { Actor } from './operation.ts'
import { Places } from './places.ts'
import { isPatientRole, levelRequired, scopesIn, serviceRole } from './policy.ts'
import { findSession, type SessionRow } from './store.ts'
import { type AccessTokens, looksLikeApiKey, type OpaqueSecrets, prefixOfApiKey, Sealed, type Vault } from './vault/index.ts'

export type Credential = { bearer: string } | { cookie: string }

type Ask = <R>(statement: Statement<R>) => Promise<R[]>

/** The cookie's value is the session's id and a 256-bit secret; the table keeps only the secret's keyed hash. */
export const cookieName = '__Host-wardkeep'
/** By which a browser that began to sign in by an identity provider is known when it comes back. */
export const signOnCookieName = '__Host-wardkeep-sign-on'
/** Says which device it is and proves nobody: 256 random bits, of which a table keeps the keyed hash. */
export const deviceCookieName = '__Host-wardkeep-device'
const cookieForm = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/

type KeyCredential = { prefix: string; hash: Buffer }

export class Identities {
  readonly activity = new Activity()
  readonly places: Places
  readonly #tokens: AccessTokens
  readonly #secrets: OpaqueSecrets
  readonly #vault: Vault
  readonly #ask: Ask
  readonly #credentials = new WeakMap<Actor, { key: string; id: string; secretHash: Buffer | null }>()
  readonly #keys = new WeakMap<Actor, KeyCredential>()
  readonly #known = new LRUCache<string, Actor>({ max: 20_000 })

  constructor(parts: { tokens: AccessTokens; secrets: OpaqueSecrets; vault: Vault; ask: Ask }) {
    this.#tokens = parts.tokens
    this.#secrets = parts.secrets
    this.places = new Places(parts.secrets)
    this.#vault = parts.vault
    this.#ask = parts.ask
  }

  /** The actor behind a credential, or undefined where it is none of ours, has expired, or its session is dead. */
  async of(credential: Credential, now: Date): Promise<Actor | undefined> {
    if ('cookie' in credential) {
      const [, id, secret] = cookieForm.exec(credential.cookie) ?? []
      return id && secret ? this.#facts(id, this.#secrets.hash(secret), now) : undefined
    }
    if (looksLikeApiKey(credential.bearer)) {
      const prefix = prefixOfApiKey(credential.bearer)
      return prefix === undefined ? undefined : this.#keyFacts({ prefix, hash: this.#secrets.hash(credential.bearer) }, now)
    }
    const claims = this.#tokens.verifyNow(credential.bearer, now) ?? (await this.#tokens.verify(credential.bearer, now))
    if (claims === undefined) return undefined
    const actor = await this.#facts(claims.sid, null, now)
    if (actor === undefined || actor.tenantId !== claims.tid || actor.userId !== (claims.act ?? claims).sub) return undefined
    return claims.act ? this.#acting(actor, claims.sub) : actor
  }

  /** The facts of an actor's session as they are now; undefined where it has ended. */
  async renewed(actor: Actor, now: Date): Promise<Actor | undefined> {
    const key = this.#keys.get(actor)
    if (key !== undefined) {
      this.#known.delete(placeOf(key))
      return this.#keyFacts(key, now)
    }
    const credential = this.#credentials.get(actor)
    if (credential === undefined) return undefined
    this.#known.delete(credential.key)
    const fresh = await this.#facts(credential.id, credential.secretHash, now)
    return fresh && actor.actingFor ? this.#acting(fresh, actor.actingFor) : fresh
  }

  /** The same person, narrowed to one patient: nothing that renews the facts forgets for whom. */
  #acting(actor: Actor, patientId: string): Actor {
    const acting = { ...actor, actingFor: patientId }
    const credential = this.#credentials.get(actor)
    if (credential) this.#credentials.set(acting, credential)
    return acting
  }

  async #facts(id: string, secretHash: Buffer | null, now: Date): Promise<Actor | undefined> {
    const key = `${id} ${secretHash?.toString('hex') ?? ''}`
    const known = this.#known.get(key)
    if (known?.session && known.session.expiresAt > now) return known
    const [row] = await this.#ask(findSession(id, secretHash, now))
    if (row === undefined) return undefined
    const actor = await this.#actor(row, secretHash !== null)
    if (actor === undefined) return undefined
    this.#known.set(key, actor)
    this.#credentials.set(actor, { key, id, secretHash })
    return actor
  }

  async #keyFacts(credential: KeyCredential, now: Date): Promise<Actor | undefined> {
    const known = this.#known.get(placeOf(credential))
    if (known?.key && known.key.expiresAt > now) return known
    const [row] = await this.#ask(findKey(credential.prefix, credential.hash, now))
    if (row === undefined) return undefined
    const actor = await this.#service(row)
    this.#known.set(placeOf(credential), actor)
    this.#keys.set(actor, credential)
    return actor
  }

  async #service(row: KeyRow): Promise<Actor> {
    const place = { tenantId: row.tenant_id, table: 'users', column: 'profile', rowId: row.user_id }
    return {
      via: 'key',
      tenantId: row.tenant_id,
      userId: row.user_id,
      role: serviceRole,
      name: nameIn(await this.#vault.open(place, Sealed.fromDatabase(row.profile))),
      key: { id: row.key_id, stamp: row.epoch, scopes: scopesIn(row.scopes), perMinute: row.per_minute, expiresAt: row.expires_at },
      organisation: { id: row.tenant_id, slug: row.organisation_slug, name: row.organisation_name, timeZone: row.organisation_time_zone },
    }
  }

  async #actor(row: SessionRow, cookie: boolean): Promise<Actor | undefined> {
    const role = roleNamed(row.role)
    if (role === undefined) return undefined
    const place = { tenantId: row.tenant_id, table: 'users', column: 'profile', rowId: row.user_id }
    const profile = await this.#vault.open(place, Sealed.fromDatabase(row.profile))
    return {
      via: 'session',
      tenantId: row.tenant_id,
      userId: row.user_id,
      role,
      name: nameIn(profile),
      ...(row.patient_id ? { patientId: row.patient_id } : {}),
      ...(row.doctor_id ? { doctorId: row.doctor_id } : {}),
      session: {
        id: row.session_id,
        stamp: row.epoch,
        assurance: row.assurance,
        provenAt: row.proven_at,
        secondProvenAt: row.second_proven_at,
        required: levelRequired(role, { staff: row.staff_second_factor, roles: row.second_factor_roles, kind: row.staff_factor }),
        enrolled: row.enrolled,
        kind: kindAskedOf(role, row.staff_factor),
        held: { passkeys: Number(row.has_passkey), bound: Number(row.has_bound_passkey) },
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        seenAt: row.seen_at,
        idleMs: 1000 * (isPatientRole(role) ? row.patient_idle_seconds : row.staff_idle_seconds),
        proofMs: 1000 * (isPatientRole(role) ? row.patient_proof_seconds : row.staff_proof_seconds),
        places: row.places,
        provenPlaces: row.proven_places,
        purposeRequired: row.purpose_mode === 'strict',
        networks: row.admin_networks,
        cookie,
      },
      organisation: { id: row.tenant_id, slug: row.organisation_slug, name: row.organisation_name, timeZone: row.organisation_time_zone },
    }
  }
}

function placeOf({ prefix, hash }: KeyCredential): string {
  return `${prefix} ${hash.toString('hex')}`
}

function roleNamed(text: string): RoleName | undefined {
  return roles.find((role) => role === text)
}

function nameIn(profile: unknown): string {
  return profile !== null && typeof profile === 'object' && 'displayName' in profile && typeof profile.displayName === 'string'
    ? profile.displayName
    : ''
}
