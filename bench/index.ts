/**
 * The subgraph on graph-node: blocks and events a second, beside an empty mapping on the same chain, and the times of
 * the console's queries over 1e5 observations.
 */
import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderSubgraph } from '../deploy/subgraph/renderSubgraph.ts'
import { createChainClient } from '../stack/local/chainClient.ts'
import type { Stack, StackOptions } from '../stack/local/stack.ts'
import { startStack } from '../stack/local/startStack.ts'
import type { Bench, Figure } from './figure.ts'
import { emptySubgraph } from './support/emptySubgraph.ts'
import { type IndexRun, startIndexRun, waitForHead } from './support/indexRun.ts'
import { addObservationBlocks, measureQueries } from './support/queryTimes.ts'
import { addSwapBlocks, SWAPS_PER_BLOCK } from './support/swapChain.ts'

const BLOCKS = 5_000
/** 2023-08-17 00:00 UTC. */
const GENESIS_AT = 1_692_230_400n

const measureIndex: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-'))
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
  try {
    const [full, bare] = await onChain(join(folder, 'swaps'), {}, async (stack) => {
      const client = createChainClient(stack.urls.rpc)
      await addSwapBlocks(client, stack.addresses.venue, BLOCKS)
      const rendered = await render(stack, join(folder, 'swaps', 'rendered'))
      const empty = join(folder, 'swaps', 'empty')
      await emptySubgraph(rendered, empty)
      const bareSpeed = await runIndex(stack, empty, waitForHead)
      return [await runIndex(stack, rendered, waitForHead), bareSpeed] as const
    })
    const times = await onChain(join(folder, 'observations'), { market: 'none' }, async (stack) => {
      await addObservationBlocks(stack.urls.rpc, stack.addresses)
      const rendered = await render(stack, join(folder, 'observations', 'rendered'))
      return runIndex(stack, rendered, async (run, block) => {
        await waitForHead(run, block)
        return measureQueries(run)
      })
    })
    return [...describeSpeed(full, bare), ...describeQueries(times)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export default measureIndex

/** A chain with all contracts, while something is done with it. */
async function onChain<Result>(
  folder: string,
  options: Pick<StackOptions, 'market'>,
  use: (stack: Stack) => Promise<Result>,
): Promise<Result> {
  const stack = await startStack({
    folder: join(folder, 'stack'),
    index: false,
    genesisAt: GENESIS_AT,
    ...options,
  })
  try {
    return await use(stack)
  } finally {
    await stack.stop()
  }
}

async function render({ addresses }: Stack, outDir: string): Promise<string> {
  const { riskParameters, governor, token, timelock, startBlock } = addresses.governance
  await renderSubgraph({
    network: 'local',
    startBlock,
    addresses: { riskParameters, governor, token, timelock },
    pools: [{ address: addresses.venue.pool, startBlock }],
    outDir,
  })
  return outDir
}

/** graph-node on a subgraph and a database of its own, on the chain as it is. */
async function runIndex<Result>(
  stack: Stack,
  subgraphDir: string,
  use: (run: IndexRun, head: number) => Promise<Result>,
): Promise<Result> {
  const run = await startIndexRun(`${subgraphDir}-data`, stack.urls.rpc, subgraphDir)
  try {
    const { number } = await createChainClient(stack.urls.rpc).getBlock()
    return await use(run, Number(number))
  } finally {
    await run.stop()
  }
}

function describeSpeed(full: number, bare: number): Figure[] {
  return [
    { name: 'blocks-per-second', value: Math.round(full), unit: 'blocks/s', better: 'higher' },
    {
      name: 'events-per-second',
      value: Math.round(full * SWAPS_PER_BLOCK),
      unit: 'events/s',
      better: 'higher',
    },
    {
      name: 'vs-empty-mapping',
      value: Math.round((full / bare) * 100) / 100,
      unit: 'times',
      aim: 0.5,
      better: 'higher',
    },
  ]
}

function describeQueries(times: readonly number[]): Figure[] {
  const at = (share: number) => {
    const time = times[Math.ceil(times.length * share) - 1] ?? Number.NaN
    return Math.round(time * 10) / 10
  }
  return [
    { name: 'query-p50-ms', value: at(0.5), unit: 'ms', better: 'lower' },
    { name: 'query-p95-ms', value: at(0.95), unit: 'ms', aim: 50, better: 'lower' },
  ]
}
