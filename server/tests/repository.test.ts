import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isOurText, leaksIn } from '../../scripts/leaks.ts'
import { root } from '../../scripts/root.ts'
import { trackedFiles } from '../../scripts/tracked-files.ts'

// A file deleted but not yet committed is still listed by git.
const paths = trackedFiles().filter((path) => isOurText(path) && existsSync(join(root, path)))
const files = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const taken = /^docs\/spec\/|^LICENSE$|^package-lock\.json$/
const ours = files.filter(({ path }) => !taken.test(path))
const tests = ours.filter(({ path }) => /\.test\.tsx?$/.test(path))
const documents = ours.filter(({ path }) => path.endsWith('.md'))

test('no file is longer than 400 lines; generated ones and migrations excepted', () => {
  const measured = ours.filter(
    ({ path }) => /\.(?:tsx?|mjs|css|html|md|sql|sh)$/.test(path) && !/^server\/(?:migrations\/|schema\.sql)/.test(path),
  )
  expect(measured.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 })).filter(({ lines }) => lines > 400)).toEqual([])
})

test('nothing is left to do in a comment', () => {
  expect(linesWith(ours, /\b(?:TO[D]O|FIX[M]E)\b/)).toEqual([])
})

test('no test is narrowed, skipped or promised for later', () => {
  expect(linesWith(tests, /\.(?:only|skip|todo|fails)\(/)).toEqual([])
})

test('no guard of types or lint is switched off', () => {
  const code = ours.filter(({ path }) => /\.(?:tsx?|mjs|css)$/.test(path))
  expect(linesWith(code, /@ts-(?:ignore|nocheck|expect-error)|biome[-]ignore|eslint[-]disable/)).toEqual([])
})

test('no secret, registry host or download address is tracked, the lockfile included', () => {
  expect(files.flatMap(({ path, text }) => leaksIn(text).map(({ line, what }) => `${path}:${line} holds ${what}`))).toEqual([])
})

test('[T37 part] the lockfile pins every package by its integrity, and no install script runs', () => {
  const lockfile: { packages: Record<string, { link?: boolean; integrity?: string }> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  )
  const fetched = Object.entries(lockfile.packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
  expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true')
})

test('every link between documents leads to a file', () => {
  const dead = documents.flatMap(({ path, text }) => deadLinks(path, text).map((target) => `${path} → ${target}`))
  expect(dead).toEqual([])
})

describe('what these guards look for, they find', () => {
  test.each([
    ['a private key', `-----BEGIN ${'EC'} PRIVATE KEY-----`],
    ['a cloud access key', `AKIA${'A1'.repeat(8)}`],
    ['an access token', `ghp_${'a1'.repeat(18)}`],
    ['a registry token', `//host/:_auth${'Token'}=abc`],
    ['a password in an address', `postgres://app:${'correct-horse'}@db.clinic.test/wardkeep`],
    ['a registry host', `https://registry.${'npm'}js.org/left-pad`],
    ['a download address', `https://host.test/tool-1.2.${'tgz'}`],
    ['a resolved address in the lockfile', `"resolved": "${'https'}://host.test/left-pad"`],
  ])('%s', (what, text) => {
    expect(leaksIn(`first line\n${text}`)).toContainEqual({ line: 2, what })
  })

  test('a link to nowhere', () => {
    expect(deadLinks('docs/x.md', '[a](../README.nowhere.md#map) [b](https://host.test/) [c](#here)')).toEqual(['../README.nowhere.md#map'])
  })
})

function linesWith(searched: typeof files, pattern: RegExp): string[] {
  return searched.flatMap(({ path, text }) => text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}`] : [])))
}

/** The relative targets of Markdown links and pictures that no file or folder answers to. Fenced code is no link. */
function deadLinks(path: string, text: string): string[] {
  const targets = [...text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(
    ([, target = '']) => target,
  )
  const local = targets.filter((target) => !/^(?:[a-z]+:|#)/.test(target))
  return local.filter((target) => !existsSync(join(root, dirname(path), decodeURI(target.replace(/[#?].*$/, '')))))
}
