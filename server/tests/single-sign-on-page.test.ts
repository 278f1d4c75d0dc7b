// The operator's page on single sign-on says what the code does.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { refusals } from '@wardkeep/contract/refusals.ts'
import { signOnLimits } from '@wardkeep/contract/single-sign-on.ts'
import { expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import { ticketMs } from '../src/features/identity/sign-on-answer-actions.ts'
import { metadataOf, oursFor } from '../src/security/saml/index.ts'

const page = readFileSync(join(root, 'docs/operate/single-sign-on.md'), 'utf8')

test('[V7.1.3] the page on single sign-on lists how long its sessions last, how they are proven anew and what signs out where, and each number and reason on it is that of the code', () => {
  for (const heading of ['How long a session lasts', 'Signing out', 'What a sign-in by a provider proves'])
    expect(page).toContain(`## ${heading}`)
  for (const row of [
    `| Providers of one organisation | ${signOnLimits.providers} |`,
    `| Certificates of one provider | ${signOnLimits.certificates} |`,
    `| E-mail domains of one provider | ${signOnLimits.domains} |`,
    `| One message | ${signOnLimits.message / 1024} KiB |`,
    `| Clocks may differ by | ${signOnLimits.skewSeconds} s |`,
    `| From being sent off to being back | ${signOnLimits.flowSeconds} s, then from the answer to the session ${ticketMs / 1000} s |`,
    `(${signOnLimits.proofLeast / 60} to ${signOnLimits.proofMost / 60} minutes)`,
  ])
    expect(page, row).toContain(row)
  // What a session of a provider does is proven in single-sign-on.test.ts; these are the sentences that it proves.
  for (const told of [
    '*SessionNotOnOrAfter*',
    'signed `LogoutRequest` (HTTP-POST)',
    'the provider is not asked',
    '*AuthnInstant*',
    'goes on under another id',
  ])
    expect(page).toContain(told)
  // Reasons that only the journal is told: each stands on the page, and none that does not exist.
  const told = [...page.matchAll(/^\| `(SIGN_ON_[A-Z_]+)` \|/gm)].map(([, code]) => code)
  const toNobody = ['UNASKED', 'UNREADABLE', 'UNSIGNED', 'WRONG_ISSUER', 'WRONG_RECEIVER', 'OUT_OF_TIME', 'STALE', 'REPLAYED', 'DECLINED']
  expect(told).toEqual(toNobody.map((code) => `SIGN_ON_${code}`))
  for (const code of told) expect(Object.keys(refusals)).toContain(code)
  const metadata = metadataOf(oursFor('https://clinic.test', { tenantId: 't', id: 'p' }))
  expect(metadata).toContain('WantAssertionsSigned="true"')
  expect(metadata.match(/Binding="[^"]*"/g)).toEqual(Array(2).fill('Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'))
})
