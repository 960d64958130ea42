/** The subgraph on graph-node: blocks and events a second, beside an empty mapping on the same chain. */
import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChainClient } from '../stack/local/chainClient.ts'
import { type Stack, startStack } from '../stack/local/startStack.ts'
import { renderSubgraph } from '../stack/subgraph/renderSubgraph.ts'
import type { Bench, Figure } from './figure.ts'
import { emptySubgraph } from './support/emptySubgraph.ts'
import { startIndexRun, waitForHead } from './support/indexRun.ts'
import { addSwapBlocks, SWAPS_PER_BLOCK } from './support/swapChain.ts'

const BLOCKS = 5_000
/** 2023-08-17 00:00 UTC. */
const GENESIS_AT = 1_692_230_400n

const measureIndex: Bench = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-'))
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
  const stack = await startStack({
    folder: join(folder, 'stack'),
    index: false,
    genesisAt: GENESIS_AT,
  })
  try {
    const client = createChainClient(stack.urls.rpc)
    await addSwapBlocks(client, stack.addresses.venue, BLOCKS)
    const rendered = join(folder, 'rendered')
    const empty = join(folder, 'empty')
    const { riskParameters, governor, token, timelock, startBlock } = stack.addresses.governance
    await renderSubgraph({
      network: 'local',
      startBlock,
      addresses: { riskParameters, governor, token, timelock },
      pools: [{ address: stack.addresses.venue.pool, startBlock }],
      outDir: rendered,
    })
    await emptySubgraph(rendered, empty)
    const bare = await measureSpeed(stack, empty)
    return describe(await measureSpeed(stack, rendered), bare)
  } finally {
    await stack.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export default measureIndex

/** Blocks a second of a subgraph on a database of its own. */
async function measureSpeed(stack: Stack, subgraphDir: string): Promise<number> {
  const run = await startIndexRun(`${subgraphDir}-data`, stack.urls.rpc, subgraphDir)
  try {
    const { number } = await createChainClient(stack.urls.rpc).getBlock()
    return await waitForHead(run, Number(number))
  } finally {
    await run.stop()
  }
}

function describe(full: number, bare: number): Figure[] {
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
