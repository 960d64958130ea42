import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Core, loadCore } from '../../core/index.ts'
import { createQueryClient, datasetNames, datasets, fetchOccasions } from '../../query/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { runGimbal } from '../cli/support/runGimbal.ts'
import { computeExpectedFigures, ofPoolItself } from '../subgraph/support/expectedFigures.ts'
import { formatNumberId } from '../subgraph/support/ids.ts'
import { type Entity, IndexReader } from '../subgraph/support/indexReader.ts'
import type { Actor } from './support/actor.ts'
import { type ChainRecord, readChain } from './support/chainRecord.ts'
import { computeExpectedFacts, plain, readFacts } from './support/expectedFacts.ts'
import { playRecordedHours, SHOCK_AT, startRecordedStack } from './support/recordedHours.ts'

const patience = 600_000

const poolAbi = parseAbi([
  'function observe(uint32[]) view returns (int56[], uint160[])',
  'function slot0() view returns (uint160, int24, uint16, uint16, uint16, uint8, bool)',
  'function liquidity() view returns (uint128)',
])

let stack: Stack
let folder: string
let actor: Actor
let chain: ChainRecord
let reader: IndexReader
let core: Core

beforeAll(async () => {
  core = await loadCore()
  ;({ stack, folder } = await startRecordedStack())
  reader = new IndexReader(stack.urls.graphql ?? '')
  actor = await playRecordedHours(stack)
  chain = await readChain(actor.client, stack.addresses)
  await reader.waitFor(await actor.client.getBlock())
}, patience)

afterAll(async () => {
  await stack?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

const figures = ['headerSegments', 'poolSegments', 'poolHours', 'marketSegments', 'observations']

async function expectFigures(): Promise<void> {
  const expected = computeExpectedFigures({ core, ...chain })
  for (const name of figures) {
    const stored = await reader.readAll(name, name === 'poolSegments' ? ofPoolItself : [])
    expect(stored, name).toEqual(expected[name])
  }
}

describe('the index of the recorded hours', { timeout: patience }, () => {
  // The oracle has no figure for the fields of `ofPoolItself`, which the next test takes from the pool. All other
  // fields that the schema stores are compared; targets are those of the Wasm core.
  test('default: every figure equals a recomputation from raw headers and logs, field by field', async () => {
    const expected = computeExpectedFigures({ core, ...chain })
    const targets = expected.observations?.filter(({ refusedField }) => refusedField === null)
    expect(expected.poolSegments?.length).toBeGreaterThan(100)
    expect(targets?.length).toBeGreaterThan(60)
    const offsets = expected.observations?.map(({ startAt }) => Number(startAt) % 120)
    expect(new Set(offsets)).toEqual(new Set([0, 11]))
    await expectFigures()
  })

  test("default: pool segments equal the pool's own state and its own observe()", async () => {
    const stored = await reader.readAll('poolSegments')
    const { client } = actor
    const call = { address: chain.pool, abi: poolAbi }
    const eventsUpTo = (at: bigint) => chain.poolEvents.filter((event) => event.timestamp <= at)
    await Promise.all(
      stored.map(async (segment, index) => {
        const [closing, endAt] = [segment.closedBlockNumber, segment.endAt].map((text) => {
          return BigInt(text as string)
        }) as [bigint, bigint]
        // As of the block before the one that closed the segment: nothing of a later time is in it.
        const before = { ...call, blockNumber: closing - 1n }
        const [slot0, liquidity] = await Promise.all([
          client.readContract({ ...before, functionName: 'slot0' }),
          client.readContract({ ...before, functionName: 'liquidity' }),
        ])
        expect(segment).toMatchObject({
          endSqrtPriceX96: `${slot0[0]}`,
          endTick: `${slot0[1]}`,
          endLiquidity: `${liquidity}`,
        })
        const { timestamp } = await client.getBlock({ blockNumber: closing })
        const [ticks, sums] = await client.readContract({
          ...call,
          blockNumber: closing,
          functionName: 'observe',
          args: [[Number(timestamp - endAt)]],
        })
        const [tickCumulative, own] = [ticks[0] as bigint, sums[0] as bigint]
        // The index counts from the second in which the price was set, as the pool does.
        expect(segment.tickCumulative).toBe(`${tickCumulative}`)
        // Either loses less than 1 at each of its stops: at events, the index at the ends of segments too; the pool
        // loses less than 2 where it interpolates.
        const bound = BigInt(eventsUpTo(endAt).length + index + 1) + 2n
        const difference = BigInt(segment.secondsPerLiquidityX128 as string) - own
        expect(difference < 0n ? -difference : difference).toBeLessThanOrEqual(bound)
      }),
    )
  })

  test('behavior: the shock is felt within three segments', async () => {
    const observations = await reader.readAll('observations')
    const at = (seconds: bigint) => {
      const found = observations.find(({ endAt }) => endAt === `${SHOCK_AT + seconds}`)
      const read = (name: string) => Number(found?.[name])
      return [read('targetAggressivenessPips'), read('targetBandPips')] as const
    }
    const [aggressiveness, band] = at(0n)
    const [later, wider] = at(360n)
    expect(later).toBeLessThan(0.8 * aggressiveness)
    expect(wider).toBeGreaterThan(1.15 * band)
  })

  test('default: every event of markets, votes and vault is a fact with its values', async () => {
    const expected = computeExpectedFacts(chain)
    for (const [collection, rows] of Object.entries(expected)) {
      expect(await readFacts(reader, collection), collection).toEqual(rows)
      if (!collection.startsWith('skipped')) expect(rows.length, collection).toBeGreaterThan(0)
    }
    expect(expected.pushFailures?.map(({ refusalName }) => refusalName)).toEqual([
      'UnknownMarket',
      'EvidenceNotNewer',
    ])
  })

  test("behavior: old and new values are the contract's before and after", async () => {
    const readStored = async (blockNumber: bigint) => {
      const state = await actor.read<{ values: object }>(
        'riskParameters',
        'marketState',
        [LOCAL_MARKET_ID],
        blockNumber,
      )
      return plain(state.values)
    }
    // What a reader gets, from which a push steps.
    const readRead = async (blockNumber: bigint) => {
      const args = [LOCAL_MARKET_ID]
      const [values] = await actor.read<[object]>('riskParameters', 'parameters', args, blockNumber)
      return plain(values)
    }
    const check = async (rows: readonly Entity[], readOld: typeof readStored) => {
      for (const { blockNumber, oldValues, newValues } of rows) {
        const number = BigInt(blockNumber as string)
        expect(oldValues).toEqual(await readOld(number - 1n))
        expect(newValues).toEqual(await readStored(number))
      }
    }
    await check(await readFacts(reader, 'parametersUpdates'), readRead)
    await check(await readFacts(reader, 'valueMoves'), readStored)
  })

  test('default: market, vault and proposal are as the contracts say', async () => {
    const [market] = await readFacts(reader, 'markets')
    type State = {
      values: object
      observedAt: number
      isHalted: boolean
      isOnFallback: boolean
      isAwaitingEvidence: boolean
    }
    const state = await actor.read<State>('riskParameters', 'marketState', [LOCAL_MARKET_ID])
    type Config = { freshness: { maxAgeSec: number } }
    const config = await actor.read<Config>('riskParameters', 'marketConfig', [LOCAL_MARKET_ID])
    const { values, observedAt, isHalted, isOnFallback, isAwaitingEvidence } = state
    const expiresAt = observedAt + config.freshness.maxAgeSec
    expect(market).toMatchObject(
      plain({ values, observedAt, isHalted, isOnFallback, isAwaitingEvidence, expiresAt }),
    )
    expect(isAwaitingEvidence).toBe(true)
    const [vault] = await reader.readAll('vaults')
    expect(vault?.shareSupply).toBe(`${await actor.read('vault', 'totalSupply')}`)

    const { args } = chain.events.find(({ eventName }) => eventName === 'ProposalCreated') ?? {}
    const id = args.proposalId as bigint
    const [against, inFavour, abstained] = await actor.read<bigint[]>('governor', 'proposalVotes', [
      id,
    ])
    const [proposal] = await reader.readAll('proposals')
    expect(proposal).toMatchObject({
      id: formatNumberId(id),
      title: 'Narrow bands again',
      functionNames: 'setBounds',
      state: 'EXECUTED',
      proposer: localAccounts.voters[0].address.toLowerCase(),
      ...plain({
        voteStartAt: await actor.read('governor', 'proposalSnapshot', [id]),
        voteEndAt: await actor.read('governor', 'proposalDeadline', [id]),
        executableAt: await actor.read('governor', 'proposalEta', [id]),
        againstVotes: against,
        forVotes: inFavour,
        abstainVotes: abstained,
        voterCount: 2,
      }),
    })
    const changes = await reader.readAll('proposalChanges')
    expect(changes.map(({ field, oldValue, newValue }) => [field, oldValue, newValue])).toEqual([
      ['bounds.min.bandPips', '90000', '1000'],
      ['bounds.cooldownSec', '60', '0'],
    ])
    const [operation] = await reader.readAll('timelockOperations')
    expect(operation).toMatchObject({ state: 'EXECUTED', proposal: formatNumberId(id) })
  })

  test('default: the latest observation and the dearest on record, by which a change is judged', async () => {
    const client = createQueryClient({ url: stack.urls.graphql ?? '' })
    const { latest, worstHour } = await fetchOccasions(client, LOCAL_MARKET_ID)
    const observations = (await reader.readAll('observations')).filter(
      ({ refusedField }) => refusedField === null,
    )
    const fees = observations.map(({ baseFeePerGas }) => BigInt(baseFeePerGas as string))
    expect(`${latest?.depthUsd6}`).toBe(observations.at(-1)?.depthUsd6)
    expect(worstHour?.baseFeePerGas).toBe(fees.toSorted((a, b) => Number(b - a))[0])
  })

  test('behavior: gimbal verify rebuilds an update from the chain alone, and finds the figure that is false', async () => {
    const { governance, venue } = stack.addresses
    const { riskParameters, governor, token, timelock, startBlock } = governance
    const config = join(folder, 'networks.json')
    const network = {
      chainId: stack.chainId,
      rpcUrl: stack.urls.rpc,
      startBlock,
      addresses: { riskParameters, governor, token, timelock },
      pools: [{ address: venue.pool, startBlock }],
    }
    await writeFile(config, JSON.stringify({ networks: { recorded: network } }))
    const verify = (...args: string[]) =>
      runGimbal(['verify', ...args, '--network', 'recorded', '--config', config, '--json'])
    const check = async (update: Entity | undefined) => {
      const { status, stdout, stderr } = await verify(update?.id as string)
      expect(stderr).not.toContain('gimbal:')
      type Step = { name: string; differences: string[] }
      const { steps } = JSON.parse(stdout).updates[0] as { steps: Step[] }
      return [status, steps.filter(({ differences }) => differences.length > 0)] as const
    }
    // The second report is the index's own. The first one was made up before anything was measured.
    const [first, second] = await reader.readAll('parametersUpdates')
    expect(await check(second)).toEqual([0, []])
    const [status, differing] = await check(first)
    expect([status, differing.map(({ name }) => name)]).toEqual([4, ['observation', 'portfolio']])
    const unknown = await verify(`0x${'0'.repeat(24)}`)
    expect(unknown.stderr).toMatch(/no update 0x0+ among \d+; give latest, or one such as \d+-\d+/)
    expect(unknown.status).toBe(1)
  })

  test('default: gimbal export writes every table as CSV and Parquet', async () => {
    const target = await mkdtemp(join(tmpdir(), 'gimbal-export-'))
    try {
      const differences = await reader.readAll('evidenceDifferences')
      /** An update with its difference in the place of that one's id. */
      const follow = (row: Entity): Entity => ({
        ...row,
        difference: differences.find(({ id }) => id === row.difference) ?? null,
      })
      for (const name of datasetNames) {
        const stored = await readFacts(reader, datasets[name].collection)
        const csv = join(target, `${name}.csv`)
        const parquet = join(target, `${name}.parquet`)
        for (const file of [csv, parquet]) {
          const format = file.endsWith('csv') ? 'csv' : 'parquet'
          const run = await runGimbal([
            ...['export', name, '--format', format, '--output', file],
            ...['--url', stack.urls.graphql ?? ''],
          ])
          expect(run.status, `${name} as ${format}: ${run.stderr}`).toBe(0)
          expect(run.stdout).toBe('')
        }
        const { columns } = datasets[name]
        const [head, ...lines] = (await readFile(csv, 'utf8')).trimEnd().split('\n')
        expect(head).toBe(columns.map((column) => column.name).join(','))
        const rows = await readParquet(parquet)
        expect([lines.length, rows.length]).toEqual([stored.length, stored.length])
        for (const [index, column] of columns.entries()) {
          const cells = stored.map((row) => formatCell(readPath(follow(row), column.path)))
          expect(
            lines.map((line) => line.split(',')[index]),
            column.name,
          ).toEqual(cells)
          expect(
            rows.map((row) => formatCell(row[column.name])),
            column.name,
          ).toEqual(cells)
        }
      }
    } finally {
      await rm(target, { recursive: true, force: true })
    }
  })

  // The last of them comes so fast that the index may be anywhere.
  test.each([
    [1, true],
    [3, true],
    [12, true],
    [5, false],
  ])(
    'behavior: a reorg of depth %i leaves nothing of the blocks that went',
    async (depth, isIndexed) => {
      const { client } = actor
      const snapshot = await client.snapshot()
      for (let block = 0; block < depth; block += 1) {
        await actor.pass(31)
        await actor.swap(3_000_000_000_000n, block % 2 === 0)
      }
      const gone = await client.getBlock()
      if (isIndexed) await reader.waitFor(gone)
      await client.revert({ id: snapshot })
      for (let block = 0; block <= depth; block += 1) {
        await actor.pass(29)
        await actor.swap(10n ** 21n, block % 3 === 0)
      }
      const head = await client.getBlock()
      expect((await client.getBlock({ blockNumber: gone.number })).hash).not.toBe(gone.hash)
      await reader.waitFor(head)
      chain = await readChain(client, stack.addresses)
      await expectFigures()
    },
  )

  test('behavior: after crashes of graph-node and of Postgres midway the state is that of a clean index', async () => {
    const head = await actor.client.getBlock()
    const before = await reader.dump()
    expect(Object.values(before).flat().length).toBeGreaterThan(800)
    // Each start deploys again and indexes from the first block: this is a clean index as well. Until then it may
    // answer with what the database has of the start before.
    const waitUntilMidway = () =>
      vi.waitFor(
        async () => {
          const number = await askSubgraph(reader.url)
          expect(number).toBeGreaterThan(0)
          expect(number).toBeLessThan(Number(head.number))
        },
        { timeout: 180_000, interval: 20 },
      )
    await stack.restart(['graph-node'], 'SIGKILL')
    await waitUntilMidway()
    await stack.restart(['postgres'], 'SIGKILL')
    await waitUntilMidway()
    await reader.waitFor(head)
    expect(await reader.dump()).toEqual(before)
    await expectFigures()
  })
})

async function readParquet(path: string): Promise<Record<string, unknown>[]> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  // As bytes: the reader would round decimals.
  for (const element of metadata.schema) {
    if (element.converted_type !== 'DECIMAL') continue
    delete element.converted_type
    delete element.logical_type
  }
  return parquetReadObjects({ file, metadata })
}

/** `market.id` is the id that the row holds of its market; a vector's field stands within the row. */
function readPath(row: Entity, [head = '', field = '']: readonly string[]): unknown {
  const value = row[head]
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? (value as Entity)[field]
    : value
}

function formatCell(value: unknown): string {
  if (value instanceof Date) return `${value.getTime() / 1_000}`
  // 16 bytes, big-endian, with their sign.
  if (value instanceof Uint8Array) {
    return `${BigInt.asIntN(128, BigInt(`0x${Buffer.from(value).toString('hex')}`))}`
  }
  return Array.isArray(value) ? value.join(' ') : `${value ?? ''}`
}
