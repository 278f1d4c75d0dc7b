import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openClinic } from './clinic.ts'
import { emptyFolder } from './process.ts'

test('production serves the page of the API as well, under the strict policy with this answer’s nonce, and its description beside it', async () => {
  const webFolder = await emptyFolder()
  await writeFile(join(webFolder, 'index.html'), '<script nonce="__CSP_NONCE__"></script>')
  const clinic = await openClinic({ profile: 'production', webFolder })
  const page = await fetch(`${clinic.url}/docs`)
  const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1] ?? 'none'
  expect({ status: page.status, text: await page.text() }).toEqual({ status: 200, text: `<script nonce="${nonce}"></script>` })
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
  expect((await fetch(`${clinic.url}/openapi.json`)).status).toBe(200)
  expect((await fetch(`${clinic.url}/api/docs`)).status).toBe(404)
})
