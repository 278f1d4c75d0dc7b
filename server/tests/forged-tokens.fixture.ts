// What is tried on access tokens: the attacks that RFC 8725, its draft successor and the field's CVEs name, each by its name. Where it makes an
// attack stronger, our own key signs it.
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'

export type Ground = {
  token: string
  privateKey: KeyObject
  kid: string
  claims: Record<string, unknown>
  /** Of others, each real. */
  others: { sid: string; sub: string; tid: string; endedSid: string; kid: string }
  /** Real secrets of other kinds, by their kind. */
  secrets: Record<string, string>
  /** An address that counts who comes. */
  sink: string
}

export function forgedTokens(ground: Ground): Record<string, string> {
  return {
    ...unsigned(ground),
    ...byPublicKey(ground),
    ...otherAlgorithms(ground),
    ...keyTricks(ground),
    ...headerTricks(ground),
    ...otherKinds(ground),
    ...otherSpellings(ground),
    ...otherSignatures(ground),
    ...otherClaims(ground),
  }
}

type Json = Record<string, unknown> | string
const encode = (value: Json) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const joined = (header: Json, payload: Json) => `${encode(header)}.${encode(payload)}`
const named = (what: string, tokens: readonly string[]) => Object.fromEntries(tokens.map((token, place) => [`${what} ${place}`, token]))

function signed(key: KeyObject, header: Json, payload: Json): string {
  const text = joined(header, payload)
  return `${text}.${signBytes(null, Buffer.from(text), key).toString('base64url')}`
}

const headerOf = ({ kid }: Ground) => ({ alg: 'EdDSA', typ: 'at+jwt', kid })

function unsigned(ground: Ground): Record<string, string> {
  const spellings = ['none', 'None', 'NONE', 'nOnE', 'nonE', 'none ', ' none', 'n\u006fne', '', 'null', 'NoNe\u0000']
  const [, , signature = ''] = ground.token.split('.')
  return named(
    'alg none',
    spellings.flatMap((alg) => ['', signature, 'AA'].map((end) => `${joined({ ...headerOf(ground), alg }, ground.claims)}.${end}`)),
  )
}

function byPublicKey(ground: Ground): Record<string, string> {
  const publicKey = createPublicKey(ground.privateKey)
  const jwk = publicKey.export({ format: 'jwk' })
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const secrets = {
    raw: Buffer.from(jwk.x ?? '', 'base64url'),
    text: Buffer.from(jwk.x ?? ''),
    pem: Buffer.from(pem),
    'pem without its last line feed': Buffer.from(pem.trim()),
    der: publicKey.export({ format: 'der', type: 'spki' }),
    jwk: Buffer.from(JSON.stringify(jwk)),
    'jwk as published': Buffer.from(JSON.stringify({ ...jwk, kid: ground.kid, use: 'sig', alg: 'EdDSA' })),
    kid: Buffer.from(ground.kid),
    nothing: Buffer.alloc(0),
  }
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([what, secret]) =>
      (['sha256', 'sha384', 'sha512'] as const).flatMap((hash) =>
        [`HS${hash.slice(3)}`, 'EdDSA'].map((alg) => {
          const text = joined({ ...headerOf(ground), alg }, ground.claims)
          return [`${alg} by ${what}, ${hash}`, `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`]
        }),
      ),
    ),
  )
}

function otherAlgorithms(ground: Ground): Record<string, string> {
  const algorithms = ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'ES256K', 'Ed25519', 'Ed448', 'eddsa', 'EDDSA', 'HS256', 'dir']
  const ours = named(
    'another algorithm, our key',
    algorithms.map((alg) => signed(ground.privateKey, { ...headerOf(ground), alg }, ground.claims)),
  )
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const theirs = (['RS256', 'PS256', 'ES256', 'EdDSA'] as const).flatMap((alg) =>
    [rsa, curve].map((key) => {
      const text = joined({ ...headerOf(ground), alg }, ground.claims)
      return `${text}.${signBytes('sha256', Buffer.from(text), key).toString('base64url')}`
    }),
  )
  const ed448 = signed(generateKeyPairSync('ed448').privateKey, headerOf(ground), ground.claims)
  return { ...ours, ...named('another kind of key', [...theirs, ed448]) }
}

function keyTricks(ground: Ground): Record<string, string> {
  const stranger = generateKeyPairSync('ed25519').privateKey
  const kids: unknown[] = [
    '',
    '../../../../../../dev/null',
    '/dev/null',
    'installation.json',
    `${ground.kid}/../${ground.kid}`,
    `' or '1'='1`,
    `x' union select '${ground.kid}' --`,
    `${ground.sink}/key`,
    [ground.kid],
    { kid: ground.kid },
    null,
    0,
    true,
    ground.kid.toUpperCase(),
    ` ${ground.kid}`,
    `${ground.kid}\u0000`,
    `${ground.kid}=`,
    '__proto__',
    'constructor',
    ground.others.kid,
  ]
  const { kid: _, ...nameless } = headerOf(ground)
  const twice = `{"alg":"EdDSA","typ":"at+jwt","kid":"another","kid":"${ground.kid}"}`
  return {
    ...named(
      'kid, our key',
      kids.map((kid) => signed(ground.privateKey, { ...nameless, kid }, ground.claims)),
    ),
    ...named(
      'kid, another key',
      kids.map((kid) => signed(stranger, { ...nameless, kid }, ground.claims)),
    ),
    'no kid': signed(ground.privateKey, nameless, ground.claims),
    'two kids': signed(ground.privateKey, twice, ground.claims),
    'another key under our kid': signed(stranger, headerOf(ground), ground.claims),
  }
}

function headerTricks(ground: Ground): Record<string, string> {
  const stranger = generateKeyPairSync('ed25519').privateKey
  const jwk = createPublicKey(stranger).export({ format: 'jwk' })
  const fields: Record<string, unknown>[] = [
    { jku: `${ground.sink}/jwks.json` },
    { x5u: `${ground.sink}/chain.pem` },
    { jwk },
    { x5c: [createPublicKey(stranger).export({ format: 'der', type: 'spki' }).toString('base64')] },
    { x5t: 'AAAA' },
    { 'x5t#S256': 'AAAA' },
    { crit: ['exp'] },
    { crit: [] },
    { crit: ['b64'], b64: false },
    { b64: false },
    { crit: ['kid'] },
    { cty: 'JWT' },
    { zip: 'DEF' },
    { enc: 'A256GCM' },
    { p2c: 2 ** 31, p2s: 'AAAA' },
    { epk: jwk },
    { nonce: 'x' },
  ]
  return Object.fromEntries(
    fields.flatMap((field) =>
      [ground.privateKey, stranger].map((key, place) => [
        `header ${JSON.stringify(field).slice(0, 30)} ${place}`,
        signed(key, { ...headerOf(ground), ...field }, ground.claims),
      ]),
    ),
  )
}

function otherKinds(ground: Ground): Record<string, string> {
  const types: unknown[] = [
    'JWT',
    'jwt',
    'AT+JWT',
    'application/at+jwt',
    'at+jwt ',
    'wardkeep-record+jws',
    'wardkeep-signer+jwt',
    'secevent+jwt',
    'dpop+jwt',
    'refresh',
    ['at+jwt'],
    null,
    '',
  ]
  const { typ: _, ...untyped } = headerOf(ground)
  const idToken = { ...ground.claims, nonce: 'x', auth_time: ground.claims.iat }
  const part = 'AAAAAAAAAAAAAAAAAAAAAA'
  const jwe = (header: Record<string, unknown>) => `${encode({ ...headerOf(ground), ...header })}.${part}.${part}.${part}.${part}`
  return {
    ...named(
      'typ',
      types.map((typ) => signed(ground.privateKey, { ...untyped, typ }, ground.claims)),
    ),
    'no typ': signed(ground.privateKey, untyped, ground.claims),
    'id token': signed(ground.privateKey, { ...untyped, typ: 'JWT' }, idToken),
    'id token under our typ': signed(ground.privateKey, headerOf(ground), idToken),
    'a token in a token': signed(ground.privateKey, headerOf(ground), ground.token),
    'a token in a claim': signed(ground.privateKey, headerOf(ground), { ...ground.claims, sub: ground.token }),
    'JWE, direct': jwe({ alg: 'dir', enc: 'A256GCM' }),
    'JWE, by password': jwe({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 2 ** 31 - 1, p2s: part }),
    'JWE, compressed': jwe({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }),
    'JWE under our algorithm': jwe({}),
    ...ground.secrets,
  }
}

function otherSpellings(ground: Ground): Record<string, string> {
  const { token, privateKey, claims } = ground
  const [header = '', payload = '', signature = ''] = token.split('.')
  const text = JSON.stringify(claims)
  const head = JSON.stringify(headerOf(ground))
  const last = (part: string) => part.slice(0, -1) + spare(part.at(-1) ?? 'A')
  const json = (value: object) => JSON.stringify(value)
  return {
    ...named('JSON form', [
      json({ protected: header, payload, signature }),
      json({ payload, signatures: [{ protected: header, signature }] }),
      encode({ protected: header, payload, signature }),
      `{"protected":"${header}","payload":"${payload}","signature":"${signature}","x":".."}`,
      `${encode(`${head}`)}.${payload}.${signature}.`,
      `{"a":"${header}.${payload}.${signature}"}`,
    ]),
    ...named('another text of the same header', [
      signed(privateKey, head.replace('{', '{ '), claims),
      signed(privateKey, `${head}\n`, claims),
      signed(privateKey, head.replace('alg', '\\u0061lg'), claims),
      signed(privateKey, `\ufeff${head}`, claims),
      signed(privateKey, head.replace('{', '{"alg":"none",'), claims),
      signed(privateKey, head.replace('}', ',"alg":"EdDSA"}'), claims),
      signed(privateKey, head.replace('"at+jwt"', '"JWT","typ":"at+jwt"'), claims),
    ]),
    ...named('another text of the same claims', [
      signed(privateKey, headerOf(ground), text.replace('{', '{"sub":"another",')),
      signed(privateKey, headerOf(ground), text.replace('}', `,"aal":${String(claims.aal)}}`)),
      signed(privateKey, headerOf(ground), text.replace('{', '{ ')),
      signed(privateKey, headerOf(ground), `${text} `),
      signed(privateKey, headerOf(ground), `\ufeff${text}`),
      signed(privateKey, headerOf(ground), text.replace('"sub"', '"su\\u0062"')),
      signed(privateKey, headerOf(ground), `${text}${text}`),
      signed(privateKey, headerOf(ground), text.replace(/"exp":(\d+)/, '"exp":$1.0')),
      signed(privateKey, headerOf(ground), text.replace(/"exp":\d+/, '"exp":1e400')),
      signed(privateKey, headerOf(ground), text.replace('{', '{"__proto__":{},')),
    ]),
    ...named(
      'no claims',
      ['[]', 'null', '0', '"x"', '', '{', '{}', `[${text}]`].map((other) => signed(privateKey, headerOf(ground), other)),
    ),
    ...named('another base64url', [
      `${token}=`,
      `${token}==`,
      `${header}=.${payload}.${signature}`,
      `${header}.${payload}=.${signature}`,
      `${header}.${payload}.${last(signature)}`,
      `${last(header)}.${payload}.${signature}`,
      `${header}.${last(payload)}.${signature}`,
      `${header}.${payload}.${signature.slice(0, 40)}\t${signature.slice(40)}`,
      `${header}.${payload}.${signature.slice(0, 40)}%0A${signature.slice(40)}`,
      `${header}.${payload}.${signature.slice(0, 40)}!${signature.slice(40)}`,
      `${header}.${payload}.${Buffer.from(signature, 'base64url').toString('base64')}`,
      `${header}.${payload}.${Buffer.from(signature, 'base64url').toString('hex')}`,
      token.replaceAll('.', '%2e'),
      encodeURIComponent(`"${token}"`),
      `"${token}"`,
      `Bearer:${token}`,
    ]),
    ...named('other parts', [
      '.',
      '..',
      '...',
      `${token}.`,
      `.${token}`,
      `${token}.${signature}`,
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${header}..${signature}`,
      `.${payload}.${signature}`,
      `${payload}.${header}.${signature}`,
      `${header}.${header}.${signature}`,
      `${token},${token}`,
      header,
      `${header}.${encode({ ...claims, role: 'admin' })}.${signature}`,
    ]),
    ...named('deep', [
      signed(privateKey, headerOf(ground), `${'['.repeat(700)}${']'.repeat(700)}`),
      signed(privateKey, `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, claims),
    ]),
  }
}

/** The character whose spare low bits differ. */
function spare(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return alphabet[alphabet.indexOf(character) ^ 1] ?? 'A'
}

const order = 2n ** 252n + 27742317777372353535851937790883648493n

function otherSignatures(ground: Ground): Record<string, string> {
  const [header = '', payload = '', text = ''] = ground.token.split('.')
  const signature = Buffer.from(text, 'base64url')
  const withSignature = (bytes: Uint8Array) => `${header}.${payload}.${Buffer.from(bytes).toString('base64url')}`
  const scalar = BigInt(`0x${Buffer.from(signature.subarray(32).toReversed()).toString('hex')}`)
  const malleable = (multiple: bigint) => {
    const bytes = Buffer.from((scalar + multiple * order).toString(16).padStart(64, '0').slice(-64), 'hex').toReversed()
    return withSignature(Buffer.concat([signature.subarray(0, 32), bytes]))
  }
  return {
    ...named(
      'cut',
      [1, 2, 16, 32, 63].map((length) => withSignature(signature.subarray(0, length))),
    ),
    ...named(
      'longer',
      [1, 32, 64].map((length) => withSignature(Buffer.concat([signature, Buffer.alloc(length)]))),
    ),
    'S + L': malleable(1n),
    'S + 2L': malleable(2n),
    'all zero': withSignature(Buffer.alloc(64)),
    'the neutral point': withSignature(Buffer.concat([Buffer.from([1]), Buffer.alloc(63)])),
    'of another token': withSignature(signBytes(null, Buffer.from('another'), ground.privateKey)),
  }
}

function otherClaims(ground: Ground): Record<string, string> {
  const { claims, others } = ground
  const iat = Number(claims.iat)
  const changes: Record<string, Record<string, unknown>> = {
    'exp past': { exp: iat - 1, iat: iat - 301 },
    'exp of a second ago': { exp: iat, iat: iat - 300 },
    'exp float': { exp: iat + 299.5 },
    'exp text': { exp: String(iat + 299) },
    'exp negative': { exp: -1 },
    'exp zero': { exp: 0 },
    'exp null': { exp: null },
    'exp missing': { exp: undefined },
    'exp list': { exp: [iat + 299] },
    'exp too far': { exp: iat + 901 },
    'exp of another age': { exp: 253_402_300_799 },
    'exp beyond what is exact': { exp: Number.MAX_SAFE_INTEGER },
    'iat ahead': { iat: iat + 60, exp: iat + 360 },
    'iat a day ahead': { iat: iat + 86_400, exp: iat + 86_700 },
    'iat float': { iat: iat + 0.5 },
    'iat text': { iat: String(iat) },
    'iat negative': { iat: -1 },
    'iat missing': { iat: undefined },
    'iat milliseconds': { iat: iat * 1000, exp: (iat + 300) * 1000 },
    'nbf now': { nbf: iat },
    'nbf ahead': { nbf: iat + 600 },
    'nbf text': { nbf: '0' },
    'iss other': { iss: 'https://elsewhere.example' },
    'iss with a slash': { iss: `${String(claims.iss)}/` },
    'iss list': { iss: [claims.iss] },
    'iss missing': { iss: undefined },
    'aud other': { aud: 'wardkeep-files' },
    'aud list': { aud: [claims.aud] },
    'aud among others': { aud: [claims.aud, 'another'] },
    'aud empty': { aud: '' },
    'aud missing': { aud: undefined },
    'tid of another': { tid: others.tid },
    'tid missing': { tid: undefined },
    'tid with a capital': { tid: String(claims.tid).toUpperCase() },
    'sub of another': { sub: others.sub },
    'sub missing': { sub: undefined },
    'sub list': { sub: [claims.sub] },
    'sub and tid of another': { sub: others.sub, tid: others.tid },
    'sid of another': { sid: others.sid },
    'sid ended': { sid: others.endedSid },
    'sid unknown': { sid: '01890000-0000-7000-8000-000000000000' },
    'sid no id': { sid: "' or true --" },
    'sid empty': { sid: '' },
    'sid missing': { sid: undefined },
    'jti missing': { jti: undefined },
    'aal three': { aal: 3 },
    'aal text': { aal: '2' },
    'one claim more': { admin: true },
    'a scope': { scope: 'openid' },
  }
  return Object.fromEntries(
    Object.entries(changes).map(([what, change]) => [what, signed(ground.privateKey, headerOf(ground), { ...claims, ...change })]),
  )
}
