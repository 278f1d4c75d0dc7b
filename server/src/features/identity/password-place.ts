import { type PasswordPlace, policyNamed } from '../../security/passwords/index.ts'

/** What judges a new password: the policy and the names of the organisation it is for; the default policy where there is none. */
export function placeOf(organisation: { password_policy: string; name: string; slug: string } | undefined): PasswordPlace {
  if (organisation === undefined) return { policy: policyNamed(''), names: [] }
  return { policy: policyNamed(organisation.password_policy), names: [organisation.name, organisation.slug] }
}
