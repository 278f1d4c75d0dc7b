import type { Keep } from '../../security/keep.ts'
import type { OpaqueSecrets } from '../../security/vault/index.ts'

export type CalendarKeep = Keep & {
  readonly secrets: OpaqueSecrets
  /** Where the clinic is reached: addresses of feeds begin with it, and every entry leads there. */
  readonly publicUrl: string
}
