import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { type BotConfigText, type SignServer, startSignServer } from '../../../../bot/index.ts'
import { examineReplica } from '../../../../cli/doctor/examineReplica.ts'
import packageJson from '../../../../package.json' with { type: 'json' }
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient } from '../../../../stack/local/chainClient.ts'
import type { Stack } from '../../../../stack/local/stack.ts'
import { startStack } from '../../../../stack/local/startStack.ts'
import { type FaultyNode, startFaultyNode } from '../../../bot/support/startFaultyNode.ts'
import type { FakeIndex } from '../../../query/support/startIndex.ts'
import { mine, startFollowingIndex } from './followChain.ts'

const reporter = localAccounts.reporters[0]
export const readKey = (account: HDAccount) =>
  toHex(account.getHdKey().privateKey ?? new Uint8Array())

/** A check with its heading, and where it stands. */
interface Finding {
  group: string
  name: string
  isOk: boolean
  detail: string
}

/** A chain with the local market, an index that follows it, and configurations of replicas on both. */
export interface DoctorStack {
  stack: Stack
  client: ChainClient
  /** In front of the chain, at any path. */
  node: FaultyNode
  index: FakeIndex
  /** Another replica's, which wants the token of PEER_TOKEN. */
  peer: SignServer
  /** What the peer was asked to sign, or failed at. */
  asked: unknown[]
  folder: string
  /** What a replica's keys are in; names of variables and their contents. */
  env: Record<string, string>
  writeConfig(changes?: object): Promise<string>
  /** Everything that is found out about a replica with these changes. */
  examine(changes?: object, env?: NodeJS.ProcessEnv): Promise<Finding[]>
  /** What there is to mend, `name: detail`. */
  listMends(changes?: object, env?: NodeJS.ProcessEnv): Promise<string[]>
  stop(): Promise<void>
}

export async function startDoctorStack(): Promise<DoctorStack> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-doctor-'))
  const stack = await startStack({ folder: join(folder, 'stack'), index: false })
  const client = createChainClient(stack.urls.rpc)
  // The portfolio returns its value once the pool's memory covers the window of its mean price.
  await mine(client, 1_800n)
  const index = await startFollowingIndex(client)
  const node = await startFaultyNode(stack.urls.rpc)
  const env = {
    DOCTOR_KEY: readKey(reporter),
    DOCTOR_RPC: `${node.url}/v3/hunter2?key=hunter2`,
    PEER_TOKEN: 'hunter2-of-the-peer',
  }
  const asked: unknown[] = []
  const peer = await startSignServer({
    port: 0,
    token: env.PEER_TOKEN,
    answer: async (report) => {
      asked.push(report)
      return { type: 'unknown' }
    },
    onError: (error) => void asked.push(error),
  })
  const common = {
    version: packageJson.version,
    name: 'replica-0',
    chain: { id: stack.chainId, endpoints: [{ variable: 'DOCTOR_RPC' }], clock: 'replayed' },
    riskParameters: stack.addresses.governance.riskParameters,
    index: { endpoints: [{ url: index.url }] },
    markets: ['weth-usd'],
    decide: { heartbeat: '600 s' },
    reporter: { key: { variable: 'DOCTOR_KEY' } },
    submit: {
      key: { variable: 'DOCTOR_KEY' },
      budget: '300 gwei',
      dailyBudget: '5 ether',
      lowBalance: '1 ether',
    },
    // Two have to sign.
    peers: [{ url: peer.url, token: 'PEER_TOKEN' }],
    journal: { file: join(folder, 'journal.sqlite') },
    http: { port: 0 },
  } satisfies BotConfigText
  let count = 0

  const writeConfig = async (changes: object = {}) => {
    const file = join(folder, `replica-${++count}.json`)
    await writeFile(file, JSON.stringify({ ...common, ...changes }))
    return file
  }
  const examine = async (changes: object = {}, variables: NodeJS.ProcessEnv = env) => {
    const { groups } = await examineReplica(await writeConfig(changes), variables)
    const findings: Finding[] = []
    for (const { title, checks } of groups) {
      findings.push(...(await checks).map((check) => ({ group: title, ...check })))
    }
    return findings
  }
  return {
    stack,
    client,
    node,
    index,
    peer,
    asked,
    folder,
    env,
    writeConfig,
    examine,
    listMends: async (changes, variables) =>
      (await examine(changes, variables))
        .filter(({ isOk }) => !isOk)
        .map(({ name, detail }) => `${name}: ${detail}`),
    async stop() {
      await Promise.all([peer.close(), node.close(), index.close()])
      await stack.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
