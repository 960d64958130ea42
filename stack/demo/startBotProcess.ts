import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Address, toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { locateModule } from '../../files/installation.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { ChildPart } from '../local/childPart.ts'
import { LOCALHOST } from '../local/choosePort.ts'
import type { Stack } from '../local/stack.ts'

const entry = fileURLToPath(locateModule('cli/index'))
/** The environment variable that holds the well-known test key of a bot's account. */
const KEY_VARIABLE = 'GIMBAL_REPLICA_KEY'
/** A busy machine may need many times the few seconds that it takes. */
const START_SEC = 300

/** A bot of the demonstration, a replica or a prover, as a process of its own. */
export interface BotProcess {
  name: string
  /** Sends, and signs if it is a reporter. */
  account: Address
  /** Of its health and metrics, without a path. */
  url: string
  /** One JSON object a line. */
  logFile: string
}

/** What the configurations of all bots of the demonstration have in common. */
type CommonSettings = ReturnType<typeof createCommonSettings>

interface BotProcessOptions<Config> {
  stack: Stack
  /** How many times faster than the day the chain runs: blocks come that much closer. */
  speed: number
  name: string
  account: HDAccount
  /** Of its health and metrics. */
  httpPort: number
  createConfig(common: CommonSettings): Config
}

/** Starts a bot under the stack's care, with the account's key and a journal of its own, and waits until it answers. */
export async function startBotProcess<Config extends CommonSettings>(
  options: BotProcessOptions<Config>,
): Promise<BotProcess> {
  const { stack, name, account, httpPort, createConfig } = options
  const folder = join(stack.folder, 'data', 'replicas')
  await mkdir(folder, { recursive: true })
  const config = createConfig(createCommonSettings(options, join(folder, `${name}.sqlite`)))
  const file = join(folder, `${name}.json`)
  const logFile = stack.logFile(name)
  // Logs outlive a stack; this one is read as that of this bot alone.
  await rm(logFile, { force: true })
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`)
  const part = await ChildPart.start({
    name,
    file: process.execPath,
    args: [entry, 'bot', 'run', '--config', file],
    logFile,
    env: { [KEY_VARIABLE]: toHex(account.getHdKey().privateKey ?? new Uint8Array()) },
  })
  await stack.addPart(part)
  const url = `http://${LOCALHOST}:${httpPort}`
  await part.waitUntil(() => fetch(`${url}/live`), START_SEC)
  return { name, account: account.address, url, logFile }
}

function createCommonSettings(
  {
    stack: { chainId, urls, addresses },
    speed,
    name,
    httpPort,
  }: Omit<BotProcessOptions<unknown>, 'createConfig'>,
  journalFile: string,
) {
  return {
    version: packageJson.version,
    name,
    chain: {
      id: chainId,
      clock: 'replayed' as const,
      // A replayed block comes after 12 s over the speed: some five looks at each.
      pollMs: Math.min(1_000, Math.max(50, Math.round(12_000 / speed / 5))),
      endpoints: [{ url: urls.rpc }],
    },
    riskParameters: addresses.governance.riskParameters,
    submit: {
      key: { variable: KEY_VARIABLE },
      // The day's gas price is one of another chain, taken as if it were paid in ether.
      budget: '50000 gwei',
      dailyBudget: '2000 ether',
      lowBalance: '100 ether',
      replaceAfter: '60 s',
      requiredDepth: 2,
    },
    journal: { file: journalFile },
    // The console of this machine, on whichever port it is served.
    http: { port: httpPort, allowedOrigins: ['loopback' as const] },
    alarms: { after: '10 s' },
    log: { level: 'info' as const },
  }
}
