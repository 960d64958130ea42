import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { describeNetworks } from '../../../cli/console/describeNetworks.ts'
import { serveConsole } from '../../../cli/console/serveConsole.ts'
import { findNetwork } from '../../../client/network/findNetwork.ts'
import type { Network } from '../../../client/network/network.ts'
import { spawnGimbal } from '../../cli/support/runGimbal.ts'
import type { ConsoleUnderTest } from './consoleUnderTest.ts'
import { launchBrowser } from './launchBrowser.ts'
import { openConsole } from './openConsole.ts'

/** The last line that `gimbal start` prints when everything is up and the day has been played. */
const STAYS_UP = 'Everything stays up until Ctrl-C.'

export interface Subject {
  console: ConsoleUnderTest
  browser: Browser
  stop(): Promise<void>
}

/**
 * The console on a real stack that has played half an hour of the day, in a real browser. With the environment variable
 * GIMBAL_TEST_STACK it takes the stack that runs in that folder.
 */
export async function startSubject(): Promise<Subject> {
  const running = process.env.GIMBAL_TEST_STACK
  const stack = running === undefined ? await startDay() : { folder: running, stop: async () => {} }
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

async function startDay(): Promise<{ folder: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-console-'))
  // As root the stack runs Postgres as another user, who has to get in.
  chmodSync(folder, 0o755)
  const day = ['--from', '07:00', '--to', '07:24', '--speed', '60']
  const child = spawnGimbal(['start', ...day, '--dir', folder])
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let output = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    output += chunk
    if (output.includes(STAYS_UP)) break
  }
  if (!output.includes(STAYS_UP)) throw new Error(`gimbal start has ended: ${output}`)
  return {
    folder,
    async stop() {
      child.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
