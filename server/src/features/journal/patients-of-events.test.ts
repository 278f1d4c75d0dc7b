import { expect, test } from 'vitest'
import { openClinic } from '../../../tests/clinic.ts'
import { aud, drAna, max, paul, pia } from '../../../tests/people.ts'

const unlike = `select * from (select tenant_id, id, unnest(patient_ids) as patient_id from audit_events) named
  full join audit_patients p on p.tenant_id = named.tenant_id and p.event_id = named.id and p.patient_id = named.patient_id
  where named.id is null or p.event_id is null`

test('each patient whom an event names has one row that leads to it, and no row leads anywhere else; nobody changes one or takes it away', async () => {
  const clinic = await openClinic()
  const [patientId, other] = [pia, paul].map((person) => clinic.who(person).patientId ?? '')
  const [admin, auditor] = await Promise.all([clinic.as(max), clinic.as(aud)])
  await admin.listPatients({ query: {} })
  await Promise.all([admin, await clinic.as(pia)].map((client) => client.readPatient({ params: { id: patientId ?? '' } })))
  await expect((await clinic.as(drAna)).readPatient({ params: { id: other ?? '' } })).rejects.toMatchObject({ status: 404 })
  expect(await clinic.sql(unlike)).toEqual([])
  const [{ rows } = { rows: 0 }] = await clinic.sql('select count(*)::integer as rows from audit_patients')
  expect(rows).toBeGreaterThan(3)

  const { items } = await auditor.listEvents({ query: { patient: patientId } })
  const [listed, read] = ['patient.listed', 'patient.read'].map((action) => items.filter((event) => event.action === action))
  expect(listed).toHaveLength(1)
  expect(read).toHaveLength(2)
  const { items: onlyOther } = await auditor.listEvents({ query: { patient: other, action: 'patient.read', outcome: 'allowed' } })
  expect(onlyOther).toEqual([])

  await expect(clinic.sql('delete from audit_patients')).rejects.toThrow()
  await expect(clinic.sqlAsApp({ tenant: clinic.who(pia).tenantId, role: 'system' }, 'select * from audit_patients')).rejects.toThrow()
})
