import { Type } from 'typebox'
import { anyone, endpoint } from './endpoint.ts'
import { PasswordPolicyName } from './identity.ts'

const ok = Type.Object({ status: Type.Literal('ok') })
const open = { method: 'GET', root: true, status: 200, access: 'public', assurance: anyone, audit: 'none', refusals: [] } as const

export const live = endpoint({ ...open, path: '/health/live', summary: 'The process answers', reply: ok })
export const ready = endpoint({ ...open, path: '/health/ready', summary: 'The clinic can answer', reply: ok })
export const openapi = endpoint({ ...open, path: '/openapi.json', summary: 'This description', reply: Type.Any() })

/** What the sign-in page must know before anybody is signed in. */
export const about = endpoint({
  ...open,
  path: '/api/about',
  summary: 'Profile, open registration and what a password must be there',
  reply: Type.Object({
    product: Type.Literal('Wardkeep'),
    profile: Type.Union([Type.Literal('demo'), Type.Literal('production')]),
    registration: Type.Boolean(),
    /** Whether strangers may ask a medical question. */
    anonymousCases: Type.Boolean(),
    /** Of the organisation that one registers in. */
    passwordPolicy: PasswordPolicyName,
    /** Whether mail goes out, stays in the demo’s mailbox, or nothing was said of where to send it. */
    mail: Type.Enum(['sent', 'mailbox', 'none']),
  }),
})
