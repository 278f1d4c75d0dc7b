// `node scripts/common-passwords.ts`: writes server/src/security/passwords/common-passwords.txt, the same for the same words.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { foldLeet, formOf, passwordPolicies } from '../contract/passwords/index.ts'
import { commentMark, wordsOf } from '../server/src/security/passwords/word-file.ts'
import { root } from './root.ts'

const folder = join(root, 'server/src/security/passwords')
export const listPath = join(folder, 'common-passwords.txt')

/**
 * The passwords that guessers try first and that would still pass a policy's rules of form, one a line, one of each kind that folds alike.
 * Debian's word lists hold a single entry of twelve characters, so these are made from the words and endings that people are known to choose.
 */
export function commonPasswords(): string {
  const words = wordsOf(readFileSync(join(folder, 'common-words.txt'), 'utf8'))
  const made = new Map<string, string>()
  for (const password of [...endedWords(words), ...wordPairs(words), ...phrases()]) {
    const folded = foldLeet(password)
    if (!made.has(folded) && passwordPolicies.some((policy) => formOf(policy, password).every(({ met }) => met))) made.set(folded, password)
  }
  return [
    `${commentMark} Made by scripts/common-passwords.ts from common-words.txt; change those instead.`,
    ...[...made.values()].sort(),
    '',
  ].join('\n')
}

const endings = [
  ...[
    '123!',
    '1234!',
    '12345!',
    '123456!',
    '1!',
    '12!',
    '123$',
    '123#',
    '123.',
    '1234.',
    '@123',
    '@1234',
    '@12345',
    '!123',
    '!1234',
    '#123',
    '#1',
    '@1',
  ],
  ...[2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027].flatMap((year) => [`${year}!`, `@${year}`]),
]
const likeliest = 400
const most = 24

/** `Welcome2024!`: a capital, a word, an ending. Of each word the first two dozen that are long enough. */
function endedWords(words: readonly string[]): string[] {
  return words.slice(0, likeliest).flatMap((word) => {
    const begun = word.replace(/^./u, (first) => first.toUpperCase())
    return endings
      .map((ending) => begun + ending)
      .filter((password) => [...password].length >= 12)
      .slice(0, most)
  })
}

/** `passwordpassword`, `sunshineforever`: long enough without classes. */
function wordPairs(words: readonly string[]): string[] {
  const long = words.filter((word) => [...word].length >= 7).slice(0, 60)
  return long.flatMap((first) => long.map((second) => first + second).filter((pair) => [...pair].length >= 15))
}

function phrases(): string[] {
  const said = [
    ...[
      'this is my password',
      'let me in please',
      'i love you so much',
      'i love you forever',
      'open the door please',
      'to be or not to be',
      'may the force be with you',
    ],
    ...[
      'correct horse battery staple',
      'the quick brown fox',
      'hello my name is',
      'welcome to the clinic',
      'what is my password',
      'i forgot my password',
    ],
    ...[
      'never gonna give you up',
      'winter is coming',
      'in the name of god',
      'live long and prosper',
      'one two three four five',
      'password for the clinic',
    ],
  ]
  const rows = [
    'qwertyuiopasdfgh',
    'qwertyuiopasdfghjkl',
    '1qaz2wsx3edc4rfv',
    '123456789012345',
    '1234567890123456',
    '0123456789abcdef',
    'abcdefghijklmno',
  ]
  return [...said, ...said.map((phrase) => phrase.replaceAll(' ', '')), ...said.map((phrase) => phrase.replaceAll(' ', '-')), ...rows]
}

if (import.meta.main) writeFileSync(listPath, commonPasswords())
