import type { Allowed } from '../../platform/egress/index.ts'

/** Whether a partner's address lies under an origin that the operator allows, now. */
export function mayBeAsked(url: string, { open, inside }: Allowed): boolean {
  const parsed = URL.parse(url)
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false
  return open.includes(parsed.origin) || inside.includes(parsed.origin)
}
