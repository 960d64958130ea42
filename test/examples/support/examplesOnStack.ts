import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createPublicClient, http, stringToHex } from 'viem'
import { findNetwork } from '../../../client/network/findNetwork.ts'
import { type InForce, readInForce } from '../../../client/readInForce.ts'
import { packOnce } from '../../package/support/tarball.ts'
import { startDay } from '../../support/startDay.ts'
import type { ConsoleUnderTest } from '../../web/support/consoleUnderTest.ts'
import { launchBrowser } from '../../web/support/launchBrowser.ts'
import { openConsole } from '../../web/support/openConsole.ts'
import { type ExampleCopy, installExample } from './installExample.ts'

/** Examples beside a real stack that has played half an hour of the day. */
export interface ExamplesOnStack {
  /** Where the stack's node is. */
  rpcUrl: string
  /** An example, installed, with the stack where `npx gimbal start` in its folder would have put one. */
  install(name: string): Promise<ExampleCopy>
  /** What the contract answers for weth-usd now. */
  readInForce(): Promise<InForce>
  /** A browser at a site. */
  openSite(url: string): ConsoleUnderTest
  /** Removes what was installed, and ends the stack. */
  stop(): Promise<void>
}

/** Those who use it in a file share it: it takes most of the time. */
export async function startExamplesOnStack(): Promise<ExamplesOnStack> {
  const tarball = await packOnce()
  const day = await startDay()
  const network = await findNetwork({ network: 'local', dir: day.folder })
  const rpcUrl = network.rpcUrl ?? ''
  const client = createPublicClient({ transport: http(rpcUrl) })
  const browser = await launchBrowser()
  const installed: ExampleCopy[] = []
  return {
    rpcUrl,
    async install(name) {
      const example = await installExample(name, tarball)
      installed.push(example)
      await mkdir(join(example.folder, '.gimbal'))
      await symlink(day.folder, join(example.folder, '.gimbal', 'stack'))
      return example
    },
    readInForce: () =>
      readInForce(client, network.addresses.riskParameters, stringToHex('weth-usd', { size: 32 })),
    openSite: (url) => openConsole(browser, { url, folder: day.folder, network }),
    async stop() {
      for (const example of installed) await example.remove()
      await browser.close()
      await day.stop()
    },
  }
}

/** Tests of one example. */
export type ExampleSuite = (subject: () => ExamplesOnStack) => void
