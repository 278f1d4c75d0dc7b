import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newRootKeyText } from '../server/src/security/vault/index.ts'
import { emptyFolder, startServer } from '../server/tests/process.ts'
import { run } from './command.fixture.ts'

test('[A9 part] old cases and checks are imported by one command, a broken row leaves nothing behind, and the same command again changes nothing', async () => {
  const [data, files] = [await emptyFolder(), await emptyFolder()]
  const settings = {
    WARDKEEP_PROFILE: 'production',
    PUBLIC_URL: 'https://clinic.example',
    WARDKEEP_ROOT_KEY: newRootKeyText(),
    WARDKEEP_DATA: data,
  }
  await startServer(data, settings)
  const organisation = ['--organisation', 'shore', '--name', 'Shore', '--time-zone', 'Europe/Berlin', '--no-staff-second-factor']
  expect((await run(['init', ...organisation, '--admin', 'max@shore.test'], settings)).code).toBe(0)
  const [requests, checks] = [join(files, 'rn_requests.csv'), join(files, 'check_user_log.jsonl')]
  const head = 'id,user_id,user_identifier,user_crypt,vendor_id,created_at,text'
  const rows = Array.from({ length: 1200 }, (_, place) => `${place},u,"pia, canary",crypt-canary,v,2023-05-01,"It\nhurts"`)
  await writeFile(requests, [head, ...rows].join('\n'))
  await writeFile(
    checks,
    '{"id":1,"user_id":"canary","result":true,"created_at":"2022-01-01"}\n{"id":2,"user_id":"x","result":"canary","created_at":"2022-01-01"}',
  )
  const both = ['import', 'legacy', '--requests', requests, '--checks', checks, '--json']
  const broken = await run(both, settings)
  expect(broken).toMatchObject({ code: 1, out: '', err: expect.stringContaining('checks: line 2: result: must be one of') })
  expect(broken.err).toContain('Nothing was written.')
  expect(broken.err).not.toContain('canary')

  await writeFile(checks, '{"id":1,"user_id":"canary","result":true,"created_at":"2022-01-01"}')
  const userCrypt = { n: 1200, shortest: 12, longest: 12 }
  const imported = await run(both, settings)
  expect(imported.code).toBe(0)
  expect(JSON.parse(imported.out)).toEqual({
    requests: { rows: 1200, imported: 1200, unchanged: 0, differing: [] },
    checks: { rows: 1, imported: 1, unchanged: 0, differing: [] },
    userCrypt,
  })
  expect(imported.err).toContain('Imported requests 1000 of 1200 rows')
  expect(imported.err + imported.out).not.toContain('canary')
  const again = await run(both, settings)
  expect(JSON.parse(again.out)).toMatchObject({ requests: { imported: 0, unchanged: 1200 }, checks: { imported: 0, unchanged: 1 } })
  expect((await run(['import', 'legacy'], settings)).code).toBe(2)
})
