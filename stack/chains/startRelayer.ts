import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEther, toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import type { RelayerConfigText } from '../../bot/relayer/relayerConfig.ts'
import { LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { locateModule } from '../../files/installation.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { createLocalAttestor } from '../bridge/createLocalAttestor.ts'
import { startSigners } from '../bridge/startSigners.ts'
import { LOCAL_MNEMONIC } from '../local/accounts.ts'
import { createChainClient } from '../local/chainClient.ts'
import { ChildPart } from '../local/childPart.ts'
import { choosePort, LOCALHOST } from '../local/choosePort.ts'
import type { Supervisor } from '../local/supervise.ts'
import type { Across } from './across.ts'

const entry = fileURLToPath(locateModule('cli/index'))
/** The environment variable that holds the well-known test key of the relayer's account. */
const KEY_VARIABLE = 'GIMBAL_RELAYER_KEY'
/** Of the same words as the other local accounts, after those that sign for the bridges. */
export const relayerAccount = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: 30 })
export const RELAYER_ETHER = parseEther('10000')
/** Blocks from a message's to the latest: none comes after it without another transaction, and nobody takes one away. */
const DEPTH = 1
/** A busy machine may need many times the few seconds that it takes. */
const START_SEC = 300

interface RelayerOptions {
  supervisor: Supervisor
  home: { url: string; chainId: number; startBlock: number }
  across: Across
}

/**
 * Starts the signers of the local bridges in this process, and the relayer under the stack's care. It sends the local
 * market's vector whenever home has news, and brings every message.
 *
 * @returns where it answers /ready and /metrics.
 */
export async function startRelayer({ supervisor, home, across }: RelayerOptions): Promise<string> {
  const { bridge, away } = across
  const chains = [
    { chainId: home.chainId, url: home.url, messengers: bridge.messengers },
    { chainId: away.chainId, url: away.urls.rpc, messengers: away.messengers },
  ]
  const attestor = createLocalAttestor(chains.map((chain) => ({ ...chain, depth: BigInt(DEPTH) })))
  const signers = await startSigners(attestor, 0)
  await supervisor.closeAtEnd(signers)
  for (const { url } of chains) {
    const { address } = relayerAccount
    await createChainClient(url).setBalance({ address, value: RELAYER_ETHER })
  }

  const port = await choosePort('the relayer', undefined)
  const folder = join(supervisor.dataDir, 'relayer')
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'relayer.json')
  const config = createConfig({ home, across, signersUrl: signers.url, port, folder })
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`)
  const name = 'relayer'
  const part = await ChildPart.start({
    name,
    file: process.execPath,
    args: [entry, 'relayer', 'run', '--config', file],
    logFile: supervisor.logFile(name),
    env: { [KEY_VARIABLE]: toHex(relayerAccount.getHdKey().privateKey ?? new Uint8Array()) },
    signal: supervisor.signal,
  })
  await supervisor.watch(name, part)
  const url = `http://${LOCALHOST}:${port}`
  await part.waitUntil(() => fetch(`${url}/live`), START_SEC)
  return url
}

interface ConfigOptions extends Pick<RelayerOptions, 'home' | 'across'> {
  signersUrl: string
  /** Of its health and metrics. */
  port: number
  /** Of its journal. */
  folder: string
}

function createConfig({ home, across, signersUrl, port, folder }: ConfigOptions) {
  const { bridge, away } = across
  const { remoteParameters, governanceReceiver, timelock } = away.contracts
  const common = {
    clock: 'replayed' as const,
    depth: DEPTH,
    submit: {
      key: { variable: KEY_VARIABLE },
      budget: '50000 gwei',
      dailyBudget: '2000 ether',
      lowBalance: '100 ether',
      replaceAfter: '60 s',
      requiredDepth: 1,
    },
  }
  return {
    version: packageJson.version,
    name: 'relayer',
    pollMs: 200,
    chains: [
      {
        ...common,
        id: home.chainId,
        name: LOCAL_NETWORK,
        endpoints: [{ url: home.url }],
        startBlock: home.startBlock,
        messengers: [...bridge.messengers],
        home: {
          parametersSender: bridge.parametersSender,
          governanceSender: bridge.governanceSender,
        },
      },
      {
        ...common,
        id: away.chainId,
        name: away.name,
        endpoints: [{ url: away.urls.rpc }],
        startBlock: away.startBlock,
        messengers: [...away.messengers],
        away: { remoteParameters, governanceReceiver, timelock },
      },
    ],
    markets: ['weth-usd'],
    signers: { url: signersUrl },
    send: { heartbeat: '600 s', deviation: '2 %' },
    repeat: { first: '15 s', most: '300 s', lost: '600 s' },
    journal: { file: join(folder, 'journal.sqlite') },
    http: { port, allowedOrigins: ['loopback' as const] },
    alarms: { after: '60 s' },
    log: { level: 'info' as const },
  } satisfies RelayerConfigText
}
