import { refuse } from '../../platform/refusal.ts'
import type { Operation } from '../../security/operation.ts'
import type { IdentityKeep } from './identity-keep.ts'
import { findLiveSession } from './session-store.ts'
import { concerns } from './stranger-actions.ts'

/** Whether an access token stands: ours, not expired, and its session alive. Refuses INVALID_CREDENTIALS. */
export async function verifyToken(keep: IdentityKeep, op: Operation, token: string): Promise<Record<string, never>> {
  const claims = (await keep.tokens.verify(token, op.now)) ?? refuse('INVALID_CREDENTIALS')
  const resource = { type: 'session', id: claims.sid }
  concerns(op, claims.tid, resource)
  return keep.db.read(op.asSystem(claims.tid, 'verification'), [findLiveSession(claims.sid, op.now)], ([[session]]) => {
    if (session?.tenant_id !== claims.tid || session.user_id !== (claims.act ?? claims).sub) refuse('INVALID_CREDENTIALS')
    op.trace.admitted('public:verify', { resource })
    return {}
  })
}
