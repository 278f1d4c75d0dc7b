import { sql, type Transaction } from '../../platform/database.ts'
import { spraying } from './lockout-rules.ts'

export type FailedName = { address: Buffer; everywhere: Buffer; name: Buffer; now: Date }
/** Names that failed and did not come in since, no more than are worth counting; and whether all of the installation is sprayed just now. */
export type Spread = { ofAddress: number; ofInstallation: number; sprayed: boolean }

/** One more name failed from an address. Whoever fails there at the same moment waits for the address; see `failAttempt`. */
export async function noteFailedName(tx: Transaction, { address, everywhere, name, now }: FailedName): Promise<Spread> {
  const since = new Date(now.getTime() - spraying.windowMs)
  const [, [spread]] = await tx.runAll([
    sql(
      'identity.note-failed-name',
      `insert into sign_in_failed_names (bucket_hash, name_hash, at) values ($1, $3, $4), ($2, $3, $4)
       on conflict (bucket_hash, name_hash) do update set at = excluded.at`,
      [address, everywhere, name, now],
    ),
    sql<Spread>(
      'identity.count-failed-names',
      `select
         (select count(*) from (select from sign_in_failed_names where bucket_hash = $1 and at > $3 limit $5) here)::integer as "ofAddress",
         (select count(*) from (select from sign_in_failed_names where bucket_hash = $2 and at > $3 limit $6) anywhere)::integer as "ofInstallation",
         exists (select from sign_in_locks where bucket_hash = $2 and until > $4) as sprayed`,
      [address, everywhere, since, now, spraying.names, spraying.namesOfInstallation],
    ),
  ])
  return spread ?? { ofAddress: 0, ofInstallation: 0, sprayed: false }
}
