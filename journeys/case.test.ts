// A patient's question in a browser: asked, accepted by the doctor to whom it came, talked about, answered and closed; and routing as the clinic sees it.
import { expect, test } from 'vitest'
import { openHouse } from './clinic-process.ts'
import { asksElsewhere, leaking, mustLoadNothingElsewhere } from './elsewhere.ts'
import { look, mustBeAccessible, mustFit, signInAt } from './visitors.ts'

const house = await openHouse()

test('[LLM07][LLM10] a patient asks, the doctor sees why it came to them, accepts, opens the chart, asks back and answers, the patient closes and asks on, and the administrator sees the load', async () => {
  const patient = await signInAt(house, house.account('patient'))
  await patient.page.getByRole('link', { name: 'Questions' }).first().click()
  await patient.page.getByRole('heading', { name: 'My questions' }).waitFor()
  await patient.page.getByText('Nothing is open').waitFor()
  await mustBeAccessible(patient.page, 'no questions')
  await patient.page.getByRole('link', { name: 'Ask a question' }).click()
  await patient.page.getByRole('heading', { name: 'Ask a question', level: 1 }).waitFor()
  await patient.page.getByRole('button', { name: 'Send' }).click()
  await patient.page.getByText('Please fill this in.').first().waitFor()
  await patient.page.getByText('Without this nobody can answer.').waitFor()
  await patient.page.getByLabel('Subject').fill('A cough that stays')
  await patient.page.getByRole('textbox', { name: 'Your question' }).fill(`It began on Tuesday.\nשיעול יבש.\n${leaking}`)
  await patient.page.getByRole('radio', { name: 'Soon, within a day' }).check()
  await patient.page.getByRole('checkbox', { name: 'A doctor of the clinic' }).check()
  await patient.page.getByRole('checkbox', { name: 'A computer outside the clinic' }).check()
  await look(patient, 'new-question')
  await patient.page.getByRole('button', { name: 'Send' }).click()
  await patient.page.getByRole('heading', { name: 'A cough that stays', level: 1 }).waitFor()
  await patient.page.getByText('Waiting for a doctor').first().waitFor()
  await mustBeAccessible(patient.page, 'question')
  expect(patient.page.url()).not.toContain('cough')
  expect(await patient.page.title()).not.toContain('cough')

  await patient.page.getByRole('button', { name: 'Take the consent back' }).click()
  await patient.page.getByText('From now on nothing of this question is shown outside the clinic.').first().waitFor()
  await patient.page.getByText('Outside assistant no longer allowed').waitFor()
  await expect.poll(() => patient.page.getByRole('button', { name: 'Take the consent back' }).count()).toBe(0)

  const doctor = await signInAt(house, house.account('doctor'))
  const asked = asksElsewhere(doctor.page, house.url)
  await doctor.page.getByRole('link', { name: 'Questions' }).first().click()
  await doctor.page.getByRole('link', { name: 'A cough that stays' }).click()
  await doctor.page.getByText('Why it came to you').waitFor()
  await doctor.page.getByText('You speak the language.').waitFor()
  await look(doctor, 'question-to-accept')
  await doctor.page.getByRole('button', { name: 'Accept' }).click()
  await doctor.page.getByRole('link', { name: 'Open the chart' }).waitFor()
  await doctor.page.getByLabel('Your text').fill('Do you have a fever?')
  await doctor.page.getByRole('button', { name: 'Send', exact: true }).click()
  await doctor.page.getByText('Sent.').first().waitFor()
  await doctor.page.getByRole('listitem').filter({ hasText: 'Do you have a fever?' }).waitFor()
  // Drafts side by side; the reply is sent in the doctor's own words, and what is left to them is never sent.
  for (const name of ['Assess', 'Summarise', 'Draft a reply']) await doctor.page.getByRole('button', { name, exact: true }).click()
  await doctor.page.getByText('It rests on').first().waitFor()
  // Each says that a machine wrote it and that nobody has looked at it, and quotes what it rests on.
  await doctor.page.getByText('Written by a machine · AIAST').nth(2).waitFor()
  await expect.poll(() => doctor.page.getByText('Not checked').count()).toBe(3)
  await doctor.page.getByText('It holds links or markup, which are shown as plain text.').first().waitFor()
  await doctor.page.locator('q').filter({ hasText: 'It began on Tuesday.' }).first().waitFor()
  await mustLoadNothingElsewhere(doctor, asked)
  await doctor.page.getByRole('button', { name: 'I agree' }).first().click()
  await doctor.page.getByText('Taken over').first().waitFor()
  await doctor.page.getByRole('button', { name: 'Edit' }).waitFor()
  await mustBeAccessible(doctor.page, 'drafts')
  await look(doctor, 'question-drafts')
  await doctor.page.getByRole('button', { name: 'Edit' }).click()
  await doctor.page.getByRole('button', { name: 'Send the edited answer' }).click()
  await doctor.page.getByText('Fill in first what the draft leaves open in square brackets.').waitFor()
  expect(doctor.complaints.splice(0)).toEqual([expect.stringContaining('status of 422')]) // the refusal that was asked for
  await doctor.page.getByLabel('Your answer').fill('Rest and drink; come if it stays for two weeks.')
  await doctor.page.getByRole('button', { name: 'Send the edited answer' }).click()
  await doctor.page.getByText('Answered').first().waitFor()
  await doctor.page.getByText('Drafted by the assistant, checked by the doctor').waitFor()
  await mustBeAccessible(doctor.page, 'answered question')

  await patient.page.reload()
  await patient.page.getByText('Rest and drink; come if it stays for two weeks.').waitFor()
  await look(patient, 'question')
  await patient.page.getByRole('button', { name: 'Close' }).first().click()
  const dialog = patient.page.getByRole('dialog')
  await dialog.getByLabel('Why').fill('Thank you')
  await mustBeAccessible(patient.page, 'closing')
  await dialog.getByRole('button', { name: 'Close', exact: true }).click()
  await patient.page.getByText('Closed').first().waitFor()
  await patient.page.getByLabel('Your text').fill('And at night?')
  await patient.page.getByRole('button', { name: 'Ask on' }).click()
  await patient.page.getByText('Waiting for a doctor').first().waitFor()

  const admin = await signInAt(house, house.account('admin'))
  await admin.page.getByRole('link', { name: 'Question routing' }).first().click()
  await admin.page.getByText('Nothing needs you').waitFor()
  await admin.page.getByText('1 open question').first().waitFor()
  await admin.page.getByRole('button', { name: 'Try', exact: true }).click()
  await admin.page.getByText('They would be asked in this order').waitFor()
  await admin.page.getByRole('checkbox').first().check()
  await admin.page.getByRole('button', { name: 'Try', exact: true }).click()
  await admin.page.getByText('Nobody would be there').waitFor()
  expect(await admin.page.content()).not.toContain('cough')
  await look(admin, 'question-routing')
  await admin.page.goto(`${house.url}/admin/settings`)
  await admin.page.getByRole('switch', { name: 'Doctors may ask the assistant about their questions' }).waitFor()
  await admin.page.getByText('Spent today').waitFor()
  await look(admin, 'assistant-settings')
  for (const visitor of [patient, doctor, admin]) expect(visitor.complaints).toEqual([])
})

test('questions and their routing stand on a phone in Hebrew and in the dark', async () => {
  const phone = { width: 390, height: 844, language: 'he', dark: true } as const
  const [patient, doctor, admin] = [
    await signInAt(house, house.account('patient'), phone),
    await signInAt(house, house.account('doctor'), phone),
    await signInAt(house, house.account('admin'), phone),
  ]
  for (const [visitor, path, title] of [
    [patient, '/cases', 'הפניות שלי'],
    [patient, '/cases/new', 'שאלה חדשה'],
    [doctor, '/cases', 'פניות'],
    [admin, '/admin/case-routing', 'ניתוב פניות'],
  ] as const) {
    await visitor.page.goto(`${house.url}${path}`)
    await visitor.page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await mustBeAccessible(visitor.page, path)
    await mustFit(visitor.page)
  }
  await patient.page.goto(`${house.url}/cases`)
  await patient.page.getByRole('link', { name: 'A cough that stays' }).click()
  await patient.page.getByText('ממתינה לרופא').first().waitFor()
  await doctor.page.goto(`${house.url}/cases`)
  await doctor.page.getByRole('link', { name: 'A cough that stays' }).click()
  await doctor.page.getByRole('heading', { name: 'עוזר' }).waitFor()
  await doctor.page.getByText('מבוסס על').first().waitFor()
  for (const { page } of [patient, doctor]) {
    await mustBeAccessible(page, 'question')
    await mustFit(page)
  }
})
