import type { Browser } from 'playwright-core'
import { describeNetworks } from '../../../cli/console/describeNetworks.ts'
import { serveConsole } from '../../../cli/console/serveConsole.ts'
import { findNetwork } from '../../../client/network/findNetwork.ts'
import type { Network } from '../../../client/network/network.ts'
import { startDay } from '../../support/startDay.ts'
import type { ConsoleUnderTest } from './consoleUnderTest.ts'
import { launchBrowser } from './launchBrowser.ts'
import { openConsole } from './openConsole.ts'

export interface Subject {
  console: ConsoleUnderTest
  browser: Browser
  stop(): Promise<void>
}

/** The console on a real stack that has played half an hour of the day, in a real browser. */
export async function startSubject(): Promise<Subject> {
  const stack = await startDay()
  const network = await findNetwork({ network: 'local', dir: stack.folder })
  const site = await serveConsole({
    readNetworks: async () => describeNetworks([await read()]).content,
  })
  const browser = await launchBrowser()

  function read(): Promise<Network> {
    return findNetwork({ network: 'local', dir: stack.folder })
  }
  return {
    console: openConsole(browser, { url: site.url, folder: stack.folder, network }),
    browser,
    async stop() {
      await browser.close()
      await site.close()
      await stack.stop()
    },
  }
}
