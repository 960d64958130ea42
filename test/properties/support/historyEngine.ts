import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Abi,
  createClient,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  numberToHex,
  pad,
  slice,
} from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { ChildPart } from '../../../stack/local/childPart.ts'
import { choosePort, LOCALHOST } from '../../../stack/local/choosePort.ts'
import { findProgram } from '../../../stack/local/findProgram.ts'
import { buildSolidity } from '../../support/buildSolidity.ts'
import type { PoolHistory } from '../poolHistories.ts'

/** What the contracts read of a history; see test/contracts/support/evidence/HistoryReplay.sol. */
export interface Replayed {
  isCovered: boolean
  tick: readonly bigint[]
  secondsPerLiquidityX128: readonly bigint[]
  depthUsd6: bigint
  slowDepthUsd6: bigint
  depthRefusal: Hex
  priceUsd6: bigint
  priceRefusal: Hex
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const require = createRequire(import.meta.url)
// Gas decides nothing here.
const GAS = 2n ** 38n

interface Artifact {
  abi: Abi
  bytecode: Hex
}

function readPublished(name: string): Artifact {
  const path = `@uniswap/v3-core/artifacts/contracts/${name}.sol/${name}.json`
  return JSON.parse(readFileSync(require.resolve(path), 'utf8'))
}

function readSupport(name: string): Artifact {
  const path = `build/artifacts/test/contracts/support/evidence/${name}.sol/${name}.json`
  return JSON.parse(readFileSync(`${root}${path}`, 'utf8'))
}

/** A chain of this process with a pool whose history is told, and who replays histories on it. */
export async function createHistoryEngine() {
  await buildSolidity('evidence/HistoryReplay', 'evidence/RingHost')
  const dataDir = await mkdtemp(join(tmpdir(), 'gimbal-histories-'))
  const port = await choosePort('anvil', undefined)
  // Hardhat's own chain traces every step, which takes ten times as long.
  const anvil = await ChildPart.start({
    name: 'anvil',
    file: findProgram('anvil'),
    args: [
      ...['--host', LOCALHOST, '--port', `${port}`, '--hardfork', 'osaka', '--timestamp', '1'],
      ...['--gas-limit', `${2n * GAS}`, '--code-size-limit', '1000000', '--base-fee', '0'],
    ],
    env: { HOME: dataDir },
    logFile: join(dataDir, 'anvil.log'),
  })
  const transport = http(`http://${LOCALHOST}:${port}`, { timeout: 600_000, retryCount: 0 })
  const client = createClient({ transport })
  const request = (method: string, params: unknown[]) =>
    client.request({ method, params } as never) as Promise<Hex>
  await anvil.waitUntil(() => request('eth_chainId', []), 120)
  const gas = numberToHex(GAS)
  const [from] = (await request('eth_accounts', [])) as unknown as [Hex]
  const send = async (transaction: { to?: Hex; data: Hex }) => {
    const hash = await request('eth_sendTransaction', [
      { from, gas, gasPrice: '0x0', ...transaction },
    ])
    const receipt = await waitForTransactionReceipt(client, { hash, pollingInterval: 50 })
    return { contractAddress: receipt.contractAddress as Hex }
  }
  const deploy = async ({ abi, bytecode }: Artifact, args: unknown[]) =>
    (await send({ data: encodeDeployData({ abi, bytecode, args }) })).contractAddress

  const factory = readPublished('UniswapV3Factory')
  const factoryAddress = await deploy(factory, [])
  const poolArgs = [pad('0x1', { size: 20 }), pad('0x2', { size: 20 }), 500] as const
  const createPool = encodeFunctionData({ ...factory, functionName: 'createPool', args: poolArgs })
  const answer = await request('eth_call', [{ from, to: factoryAddress, data: createPool }])
  const place = getAddress(slice(answer, 12))
  await send({ to: factoryAddress, data: createPool })
  // The pool's code moves aside; it answers only to who stands at its address.
  const aside = pad('0xa51de', { size: 20 })
  await request('anvil_setCode', [aside, await request('eth_getCode', [place, 'latest'])])
  const host = await deploy(readSupport('RingHost'), [aside])
  await request('anvil_setCode', [place, await request('eth_getCode', [host, 'latest'])])

  const replay = readSupport('HistoryReplay')
  const to = await deploy(replay, [])
  return {
    /** Histories end at this time or later. */
    async setNow(nowAt: bigint): Promise<void> {
      await request('evm_setNextBlockTimestamp', [numberToHex(nowAt)])
      await request('evm_mine', [])
    },
    /** @throws if hints and the pool's own `observe` do not say the same of one of them. */
    async replay(histories: readonly PoolHistory[]): Promise<readonly Replayed[]> {
      const told = histories.map((history) => ({
        ...history,
        quoteUnit: 10n ** BigInt(history.quoteDecimals),
        start: { ...history.start, timeAt: history.start.timeAt % 2n ** 32n },
        steps: history.steps.map((step) => ({ ...step, timeAt: step.timeAt % 2n ** 32n })),
      }))
      const call = { abi: replay.abi, functionName: 'replay' } as const
      const data = encodeFunctionData({ ...call, args: [place, told] })
      const result = await request('eth_call', [{ from, to, data, gas }, 'latest'])
      return decodeFunctionResult({ ...call, data: result }) as Replayed[]
    },
    async close(): Promise<void> {
      await anvil.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

export type HistoryEngine = Awaited<ReturnType<typeof createHistoryEngine>>
