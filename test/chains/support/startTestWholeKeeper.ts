import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, type HDAccount, toHex } from 'viem'
import { stringify } from 'yaml'
import { loadKeeperConfig } from '../../../bot/keeper/loadKeeperConfig.ts'
import { startKeeper } from '../../../bot/keeper/startKeeper.ts'
import { createLog } from '../../../bot/log.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { AWAY_CHAIN_ID, type ChainsWorld } from './chainsWorld.ts'

interface Line {
  event: string
  chain?: string
  action?: string
  outcome?: string
  msg: string
}

export interface TestKeeper {
  lines: readonly Line[]
  url: string
  /** What it has sent that was taken. */
  countTaken(chain: string, action: string): number
  stop(): Promise<void>
}

export interface TestKeeperOptions {
  portfolio: Address
  account: HDAccount
  move?: { belowUsd: number; amountUsd: number }
}

/** A keeper of a whole as `gimbal keeper run` starts it, from its file. */
export async function startTestWholeKeeper(
  world: ChainsWorld,
  { portfolio, account, move }: TestKeeperOptions,
): Promise<TestKeeper> {
  const { urls, stack, deployed } = world
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-whole-'))
  const file = join(folder, 'keeper.yaml')
  const messengerOf = (all: readonly { name: string; address: string }[]) =>
    all.find(({ name }) => name === 'hyperlane')?.address
  const config = {
    version: packageJson.version,
    chain: { id: stack.chainId, endpoints: [{ url: urls.home }], clock: 'replayed', pollMs: 20 },
    whole: {
      portfolio,
      name: 'local',
      messenger: messengerOf(deployed.bridge.messengers),
      chains: [
        {
          id: AWAY_CHAIN_ID,
          name: 'local-2',
          messenger: messengerOf(deployed.remote.messengers),
          endpoints: [{ url: urls.away }],
          clock: 'replayed',
        },
      ],
      move,
    },
    submit: {
      key: { variable: 'KEY' },
      budget: '200 gwei',
      dailyBudget: '1 ether',
      lowBalance: '0.1 ether',
      requiredDepth: 1,
    },
    journal: { file: 'journal.sqlite' },
    http: { port: 0 },
  }
  await writeFile(file, stringify(config))
  const loaded = await loadKeeperConfig(file, {
    ...process.env,
    KEY: toHex(account.getHdKey().privateKey ?? new Uint8Array()),
  })
  const lines: Line[] = []
  const log = createLog({
    level: 'debug',
    destination: { write: (line) => lines.push(JSON.parse(line)) },
  })
  const keeper = await startKeeper(loaded, log)
  return {
    lines,
    url: keeper.url,
    countTaken: (chain, action) =>
      lines.filter(
        (line) =>
          line.event === 'settled' &&
          line.outcome === 'taken' &&
          line.chain === chain &&
          line.action === action,
      ).length,
    async stop() {
      await keeper.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
