import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { drAna, drIdan, max, type Person, pia } from './people.ts'

test('[A30] whoever says physician means doctor: in paths, in roles that are sought or given, and in the names of fields', async () => {
  const clinic = await openClinic()
  const ask = async (person: Person, method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${await clinic.token(person)}`, 'content-type': 'application/json' }
    const answer = await fetch(clinic.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return { status: answer.status, body: await answer.json().then((said: unknown) => Object(said)) }
  }
  const [ana, idan] = [clinic.who(drAna).doctorId, clinic.who(drIdan).doctorId]
  const doctors = await ask(pia, 'GET', '/api/doctors')
  expect(doctors.status).toBe(200)
  expect(await ask(pia, 'GET', '/api/physicians')).toEqual(doctors)
  expect(await ask(pia, 'GET', `/api/physicians/${ana}`)).toEqual(await ask(pia, 'GET', `/api/doctors/${ana}`))
  expect((await ask(drAna, 'GET', '/api/physicians/me/availability')).status).toBe(200)

  const found = await ask(max, 'GET', '/api/users?role=physician')
  expect(found.body.items.map((user: unknown) => Object(user).role)).toEqual(['doctor', 'doctor'])
  const invited = await ask(max, 'POST', '/api/invitations', {
    email: 'new@harbour.test',
    displayName: 'New Doctor',
    role: 'physician',
    physician: { languages: ['en'], specialties: [] },
  })
  expect(invited).toMatchObject({ status: 201, body: { role: 'doctor' } })

  const team = `/api/patients/${clinic.who(pia).patientId}/care-team`
  const placed = await ask(max, 'POST', team, { physicianId: idan, cause: 'treating' })
  expect(placed).toMatchObject({ status: 201, body: { doctor: { id: idan } } })
  // Who names both has said neither.
  expect((await ask(max, 'POST', team, { physicianId: idan, doctorId: ana, cause: 'treating' })).status).toBe(400)
  // The word as such is left alone where no role is asked for.
  expect(await ask(pia, 'PATCH', '/api/auth/me', { displayName: 'physician' })).toMatchObject({
    status: 200,
    body: { displayName: 'physician' },
  })
})
