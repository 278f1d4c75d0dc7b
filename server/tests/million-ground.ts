// The words that a large organisation is written in: functions of a schema `fill`, by which every id and time of a row follows from its number.

/** Who of the standing cast the rows lean on: a hundredth of the patients' things is Pia's, a twentieth of the doctors' Dr Ana's. */
export type Leaning = {
  tenantId: string
  rows: number
  doctors: number
  piaPatient: string
  piaUser: string
  paulUser: string
  ana: string
  anaUser: string
  idanUser: string
  maxUser: string
  serviceUser: string
  /** Blind indexes of what is asked for: an address, a member's number, a label of the system before. */
  often: string
  seldom: string
  numberOften: string
  numberSeldom: string
  labelOften: string
  labelSeldom: string
  /** Search tokens in hex: of two letters that half the charts have but none has both, and of a seldom name. */
  letters: readonly [string, string]
  seldomName: string
  kid: string
  now: Date
}

/** Which ids are of what. Ids grow with the number of the row, as ids do that were made in five years one after the other. */
export const tags = {
  patient: 1,
  doctor: 2,
  user: 3,
  visit: 4,
  event: 5,
  session: 6,
  mail: 7,
  alert: 8,
  review: 9,
  invitation: 10,
  proxyInvitation: 11,
  entry: 12,
  case: 13,
  message: 14,
  legacy: 15,
  check: 16,
  record: 17,
  history: 18,
  relation: 19,
  emergency: 20,
  room: 21,
  visitType: 22,
  partner: 23,
  override: 24,
  change: 25,
  caseChange: 26,
  decision: 27,
  call: 28,
  draft: 29,
  holiday: 30,
  key: 31,
  offer: 32,
  doctorUser: 33,
  team: 34,
  proxy: 35,
  hours: 36,
} as const

const fiveYearsMs = 5 * 365 * 86_400_000

/** The id of a row, as SQL makes it. */
export function idOf({ rows, now }: Pick<Leaning, 'rows' | 'now'>, tag: keyof typeof tags, n: number): string {
  const at = now.getTime() - fiveYearsMs + n * Math.floor(fiveYearsMs / rows)
  const hex = `${at.toString(16).padStart(12, '0')}7${tags[tag].toString(16).padStart(3, '0')}8${n.toString(16).padStart(15, '0')}`
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The beginning of what stands where an envelope would: before whose row it is, and of which table and column. */
export const unsealed = Buffer.from('unsealed')

export function groundOf(by: Leaning): string {
  const step = Math.floor(fiveYearsMs / by.rows)
  const begun = by.now.getTime() - fiveYearsMs
  const fixed = {
    tenant: by.tenantId,
    pia: by.piaPatient,
    pia_user: by.piaUser,
    paul: by.paulUser,
    ana: by.ana,
    ana_user: by.anaUser,
    idan: by.idanUser,
    max: by.maxUser,
    service: by.serviceUser,
  }
  const ids = Object.entries(fixed).map(
    ([name, id]) => `create function fill.${name}() returns uuid language sql immutable parallel safe return '${id}'::uuid;`,
  )
  const tagged = Object.entries(tags).map(
    ([name, tag]) =>
      `create function fill.${name.toLowerCase()}_id(n bigint) returns uuid language sql immutable parallel safe return fill.id(${tag}, n);`,
  )
  const marks = Object.entries({
    often: by.often,
    seldom: by.seldom,
    number_often: by.numberOften,
    number_seldom: by.numberSeldom,
    label_often: by.labelOften,
    label_seldom: by.labelSeldom,
    letter_one: by.letters[0],
    letter_two: by.letters[1],
    seldom_name: by.seldomName,
  }).map(
    ([name, hex]) => `create function fill.${name}() returns bytea language sql immutable parallel safe return decode('${hex}', 'hex');`,
  )
  return `
    drop schema if exists fill cascade;
    create schema fill;
    ${ids.join('\n')}
    ${marks.join('\n')}
    create function fill.kid() returns text language sql immutable parallel safe return '${by.kid}'::text;
    create function fill.rows() returns bigint language sql immutable parallel safe return ${by.rows}::bigint;
    create function fill.doctors() returns bigint language sql immutable parallel safe return ${by.doctors}::bigint;
    create function fill.now() returns timestamptz language sql immutable parallel safe return '${by.now.toISOString()}'::timestamptz;
    create function fill.at(n bigint) returns timestamptz language sql immutable parallel safe
      return to_timestamp((${begun}::bigint + n * ${step}::bigint) / 1000.0);
    create function fill.id(tag integer, n bigint) returns uuid language sql immutable parallel safe
      return (lpad(to_hex(${begun}::bigint + n * ${step}::bigint), 12, '0') || '7' || lpad(to_hex(tag), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid;
    create function fill.chance(n bigint, salt integer) returns float8 language sql immutable parallel safe
      return (hashint8extended(n, salt) & 1048575)::float8 / 1048576;
    ${tagged.join('\n')}
    create function fill.patient(n bigint) returns uuid language sql immutable parallel safe
      return case when n % 100 = 0 then fill.pia() else fill.patient_id(1 + floor(fill.rows() * power(fill.chance(n, 1), 2))::bigint) end;
    create function fill.doctor(n bigint) returns uuid language sql immutable parallel safe
      return case when n % 20 = 7 or n % 1000 = 0 then fill.ana() else fill.doctor_id(1 + floor(fill.doctors() * power(fill.chance(n, 2), 2))::bigint) end;
    create function fill.person(n bigint) returns uuid language sql immutable parallel safe
      return case when n % 100 = 0 then fill.pia_user() else fill.user_id(1 + floor(fill.rows() * power(fill.chance(n, 3), 2))::bigint) end;
    create function fill.waiting(place text, row_id uuid, size integer) returns bytea language sql immutable parallel safe
      return '\\x${unsealed.toString('hex')}'::bytea || uuid_send(row_id) || convert_to(rpad(place, size), 'UTF8');
  `
}
