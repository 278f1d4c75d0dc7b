// Who is signed in, in memory only. Signing out forgets everything and replaces the page, so that nothing is left behind it.
import { type Answer, Problem } from '@wardkeep/client'
import { useSyncExternalStore } from 'react'
import { client } from '../data/client.ts'
import { queryClient } from '../data/query-client.ts'
import { prefer } from '../preferences.ts'
import { speakLike } from '../words/speak.ts'
import { expectSession, forgetCsrfToken, keepCsrfToken, quietClient } from './csrf.ts'
import { forgetPurposes } from './purpose.ts'
import { signal } from './signal.ts'
import { tellTabs } from './tabs.ts'

export type Person = Answer<'me'>

const person = signal<Person | undefined>(undefined)
person.subscribe(() => expectSession(person.get() !== undefined))
let interrupted: { person: string; path: string } | undefined

/** The signed-in person, asked of the server once; undefined when nobody is. */
export async function whoIsSignedIn(): Promise<Person | undefined> {
  const known = person.get()
  if (known) return known
  try {
    const found = await client.me()
    await speakLike(found.language)
    person.set(found)
    return found
  } catch (caught) {
    if (caught instanceof Problem && caught.code === 'UNAUTHENTICATED') return undefined
    throw caught
  }
}

/** The signed-in person; for what stands inside the frame. */
export function usePerson(): Person {
  const found = useSyncExternalStore(person.subscribe, person.get)
  if (!found) throw new Error('nobody is signed in here')
  return found
}

/** The same where nobody may be. */
export function usePersonIfAny(): Person | undefined {
  return useSyncExternalStore(person.subscribe, person.get)
}

/** Milliseconds without use after which the clinic locks the session; undefined when nobody is signed in. */
export function idleMs(): number | undefined {
  const here = person.get()
  return here && here.idleSeconds * 1000
}

/** The same person, as they are told to be after they changed something of themselves. */
export function becomePerson(changed: Person): void {
  if (person.get()?.id === changed.id) person.set(changed)
}

/** After a sign-in. Gives the path where the same person's ended session was interrupted, else the start. */
export async function enter(grant: { user: Person; csrfToken: string }): Promise<string> {
  queryClient.clear()
  forgetPurposes()
  keepCsrfToken(grant.csrfToken)
  await speakLike(grant.user.language)
  person.set(grant.user)
  tellTabs()
  return wayOn()
}

/** Reads anew what changed about the signed-in person. */
export async function readPersonAgain(): Promise<void> {
  person.set(await client.me())
}

/** Keeps the way of somebody who must set up a second factor before they may go it. */
export function keepWay(path: string): void {
  const here = person.get()
  if (here) interrupted = { person: here.id, path }
}

/** The way that was kept, else the start. */
export function wayOn(): string {
  const path = interrupted?.person === person.get()?.id ? interrupted?.path : undefined
  interrupted = undefined
  return path ?? '/'
}

/** When a session ended under the page: forgets all data and keeps the place for the same person's next sign-in. False when nobody was here. */
export function forgetPerson(path: string): boolean {
  const gone = person.get()
  if (!gone) return false
  interrupted = { person: gone.id, path }
  person.set(undefined)
  forgetCsrfToken()
  queryClient.clear()
  forgetPurposes()
  return true
}

/** Signs out. The page is replaced and its memory goes with it; going back finds nothing. @throws {Problem} when the server did not answer. */
export async function leave(): Promise<void> {
  try {
    await quietClient.logout()
  } catch (caught) {
    if (!(caught instanceof Problem && caught.code === 'UNAUTHENTICATED')) throw caught
  }
  queryClient.clear()
  await prefer({ language: undefined })
  tellTabs()
  location.replace('/sign-in')
}

/** After the account was closed: nobody is signed in any more, and nothing of them is left behind. */
export function leaveForGood(): void {
  queryClient.clear()
  tellTabs()
  location.replace('/closed')
}
