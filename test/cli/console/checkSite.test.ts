import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkSite } from '../../../cli/console/checkSite.ts'
import { SiteUnreachableError } from '../../../cli/console/errors.ts'
import { type ServedConsole, serveConsole } from '../../../cli/console/serveConsole.ts'
import { accountOf } from '../../client/network/support/createNetworkFile.ts'
import { captureOutput } from '../support/captureOutput.ts'
import { createSite } from './support/createSite.ts'

let own: string
let theirs: string
let served: ServedConsole
let networks: object

beforeEach(async () => {
  own = await createSite()
  theirs = await createSite()
  const [riskParameters, governor, token, timelock] = [1, 2, 3, 4].map(accountOf)
  const addresses = { riskParameters, governor, token, timelock }
  networks = { networks: { main: { chainId: 1, startBlock: 1, addresses } } }
  served = await serveConsole({ folder: theirs, readNetworks: async () => networks })
})

afterEach(async () => {
  await served.close()
  for (const folder of [own, theirs]) await rm(folder, { recursive: true, force: true })
})

async function check(url = served.url): Promise<{ status: number; text: string }> {
  const { result: status, text } = await captureOutput(() => checkSite(url, own))
  return { status, text }
}

describe('checkSite', () => {
  test('default: the same bytes, and which contracts the site means', async () => {
    const { status, text } = await check()
    expect(status).toBe(0)
    expect(text).toContain(`ok: the 4 files at ${served.url} are those built here`)
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `it names main: RiskParameters ${accountOf(1)} on mainnet (chain 1)`,
    )
  })

  test('error: a changed script, a changed page, a missing file: status 4', async () => {
    await writeFile(join(theirs, 'assets', 'index-a1b2c3d4.js'), 'steal()')
    await rm(join(theirs, 'assets', 'core-a1b2c3d4.wasm'))
    await writeFile(
      join(own, 'index.html'),
      `<meta http-equiv="Content-Security-Policy" content="x">`,
    )
    const { status, text } = await check()
    expect(status).toBe(4)
    expect(text).toContain('DIFFERS  assets/index-a1b2c3d4.js')
    expect(text).toContain('DIFFERS  index.html')
    expect(text).toContain('MISSING (HTTP status 404)  assets/core-a1b2c3d4.wasm')
    expect(text).toContain('3 of the 4 files')
  })

  test('error: no networks that the page would take, and nobody there', async () => {
    networks = { networks: 7 }
    expect((await check()).text).toContain('networks.json there is none that the page takes')
    await expect(check('http://127.0.0.1:9/')).rejects.toThrow(SiteUnreachableError)
  })
})
