import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { drAna, max, mira } from '../../../tests/people.ts'
import { Authenticator } from './authenticator.fixture.ts'
import { bearer, post } from './identity.fixture.ts'
import { begin, connect, deliver, setUp, signOn, TestProvider } from './sign-on.fixture.ts'

test('a provider is set up with sound keys, private addresses and domains of its own, is told with what it must know of us, and every change is an event with its digests', async () => {
  const clinic = await openClinic()
  const runs = await clinic.as(max)
  const provider = new TestProvider(clinic)
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const refused: [Parameters<TestProvider['settings']>[0], string][] = [
    [{ signOnUrl: 'http://idp.harbour.test/sso' }, 'signOnUrl'],
    [{ logoutUrl: 'http://idp.harbour.test/out' }, 'logoutUrl'],
    [{ certificates: [new TestProvider(clinic, { bits: 1024 }).certificate] }, 'certificates'],
    [{ certificates: [new TestProvider(clinic, { days: [-10, -1] }).certificate] }, 'certificates'],
    [{ certificates: [String(publicKey.export({ type: 'spki', format: 'pem' }))] }, 'certificates'],
    [{ certificates: [provider.certificate.replace('MII', 'MIJ')] }, 'certificates'],
    [{ domains: ['harbour.test', 'HARBOUR.test'] }, 'domains'],
  ]
  for (const [more, field] of refused) {
    const failed = runs.addSignOnProvider({ body: provider.settings(more) })
    await expect(failed, field).rejects.toMatchObject({ status: 422, code: 'SIGN_ON_PROVIDER_REFUSED', errors: [{ field }] })
  }
  // On one's own machine, which has no HTTPS itself, a provider may have none either.
  const made = await runs.addSignOnProvider({ body: provider.settings({ signOnUrl: 'http://localhost:9/sso' }) })
  const base = `http://localhost:8080/api/auth/sign-on/${clinic.who(max).tenantId}/${made.id}`
  expect(made).toMatchObject({
    connected: 0,
    active: true,
    version: 1,
    ours: { entityId: `${base}/metadata`, answerUrl: `${base}/answer`, logoutUrl: `${base}/logout` },
  })
  expect(made.certificates[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  const metadata = await fetch(`${clinic.url}${new URL(base).pathname}/metadata`)
  expect([metadata.status, metadata.headers.get('content-type')]).toEqual([200, 'application/samlmetadata+xml; charset=utf-8'])
  expect(await metadata.text()).toContain(`entityID="${base}/metadata"`)

  // The same domain leads to one provider of the whole installation, and is free again when it is given up.
  const other = new TestProvider(clinic, { entityId: 'https://idp.hilltop.test' })
  await expect(setUp(clinic, other, {}, mira)).rejects.toMatchObject({ status: 409, code: 'SIGN_ON_DOMAIN_TAKEN' })
  await expect(
    runs.changeSignOnProvider({ params: { id: made.id }, version: 2, body: { ...provider.settings(), active: true } }),
  ).rejects.toMatchObject({ code: 'VERSION_CONFLICT' })
  await runs.changeSignOnProvider({
    params: { id: made.id },
    version: 1,
    body: { ...provider.settings({ domains: ['staff.harbour.test'] }), active: true },
  })
  await setUp(clinic, other, {}, mira)
  // Whoever runs another organisation neither sees nor changes it.
  const theirs = await clinic.as(mira)
  expect((await theirs.listSignOnProviders()).items.map(({ id }) => id)).toEqual([other.id])
  await expect(theirs.removeSignOnProvider({ params: { id: made.id } })).rejects.toMatchObject({ status: 404 })
  await expect((await clinic.as(drAna)).listSignOnProviders()).rejects.toMatchObject({ status: 403 })

  await runs.removeSignOnProvider({ params: { id: made.id } })
  const events = await clinic.sql(
    `select action::text, octet_length(change) as change from audit_events where action::text like 'sign-on.provider-%' and outcome = 'allowed' and tenant_id = $1 and change is not null order by id`,
    [clinic.who(max).tenantId],
  )
  expect(events).toEqual(['added', 'changed', 'removed'].map((done) => ({ action: `sign-on.provider-${done}`, change: 64 })))
})

test('[V6.7.1 part] the keys by which others prove who they are open in their own row alone: one that was altered or put in another’s place beside us lets nobody in', async () => {
  const clinic = await openClinic()
  const provider = await setUp(clinic)
  const rogue = await setUp(clinic, new TestProvider(clinic, { entityId: provider.entityId }), { domains: ['rogue.test'] })
  await connect(clinic, drAna, provider, 'ana-1')
  const { asked } = await begin(clinic)
  const edits = [
    [
      'update sign_on_providers p set settings = (select settings from sign_on_providers r where r.id = $2) where id = $1',
      [provider.id, rogue.id],
    ],
    [
      'update sign_on_providers set settings = set_byte(settings, octet_length(settings) - 1, get_byte(settings, octet_length(settings) - 1) # 1) where id = $1',
      [provider.id],
    ],
  ] as const
  const [kept] = await clinic.sql('select settings from sign_on_providers where id = $1', [provider.id])
  for (const [edit, values] of edits) {
    await clinic.sql(edit, [...values])
    expect(await deliver(clinic, rogue.form(asked))).toMatchObject({ status: 500, ticket: '' })
    await clinic.sql('update sign_on_providers set settings = $2 where id = $1', [provider.id, kept?.settings])
  }
  expect((await signOn(clinic, provider)).status).toBe(200)

  // The same of passkeys.
  const passkey = new Authenticator()
  const headers = bearer(await clinic.token(drAna))
  const { body } = await post(clinic, '/api/auth/passkeys/registration', undefined, headers)
  await post(
    clinic,
    '/api/auth/passkeys?keepSessions=true',
    { name: 'Key', credential: passkey.create({ challenge: String(body.challenge) }) },
    headers,
  )
  const enter = async () => {
    const { challenge } = await clinic.stranger().passkeyChallenge()
    return (await post(clinic, '/api/auth/passkeys/sign-in', { credential: passkey.get({ challenge }) })).status
  }
  expect(await enter()).toBe(200)
  await clinic.sql(
    'update passkeys set credential = set_byte(credential, octet_length(credential) - 1, get_byte(credential, octet_length(credential) - 1) # 1)',
  )
  expect(await enter()).toBe(500)
})
