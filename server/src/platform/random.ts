import { randomFillSync } from 'node:crypto'

const poolBytes = 8192
let pool = Buffer.alloc(0)

/** Fresh random bytes, at most 256. They are drawn many at once, since asking the generator costs more than the bytes; none is ever given twice. */
export function randomOf(length: number): Buffer {
  if (pool.length < length) pool = randomFillSync(Buffer.allocUnsafeSlow(poolBytes))
  const given = pool.subarray(0, length)
  pool = pool.subarray(length)
  return given
}
