import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { castPassword, drAna, paul, pia } from '../../../tests/people.ts'
import { bearer, browse, eventsOf, knows, pairOf, post, send } from './identity.fixture.ts'

test('[T2] a stolen access token or cookie is worth nothing at the next request after its owner signed out, was switched off, or changed the password', async () => {
  const clinic = await openClinic()
  const looks = async (cookie: string) => (await send(clinic, 'GET', '/api/auth/me', { headers: { cookie } })).status

  const [token, browser] = [(await pairOf(clinic, pia)).accessToken, await browse(clinic, pia)]
  expect([await knows(clinic, token), await looks(browser.cookie)]).toEqual([200, 200])
  await post(clinic, '/api/auth/logout', undefined, bearer(token))
  await post(clinic, '/api/auth/logout', undefined, { cookie: browser.cookie, 'x-csrf-token': browser.csrf })
  expect([await knows(clinic, token), await looks(browser.cookie)]).toEqual([401, 401])

  const [closed, closedBrowser] = [(await pairOf(clinic, paul)).accessToken, await browse(clinic, paul)]
  expect([await knows(clinic, closed), await looks(closedBrowser.cookie)]).toEqual([200, 200])
  await clinic.sql('update users set active = false where id = $1', [clinic.who(paul).userId])
  expect([await knows(clinic, closed), await looks(closedBrowser.cookie)]).toEqual([401, 401])

  const [old, oldBrowser] = [(await pairOf(clinic, drAna)).accessToken, await browse(clinic, drAna)]
  const change = { currentPassword: castPassword, newPassword: 'Velvet-Tundra-4-Kayak' }
  expect([await knows(clinic, old), await looks(oldBrowser.cookie)]).toEqual([200, 200])
  expect((await post(clinic, '/api/auth/password/change', change, bearer((await pairOf(clinic, drAna)).accessToken))).status).toBe(200)
  expect([await knows(clinic, old), await looks(oldBrowser.cookie)]).toEqual([401, 401])
})

test('[T3 part] of a refresh token in two hands, whoever comes first, the second use ends the session for both and is in the journal', async () => {
  const clinic = await openClinic()
  const { refreshToken } = await pairOf(clinic, pia)
  const first = await clinic.stranger().refresh({ body: { refreshToken } })
  clinic.clock.pass(11)
  const second = await post(clinic, '/auth/refresh', { refreshToken })
  expect(second.status).toBe(401)
  expect(await knows(clinic, first.accessToken)).toBe(401)
  expect((await post(clinic, '/auth/refresh', { refreshToken: first.refreshToken })).status).toBe(401)
  expect((await eventsOf(clinic, second.requestId)).map(({ action }) => action)).toContain('session.refresh-reused')
})
