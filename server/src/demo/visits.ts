// Fills this week's and next week's calendar through the clinic's own API, as its reception and its doctor would: every rule holds, every act is in the journal.
import { createClient } from '@wardkeep/client'
import { TOTP } from 'otpauth'
import type { Http } from '../platform/http.ts'
import type { DemoAccount, PlannedOrganisation } from './plan.ts'

type Api = ReturnType<typeof createClient>

const reasons = ['Follow-up', 'Blood pressure check', 'Vaccination', 'Referral question', 'Results of last week', 'Prescription renewal']

/** Books a handful of visits unless there are some already. */
export async function bookVisits(http: Http, planned: PlannedOrganisation, now: Date): Promise<void> {
  const reception = await signIn(http, planned, 'reception', now)
  if ((await reception.listAppointments({ query: {} })).items.length > 0) return
  const [{ items: doctors }, { items: patients }] = await Promise.all([
    reception.listDoctors({ query: {} }),
    reception.listPatients({ query: {} }),
  ])
  for (const [place, doctor] of doctors.slice(0, 4).entries()) {
    const free = await reception.readSlots({ params: { id: doctor.id }, query: { from: later(now, 0), to: later(now, 12) } })
    for (const [turn, patient] of patients.entries()) {
      const slot = free.items[2 + place * 3 + turn * 11]
      const reason = reasons[(place * patients.length + turn) % reasons.length]
      if (slot)
        await reception.bookAppointment({ body: { doctorId: doctor.id, patientId: patient.id, ...slot, ...(reason ? { reason } : {}) } })
    }
  }
}

function later(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString()
}

async function signIn(http: Http, planned: PlannedOrganisation, role: DemoAccount['role'], now: Date): Promise<Api> {
  const account = planned.accounts.find((candidate) => candidate.role === role)
  if (account === undefined) throw new Error(`The demo has no ${role}`)
  let token: string | undefined
  const client = createClient({ baseUrl: 'http://demo.invalid', fetch: inside(http), credentials: { kind: 'bearer', token: () => token } })
  const first = await client.login({ body: { login: account.login, password: account.password } })
  const grant = 'secondFactor' in first ? await second(client, first.secondFactor.challenge, account.totpSecret ?? '', now) : first
  token = 'accessToken' in grant ? grant.accessToken : undefined
  return client
}

function second(client: Api, challenge: string, secret: string, now: Date) {
  const code = new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: now.getTime() })
  return client.secondFactor({ body: { challenge, method: 'totp', code } })
}

/** Requests that never leave the process: the server does not listen yet. */
function inside(http: Http): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const answer = await http.inject({
      method: methodOf(request.method),
      url: pathname + search,
      headers: { ...Object.fromEntries(request.headers), 'user-agent': 'Wardkeep demo' },
      ...(request.body ? { payload: await request.text() } : {}),
    })
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
    return new Response(answer.statusCode === 204 ? null : answer.body, { status: answer.statusCode, headers })
  }
}

function methodOf(text: string): 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' {
  return (['POST', 'PUT', 'PATCH', 'DELETE'] as const).find((method) => method === text) ?? 'GET'
}
