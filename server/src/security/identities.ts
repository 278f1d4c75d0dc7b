// Recognises who speaks: a bearer token or the session cookie, against the session row. Facts are remembered, aliveness never.
import { type RoleName, roles } from '@wardkeep/contract/identity.ts'
import { LRUCache } from 'lru-cache'
import type { Statement } from '../platform/database.ts'
import type { Actor } from './operation.ts'
import { levelRequired } from './policy.ts'
import { findSession, type SessionRow } from './store.ts'
import { type AccessTokens, type OpaqueSecrets, Sealed, type Vault } from './vault/index.ts'

export type Credential = { bearer: string } | { cookie: string }

type Ask = (statement: Statement<SessionRow>) => Promise<SessionRow[]>

/** The cookie's value is the session's id and a 256-bit secret; the table keeps only the secret's keyed hash. */
export const cookieName = '__Host-wardkeep'
/** Says which device it is and proves nobody: 256 random bits, of which a table keeps the keyed hash. */
export const deviceCookieName = '__Host-wardkeep-device'
const cookieForm = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/

export class Identities {
  readonly #tokens: AccessTokens
  readonly #secrets: OpaqueSecrets
  readonly #vault: Vault
  readonly #ask: Ask
  readonly #credentials = new WeakMap<Actor, { key: string; id: string; secretHash: Buffer | null }>()
  readonly #known = new LRUCache<string, Actor>({ max: 20_000 })

  constructor(parts: { tokens: AccessTokens; secrets: OpaqueSecrets; vault: Vault; ask: Ask }) {
    this.#tokens = parts.tokens
    this.#secrets = parts.secrets
    this.#vault = parts.vault
    this.#ask = parts.ask
  }

  /** The actor behind a credential, or undefined where it is none of ours, has expired, or its session is dead. */
  async of(credential: Credential, now: Date): Promise<Actor | undefined> {
    if ('cookie' in credential) {
      const [, id, secret] = cookieForm.exec(credential.cookie) ?? []
      return id && secret ? this.#facts(id, this.#secrets.hash(secret), now) : undefined
    }
    const claims = this.#tokens.verifyNow(credential.bearer, now) ?? (await this.#tokens.verify(credential.bearer, now))
    if (claims === undefined) return undefined
    const actor = await this.#facts(claims.sid, null, now)
    return actor && actor.userId === claims.sub && actor.tenantId === claims.tid ? actor : undefined
  }

  /** The facts of an actor's session as they are now; undefined where it has ended. */
  async renewed(actor: Actor, now: Date): Promise<Actor | undefined> {
    const credential = this.#credentials.get(actor)
    if (credential === undefined) return undefined
    this.#known.delete(credential.key)
    return this.#facts(credential.id, credential.secretHash, now)
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
        required: levelRequired(role, { staff: row.staff_second_factor, roles: row.second_factor_roles }),
        enrolled: row.enrolled,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        cookie,
      },
      organisation: { id: row.tenant_id, slug: row.organisation_slug, name: row.organisation_name, timeZone: row.organisation_time_zone },
    }
  }
}

function roleNamed(text: string): RoleName | undefined {
  return roles.find((role) => role === text)
}

function nameIn(profile: unknown): string {
  return profile !== null && typeof profile === 'object' && 'displayName' in profile && typeof profile.displayName === 'string'
    ? profile.displayName
    : ''
}
