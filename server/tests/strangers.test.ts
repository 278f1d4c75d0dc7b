import { api, type Endpoint, pathsOf } from '@wardkeep/contract'
import { expect, test } from 'vitest'
import { consultation } from '../src/features/visit-types/visit-types.fixture.ts'
import { openClinic } from './clinic.ts'
import { drOtto, pia } from './people.ts'

/** What anybody may call. A new name here is a reviewed change. */
const publicEndpoints = [
  'about',
  'acceptInvitation',
  'answerSignOn',
  'askForFreshLink',
  'askForVerification',
  'beginSignOn',
  'calendarFeed',
  'confirmEmailChange',
  'endByProvider',
  'finishSignOn',
  'forgotPassword',
  'joinAsProxy',
  'jwks',
  'jwtCreate',
  'jwtRefresh',
  'jwtVerify',
  'live',
  'login',
  'openapi',
  'passkeyChallenge',
  'passkeySignIn',
  'readByReceipt',
  'ready',
  'refresh',
  'register',
  'resetPassword',
  'secondFactor',
  'signOnMetadata',
  'signers',
  'submitAnonymously',
  'undoEmailChange',
  'verifyEmail',
  'writeByReceipt',
]

const endpoints: [string, Endpoint][] = Object.entries(api)
/** What strangers may try in the demo alone; in production each is 401 to them (assistant/asking.test.ts). */
const openInTheDemo = ['assistReply', 'assistSummary', 'assistTriage']
const guarded = endpoints.filter(([name, endpoint]) => endpoint.access !== 'public' && !openInTheDemo.includes(name))
const somewhere = '01890000-0000-7000-8000-000000000000'

/** Where a stranger of the demo is answered by an endpoint of their own; profiles.test.ts shows the 401 where there is none. */
const openToStrangers = ['POST /api/cases']

function address(path: string): string {
  return path.replaceAll(/:\w+/g, somewhere)
}

test('[C35 part] the public endpoints are the reviewed list', () => {
  expect(
    endpoints
      .filter(([, endpoint]) => endpoint.access === 'public')
      .map(([name]) => name)
      .sort(),
  ).toEqual(publicEndpoints)
  const inTheDemo = endpoints.filter(([, { strangersIn }]) => strangersIn !== undefined).map(([name]) => name)
  expect(inTheDemo.sort()).toEqual(openInTheDemo)
})

test('[C12 part] every other endpoint refuses a stranger with 401 on every one of its paths, in problem details that say nothing of it', async () => {
  const clinic = await openClinic()
  for (const [name, endpoint] of guarded) {
    for (const path of pathsOf(endpoint).filter((path) => !openToStrangers.includes(`${endpoint.method} ${path}`))) {
      const answer = await fetch(clinic.url + address(path), { method: endpoint.method })
      const problem: unknown = await answer.json()
      expect(answer.status, name).toBe(401)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(problem, name).toMatchObject({
        status: 401,
        code: 'UNAUTHENTICATED',
        title: 'Sign in to continue',
        requestId: answer.headers.get('x-request-id'),
      })
    }
  }
})

test('[B199 part][F29 part] an id of another organisation and an id of nothing are answered alike on every endpoint that takes one', async () => {
  const clinic = await openClinic()
  const token = await clinic.token(drOtto)
  const { patientId = '', doctorId = somewhere } = clinic.who(pia)
  for (const [name, endpoint] of guarded.filter(([, candidate]) => candidate.path.includes(':id'))) {
    const [path = ''] = pathsOf(endpoint)
    const ask = async (id: string) => {
      const answer = await fetch(
        clinic.url +
          path.replace(':id', id).replaceAll(/:\w+/g, somewhere) +
          (endpoint.query?.required?.includes('from') ? '?from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z' : ''),
        {
          method: endpoint.method,
          headers: {
            authorization: `Bearer ${token}`,
            'if-match': '"1"',
            ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
          },
          ...(endpoint.body ? { body: JSON.stringify(bodies[name] ?? {}) } : {}),
        },
      )
      const problem: object = await answer.json().then((body: unknown) => Object(body))
      return { status: answer.status, ...problem, requestId: undefined }
    }
    const real = await ask(name.includes('Doctor') || name.includes('Slots') || name.includes('Availability') ? doctorId : patientId)
    const missing = await ask(somewhere)
    expect(real, name).toEqual(missing)
    expect([403, 404], name).toContain(real.status)
  }
})

/** Well-formed bodies, so that the answer is about the id. */
const bodies: Record<string, unknown> = {
  updatePatient: { language: 'en' },
  setAvailability: { timeZone: 'Europe/Berlin', weekly: [] },
  cancelAppointment: { reason: 'other' },
  changeRoom: { name: 'x', active: true },
  setVacation: { active: false },
  rescheduleAppointment: { start: '2030-01-01T09:00:00Z', end: '2030-01-01T09:30:00Z' },
  recordArrival: {},
  checkIn: {},
  completeAppointment: {},
  recordNoShow: {},
  updateRecord: { type: 'letter', title: 'x', sections: [{ text: 'x' }] },
  signRecord: {},
  renamePasskey: { name: 'x' },
  updateUser: { active: false },
  changeRole: { role: 'auditor' },
  assignDoctor: { doctorId: somewhere, cause: 'treating' },
  endAssignment: { ending: 'other' },
  linkProxy: { email: 'somebody@hilltop.test', capacity: 'carer', scopes: ['read'] },
  endProxy: {},
  inviteProxy: { email: 'somebody@hilltop.test', scopes: ['read'] },
  extendBreakGlass: { reason: { code: 'other', text: 'Somebody else’s emergency' } },
  acknowledgeAlert: {},
  closeAlert: {},
  closeReview: { outcome: 'justified', note: 'xyz' },
  changeVisitType: consultation,
  writeToCase: { text: 'x' },
  answerCase: { text: 'x' },
  reopenCase: { text: 'x' },
  addAddendum: { sections: [{ text: 'x' }] },
  retractRecord: { reason: { code: 'other', text: 'xyz' } },
}
