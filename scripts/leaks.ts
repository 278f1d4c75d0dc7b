// What must never be committed: a secret, or where packages are downloaded from.
export type Leak = { line: number; what: string }

const patterns: [what: string, pattern: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a secret key of age', /\bAGE-SECRET-KEY-1[0-9A-Z]{20}/],
  ['a cloud access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['an access token', /\b(?:gh[oprsu]_[A-Za-z0-9]{36}|github_pat_\w{22}|glpat-[\w-]{20}|npm_[A-Za-z0-9]{36}|xox[abprs]-[\w-]{10})/],
  ['a registry token', /_authToken\s*=/],
  ['a password in an address', /\b[a-z][a-z0-9+]*:\/\/[^\s:/@'"`${}<>]+:(?!\*)[^\s:/@'"`${}<>]{8,}@(?!localhost|127\.0\.0\.1|example)/],
  [
    'a registry host',
    /\b(?:registry[.]npm|registry[.]yarnpkg|(?:www[.])?npmjs[.](?:com|org)|npmmirror[.]com|(?:deb|security)[.]debian[.]org|pypi[.]org|proxy[.]golang)/,
  ],
  ['a download address', /https?:\/\/[^\s'"`)]+\.(?:tgz|tar\.[gx]z|zip|whl|deb|rpm|dmg|exe)\b/],
  ['a resolved address in the lockfile', /"resolved":\s*"[a-z+]+:\/\//],
]

/** Every secret, registry host and download address in a text, by line (from 1). Names what was found and never repeats it. */
export function leaksIn(text: string): Leak[] {
  return text.split('\n').flatMap((content, at) => {
    const found = patterns.filter(([, pattern]) => pattern.test(content))
    return found.map(([what]) => ({ line: at + 1, what }))
  })
}

/** Whether a file is text of ours: fixtures are taken over byte for byte from their publishers, pictures and fonts are no text. */
export function isOurText(path: string): boolean {
  return !/(^|\/)fixtures\/|\.(?:png|jpe?g|webp|avif|ico|woff2?|ttf|pdf|gz|zip)$/.test(path)
}
