import { mailTemplates } from '@wardkeep/contract/mailbox.ts'
import { expect, test } from 'vitest'
import { type Clinic, openClinic } from '../../../tests/clinic.ts'
import { openMailServer } from '../../../tests/mail-server.ts'
import { max, type Person, paul, pia } from '../../../tests/people.ts'
import { newId } from '../../platform/ids.ts'
import { openLog } from '../../platform/log.ts'
import { type Carrier, openCarrier } from '../../platform/mail.ts'
import { Operation, systemActor } from '../../security/operation.ts'
import { queueMail } from './index.ts'
import { writeLetter } from './letter-rules.ts'
import { sendDue } from './sending-actions.ts'

const from = 'clinic@wardkeep.test'
const link = 'http://localhost:8080/reset#token=abc-DEF_123&policy=length'
const quiet = { warn: () => {} }

test('a mail is written with its cause, or not at all, and what it says is sealed under the key of whom it is for', async () => {
  const clinic = await openClinic()
  await expect(
    clinic.asSystem(pia, async (tx) => {
      await queue(clinic, pia, tx)
      throw new Error('the cause was rolled back')
    }),
  ).rejects.toThrow('rolled back')
  expect(await clinic.sql('select id from mails')).toEqual([])
  await clinic.asSystem(pia, (tx) => queue(clinic, pia, tx))
  const [row] = await clinic.sql('select * from mails')
  expect(row).toMatchObject({ state: 'waiting', user_id: clinic.who(pia).userId, attempts: 0 })
  expect(JSON.stringify(row)).not.toMatch(/pia@|abc-DEF/)
})

test('a mail to somebody whose key was destroyed opens no more, and is given up', async () => {
  const clinic = await openClinic()
  const { tenantId } = clinic.who(paul)
  const patientId = newId(clinic.clock.now())
  await clinic.keep.vault.createPatient(tenantId, patientId)
  await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx, { patientId }))
  await clinic.keep.vault.shredPatient(tenantId, patientId)
  const server = await openMailServer()
  await sendDue(clinic.keep, sending(clinic, openCarrier(server.url, from)), 5)
  expect(server.received).toEqual([])
  expect(await states(clinic)).toEqual(['given-up'])
})

test('[A117 part] a letter of each kind, in each of four languages, reaches a real mail server with one recipient, one link and nothing of the person', async () => {
  const clinic = await openClinic()
  const server = await openMailServer()
  const carrier = openCarrier(server.url, from)
  for (const language of ['en', 'he-IL', 'ar', 'ru', 'xx']) {
    for (const template of mailTemplates)
      await clinic.asSystem(pia, (tx) => queue(clinic, template === 'alert' ? max : pia, tx, { template, language }))
  }
  while ((await sendDue(clinic.keep, sending(clinic, carrier), 5)) > 0);
  expect(server.received).toHaveLength(5 * mailTemplates.length)
  for (const { from: sender, to, raw, mail } of server.received) {
    expect(sender).toBe(from)
    expect([[pia.email], [max.email]]).toContainEqual(to)
    expect(mail.headers.map(({ key }) => key).sort()).toEqual(headers)
    expect(mail.text?.match(/https?:\/\/\S+/g)).toEqual([link])
    expect(mail.html).toContain('<a href="http://localhost:8080/reset#token=abc-DEF_123&amp;policy=length">')
    expect(mail.html).toMatch(/^<!doctype html><html lang="(en|ru)" dir="ltr">|^<!doctype html><html lang="(he|ar)" dir="rtl">/)
    expect(`${raw}${mail.text}${mail.subject}`).not.toMatch(/Malley|Harbour|1984|INS-/)
  }
  expect(new Set(server.received.map(({ mail }) => mail.subject)).size).toBe(4 * mailTemplates.length)
  expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(5 * mailTemplates.length)
  const rows = await clinic.sql('select state, content, due_at, ended_at from mails')
  expect(rows).toHaveLength(5 * mailTemplates.length)
  for (const row of rows) expect(row).toMatchObject({ state: 'sent', content: null, due_at: null, ended_at: expect.any(Date) })
  const events = await clinic.events('mail.sent')
  expect(events).toHaveLength(5 * mailTemplates.length)
  expect(events[0]).toMatchObject({ tenant_id: clinic.who(pia).tenantId, actor_role: 'system', rule: 'system:mail', resource_type: 'mail' })
})

test('a language nobody wrote letters in, or that only looks like a name of one, gets the English letter', () => {
  const english = writeLetter('reset', 'en', { link })
  for (const language of ['xx', '', 'constructor', '__proto__', 'EN-gb']) expect(writeLetter('reset', language, { link })).toEqual(english)
})

test('of eight senders at once none sends a mail that another has', async () => {
  const clinic = await openClinic({ poolSize: 12 })
  const server = await openMailServer()
  for (let count = 0; count < 10; count += 1) await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx))
  await Promise.all(Array.from({ length: 8 }, () => sendDue(clinic.keep, sending(clinic, openCarrier(server.url, from)), 10)))
  expect(server.received).toHaveLength(10)
  expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(10)
})

test('a mail server that is away, or says later, is asked again after pauses that double; one that says never is not', async () => {
  const clinic = await openClinic()
  const server = await openMailServer()
  const turn = () => sendDue(clinic.keep, sending(clinic, openCarrier(server.url, from)), 5)
  await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx, { minutes: 60 }))
  const away = openCarrier('smtp://127.0.0.1:1', from)
  expect(await sendDue(clinic.keep, sending(clinic, away), 5)).toBe(1)
  server.refuse(451)
  for (const pause of [30, 60, 120]) {
    expect(await turn()).toBe(0)
    clinic.clock.pass(pause - 1)
    expect(await turn()).toBe(0)
    clinic.clock.pass(2)
    expect(await turn()).toBe(1)
  }
  expect(await states(clinic)).toEqual(['waiting'])
  server.refuse(undefined)
  clinic.clock.pass(241)
  await turn()
  expect(server.received).toHaveLength(1)

  for (const at of ['recipient', 'letter'] as const) {
    server.refuse(550, at)
    await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx))
    await turn()
  }
  expect(await states(clinic)).toEqual(['sent', 'given-up', 'given-up'])
  expect(await clinic.events('mail.given-up')).toHaveLength(2)
  expect(server.received).toHaveLength(1)
})

test('[F79 part] what the log says of a mail that did not leave names its id, and not whom it is for or where it leads', async () => {
  const clinic = await openClinic()
  const server = await openMailServer()
  const lines: string[] = []
  const log = openLog('debug', { write: (line) => void lines.push(line) })
  const parts = { ...sending(clinic, openCarrier(server.url, from)), log }
  for (const code of [451, 550]) {
    server.refuse(code)
    await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx))
    await sendDue(clinic.keep, parts, 5)
  }
  const ids = (await clinic.sql('select id from mails order by id')).map(({ id }) => id)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'warn', mail: ids[0], attempts: 1, msg: 'a mail could not be sent yet' },
    { level: 'warn', mail: ids[1], attempts: 1, msg: 'a mail was given up' },
  ])
  expect(lines.join('')).not.toMatch(/paul|harbour|abc-DEF/i)
})

test('a mail that helps nobody any more is not sent', async () => {
  const clinic = await openClinic()
  const server = await openMailServer()
  await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx, { minutes: 10 }))
  clinic.clock.pass(600)
  await sendDue(clinic.keep, sending(clinic, openCarrier(server.url, from)), 5)
  expect(server.received).toEqual([])
  expect(await states(clinic)).toEqual(['given-up'])
})

test('whoever loses the database between sending a mail and saying so leaves it to be sent again, under the same Message-ID, two minutes later', async () => {
  const clinic = await openClinic()
  const server = await openMailServer()
  const turn = () => sendDue(clinic.keep, sending(clinic, openCarrier(server.url, from)), 5)
  await clinic.asSystem(paul, (tx) => queue(clinic, paul, tx, { minutes: 60 }))
  let back = async () => {}
  server.beforeTaking(async () => {
    back = (await clinic.cutDatabase()).back
  })
  await expect(turn()).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  await back()
  server.beforeTaking(async () => {})
  clinic.clock.pass(118)
  expect(await turn()).toBe(0)
  clinic.clock.pass(3)
  expect(await turn()).toBe(1)
  expect(server.received).toHaveLength(2)
  expect(new Set(server.received.map(({ mail }) => mail.messageId)).size).toBe(1)
  expect(await states(clinic)).toEqual(['sent'])
})

test('nobody reads or moves the mails of another, nor of another organisation, even without the application’s checks', async () => {
  const clinic = await openClinic()
  await clinic.asSystem(pia, (tx) => queue(clinic, pia, tx))
  const seen = (context: Record<string, string>) => clinic.sqlAsApp(context, 'select id from mails')
  const { tenantId: tenant, userId } = clinic.who(pia)
  expect(await seen({ tenant, user: userId, role: 'patient' })).toHaveLength(1)
  expect(await seen({ tenant, user: clinic.who(paul).userId, role: 'patient' })).toEqual([])
  expect(await seen({ tenant: clinic.who(max).tenantId, role: 'admin' })).toHaveLength(1)
  const [other] = await clinic.sql(`select tenant_id from organisations where slug = 'hilltop'`)
  expect(await seen({ tenant: String(other?.tenant_id), role: 'system' })).toEqual([])
  const taken = `update mails set state = 'given-up', due_at = null, content = null returning id`
  expect(await clinic.sqlAsApp({ tenant, user: userId, role: 'patient' }, taken)).toEqual([])
})

/** Every header that a letter has. */
const headers = ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to']

type Tx = Parameters<typeof queueMail>[0]

async function queue(
  clinic: Clinic,
  person: Person,
  tx: Tx,
  { template = 'reset', language = person.language, minutes = 10, patientId = clinic.who(person).patientId }: Partial<Wanted> = {},
): Promise<void> {
  const { tenantId, userId } = clinic.who(person)
  const now = clinic.clock.now()
  const op = new Operation({
    requestId: '00000000-0000-4000-8000-000000000000',
    now,
    actor: systemActor(tenantId, 'test'),
    origin: { address: '127.0.0.1', userAgent: '' },
    action: 'none',
  })
  const usefulUntil = new Date(now.getTime() + minutes * 60_000)
  await queueMail(tx, clinic.keep, op, {
    tenantId,
    userId,
    patientId,
    address: person.email,
    language,
    template,
    data: { link },
    usefulUntil,
  })
}

type Wanted = { template: (typeof mailTemplates)[number]; language: string; minutes: number; patientId: string | undefined }

function sending(clinic: Clinic, carrier: Carrier) {
  return { carrier, now: () => clinic.clock.now(), log: quiet }
}

async function states(clinic: Clinic): Promise<unknown[]> {
  return (await clinic.sql('select state from mails order by id')).map((row) => row.state)
}
