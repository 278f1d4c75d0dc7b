import type { Purpose } from '@wardkeep/contract/audit.ts'
import type { Api, EndpointName, Reply } from '@wardkeep/contract/index.ts'
import type { Static, TSchema } from 'typebox'

type Part<E, K extends 'params' | 'query' | 'body'> = E extends Record<K, infer S extends TSchema> ? Static<S> : never
type Empty = Record<never, never>

type Needed<E> = {
  [K in 'params' | 'query' | 'body' as [Part<E, K>] extends [never] ? never : Empty extends Part<E, K> ? never : K]: Part<E, K>
}
type Free<E> = {
  [K in 'params' | 'query' | 'body' as [Part<E, K>] extends [never] ? never : Empty extends Part<E, K> ? K : never]?: Part<E, K>
}
type Versioned<E> = E extends { versioned: true } ? { /** The version its caller saw; travels as If-Match. */ version: number } : unknown
type Flat<T> = { [K in keyof T]: T[K] }

/** What a caller gives: only the keys that the endpoint declares; a key whose members are all optional may be left out. */
export type Given<K extends EndpointName> = Flat<Needed<Api[K]> & Free<Api[K]> & Versioned<Api[K]>>
export type Answer<K extends EndpointName> = Reply<Api[K]>

/** How far an answer is that takes its time; `characters` where there is something to count. */
export type Progress = { step: string; characters?: number }

export type CallOptions = {
  signal?: AbortSignal | undefined
  /** HL7 purpose of use that the journal records. */
  purpose?: Purpose | undefined
  /** The same key and body give the same answer, so a write may be sent again. */
  idempotencyKey?: string | undefined
  /** The `next` of the page before: the same list, further on. */
  cursor?: string | undefined
  /** Where the endpoint streams: told how far it is, before the answer. */
  progress?: ((line: Progress) => void) | undefined
  /** Polling that must not keep a session awake. */
  background?: boolean | undefined
}

/** What follows an endpoint's name or function: nothing, a `given` that may be left out, or one that must be there; then the caller's options. */
export type Arguments<K extends EndpointName, Options = CallOptions> = keyof Given<K> extends never
  ? [given?: undefined, options?: Options]
  : Empty extends Given<K>
    ? [given?: Given<K>, options?: Options]
    : [given: Given<K>, options?: Options]

/** One function for all endpoints, by name; for callers that are generic over them. */
export type Caller = <K extends EndpointName>(name: K, given: Arguments<K>[0], options?: CallOptions) => Promise<Answer<K>>

/** One function per endpoint. */
export type Client = { [K in EndpointName]: (...sent: Arguments<K>) => Promise<Answer<K>> }
