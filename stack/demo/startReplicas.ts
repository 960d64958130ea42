import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Address, toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import type { BotConfigText } from '../../bot/index.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { localAccounts } from '../local/accounts.ts'
import { ChildPart } from '../local/childPart.ts'
import { choosePort, LOCALHOST } from '../local/choosePort.ts'
import type { Stack } from '../local/stack.ts'

const entry = fileURLToPath(new URL('../../cli/index.ts', import.meta.url))
/** The environment variable that holds the well-known test key of a replica's reporter. */
const KEY_VARIABLE = 'GIMBAL_REPLICA_KEY'
/** A busy machine may need many times the few seconds that it takes. */
const START_SEC = 300

/** A replica of the bot, as a process of its own. */
export interface ReplicaProcess {
  name: string
  reporter: Address
  /** Of its health and metrics, without a path. */
  url: string
  /** One JSON object a line. */
  logFile: string
}

/**
 * Starts one replica for each reporter, under the stack's care: each with its own key, journal and port, and the others
 * as its peers. They use the chain's time only.
 *
 * @param speed - How many times faster than the day the chain runs: blocks come that much closer.
 */
export async function startReplicas(stack: Stack, speed: number): Promise<ReplicaProcess[]> {
  const { reporters } = localAccounts
  const folder = join(stack.folder, 'data', 'replicas')
  await mkdir(folder, { recursive: true })
  const ports: { sign: number; http: number }[] = []
  for (const _ of reporters) {
    const name = 'a replica'
    ports.push({
      sign: await choosePort(name, undefined),
      http: await choosePort(name, undefined),
    })
  }
  const starting = reporters.map(async (reporter, at) => {
    const name = `replica-${at + 1}`
    const own = ports[at] ?? { sign: 0, http: 0 }
    const peers = ports.filter((_, other) => other !== at)
    const config = createConfig(stack, speed, name, own, peers, join(folder, `${name}.sqlite`))
    const file = join(folder, `${name}.json`)
    // Logs outlive a stack; this one is read as that of this replica alone.
    await rm(stack.logFile(name), { force: true })
    await writeFile(file, `${JSON.stringify(config, null, 2)}\n`)
    const part = await ChildPart.start({
      name,
      file: process.execPath,
      args: [entry, 'bot', 'run', '--config', file],
      logFile: stack.logFile(name),
      env: { [KEY_VARIABLE]: readKey(reporter) },
    })
    await stack.addPart(part)
    const url = `http://${LOCALHOST}:${own.http}`
    await part.waitUntil(() => fetch(`${url}/live`), START_SEC)
    return { name, reporter: reporter.address, url, logFile: stack.logFile(name) }
  })
  const replicas = await Promise.all(starting)
  await stack.publish({ replicaUrls: replicas.map(({ url }) => url) })
  return replicas
}

function createConfig(
  { chainId, urls, addresses }: Stack,
  speed: number,
  name: string,
  own: { sign: number; http: number },
  peers: readonly { sign: number }[],
  journal: string,
): BotConfigText {
  const key = { variable: KEY_VARIABLE }
  // A replayed block comes after 12 s over the speed: some five looks at each.
  const pollMs = Math.min(1_000, Math.max(50, Math.round(12_000 / speed / 5)))
  return {
    version: packageJson.version,
    name,
    chain: {
      id: chainId,
      clock: 'replayed',
      pollMs,
      endpoints: [{ url: urls.rpc }],
    },
    riskParameters: addresses.governance.riskParameters,
    // Five minutes of the market are some seconds here.
    index: {
      endpoints: [{ url: urls.graphql ?? '' }],
      // anvil may answer for its latest block with the state of the one that it is mining.
      confirmations: 1,
      maxLagBlocks: 25,
      maxLag: '300 s',
    },
    markets: ['weth-usd'],
    decide: { deadBand: '5 %', heartbeat: '600 s', maxObservationAge: '600 s' },
    reporter: { key },
    peers: peers.map(({ sign }) => ({ url: `http://${LOCALHOST}:${sign}/v1/sign` })),
    sign: { port: own.sign },
    // Ten blocks for each replica before.
    turns: { takeover: '120 s', peerTimeoutMs: 3_000 },
    submit: {
      key,
      // The day's gas price is one of another chain, taken as if it were paid in ether.
      budget: '50000 gwei',
      dailyBudget: '2000 ether',
      lowBalance: '100 ether',
      replaceAfter: '60 s',
      requiredDepth: 2,
    },
    journal: { file: journal },
    // The console of this machine, on whichever port it is served.
    http: { port: own.http, allowedOrigins: ['loopback'] },
    alarms: { after: '10 s' },
    log: { level: 'info' },
  }
}

function readKey(account: HDAccount): string {
  return toHex(account.getHdKey().privateKey ?? new Uint8Array())
}
