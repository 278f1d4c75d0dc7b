import { Type } from 'typebox'
import { endpoint, freshlyProvenInFull, signedIn } from './endpoint.ts'
import { PasswordPolicyName } from './identity.ts'
import { Exactly } from './shapes.ts'

/** Who work for an organisation. */
export const staffRoles = ['doctor', 'admin', 'reception', 'auditor'] as const
/** Of whom a second factor can be asked, role by role. */
export const askedRoles = ['patient', ...staffRoles] as const
const AskedRole = Type.Enum(askedRoles)

const rules = {
  /** Everybody but patients must have a second factor. */
  staffSecondFactor: Type.Boolean(),
  /** Roles that must have one, in any case. */
  secondFactorRoles: Type.Array(AskedRole, { maxItems: askedRoles.length, uniqueItems: true }),
  /** By which new passwords are judged; those that stand are not asked again. */
  passwordPolicy: PasswordPolicyName,
}

/** Of what kind the second factor of the staff must be. */
export const staffFactors = ['any', 'passkey', 'device-bound-passkey'] as const

/** Left as they stand by who does not name them. */
const further = {
  /** A code of an authenticator app counts in its own half minute alone, without the next one as grace. */
  totpStrict: Type.Boolean(),
  /** Whoever works here and has none of the kind sets one up before anything else; who has one signs in by nothing else. */
  staffFactor: Type.Enum(staffFactors),
}

export const SignInRules = Type.Object({
  ...rules,
  ...further,
  /** The caller has no second factor, and would set one up next where one is asked of them. */
  ownFactorMissing: Type.Boolean(),
  /** The strongest kind of passkey that the caller has; without one they would set it up next where it is asked. */
  ownPasskey: Type.Enum(['none', 'passkey', 'device-bound-passkey']),
  version: Type.Integer({ minimum: 1 }),
})

export const readSignInRules = endpoint({
  method: 'GET',
  path: '/organisations/me/sign-in',
  status: 200,
  summary: 'What the organisation asks of a sign-in',
  access: 'sign-in-rules.manage',
  assurance: signedIn,
  audit: 'sign-in-rules.read',
  reply: SignInRules,
  refusals: [],
})

export const setSignInRules = endpoint({
  method: 'PUT',
  path: '/organisations/me/sign-in',
  status: 200,
  summary: 'Ask for second factors by role, and choose how new passwords are judged; it holds from the next request of every session on',
  access: 'sign-in-rules.manage',
  assurance: freshlyProvenInFull,
  audit: 'sign-in-rules.changed',
  versioned: true,
  body: Exactly({
    ...rules,
    totpStrict: Type.Optional(further.totpStrict),
    staffFactor: Type.Optional(further.staffFactor),
    /** Said by an administrator without a second factor, or of another kind, who asks one of their own role, and so sets one up before anything else. */
    evenOfMe: Type.Optional(Type.Boolean()),
  }),
  reply: SignInRules,
  refusals: ['VERSION_CONFLICT', 'VERSION_REQUIRED', 'OWN_FACTOR_MISSING'],
})
