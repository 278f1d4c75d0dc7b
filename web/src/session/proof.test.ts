import { afterEach, expect, test } from 'vitest'
import { asked, proveAgain } from './proof.ts'

afterEach(() => asked.get()?.settle(false))

test('calls that need a proof at the same time are asked for once and continue together', async () => {
  const first = proveAgain('fresh')
  const dialog = asked.get()
  const second = proveAgain('fresh')
  expect(asked.get()).toBe(dialog)
  dialog?.settle(true)
  expect(await Promise.all([first, second])).toEqual([true, true])
  expect(asked.get()).toBeUndefined()
})

test('a lock that comes while a proof is asked for covers the screen without asking anew', async () => {
  const first = proveAgain('fresh')
  const second = proveAgain('locked')
  expect(asked.get()?.kind).toBe('locked')
  asked.get()?.settle(false)
  expect(await Promise.all([first, second])).toEqual([false, false])
})

test('after an answer the next call is asked for again', async () => {
  const first = proveAgain('fresh')
  asked.get()?.settle(false)
  expect(await first).toBe(false)
  const second = proveAgain('fresh')
  asked.get()?.settle(true)
  expect(await second).toBe(true)
})
