import type { Address, Hex } from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import {
  type Core,
  type Observation,
  type Parameters,
  type Policy,
  unpackUpdate,
} from '../../core/index.ts'
import { toBigints } from '../../governance/index.ts'
import { createQueryClient, fetchOccasions } from '../../query/index.ts'
import type { BotProcess } from '../../stack/demo/startBotProcess.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID, PROVEN_MARKET_ID } from '../../stack/local/localMarket.ts'
import type { Stack } from '../../stack/local/stack.ts'
import type { Status } from './frame.ts'

/** A report that counted. */
export interface CountedPush {
  /** Of its evidence, unix seconds. */
  observedAt: bigint
  /** Of the bot that sent it. */
  replica: string
  /** Unix seconds. */
  at: bigint
  blockNumber: bigint
  /** From the closing block of its evidence to its own. */
  blocksTaken: number
  transactionHash: Hex
  /** What was measured, what the model made of it, and what is in force since. */
  observation: Observation
  target: Parameters
  newValues: Parameters
}

/** A vault as it is now. */
interface VaultReading {
  navUsd6: bigint
  driftPips: bigint
  bandPips: bigint
}

/** Reads a vault at a block. */
export type ReadVault = (
  client: ChainClient,
  address: Address,
  blockNumber: bigint,
) => Promise<VaultReading>

/** The chain, the market and the vaults at one block. */
export interface ChainReading {
  at: bigint
  blockNumber: bigint
  baseFeePerGas: bigint
  status: Status
  values: Parameters
  /** The index's latest observation, with the model's target; undefined if there is none yet. */
  observation: Observation | undefined
  target: Parameters | undefined
  vaults: VaultReading[]
  /** In their order, all since the beginning. */
  pushes: readonly CountedPush[]
  /** The same market by evidence that nobody signs. */
  proven: { status: Status; values: Parameters; pushes: readonly CountedPush[] }
}

const statuses: readonly Status[] = ['Unknown', 'Active', 'Stale', 'Halted', 'Fallback']

interface WatchOptions {
  stack: Stack
  core: Core
  policy: Policy
  vaults: readonly Address[]
  readVault: ReadVault
  replicas: readonly BotProcess[]
  prover: BotProcess
}

/** Reads what both markets and its vaults are at, as often as it is asked. */
export function watchChain(options: WatchOptions) {
  const { stack, core, policy, vaults, readVault, replicas, prover } = options
  const client = createChainClient(stack.urls.rpc)
  const query = createQueryClient({ url: stack.urls.graphql ?? '', retries: 0 })
  const { riskParameters } = stack.addresses.governance
  const bots = [...replicas, prover]
  const pushes: CountedPush[] = []
  const provenPushes: CountedPush[] = []
  let readTo = 0n

  async function readPushes(to: bigint): Promise<void> {
    if (to <= readTo) return
    const events = await client.getContractEvents({
      address: riskParameters,
      abi: riskParametersEvents,
      strict: true,
      fromBlock: readTo + 1n,
      toBlock: to,
    })
    const found: [Hex, CountedPush][] = []
    for (const { eventName, args, blockNumber, transactionHash } of events) {
      if (eventName !== 'Updated') continue
      const update = unpackUpdate(args.words)
      const [{ timestamp }, sender] = await Promise.all([
        client.getBlock({ blockNumber }),
        readSender(client, transactionHash),
      ])
      const bot = bots.find(({ account }) => account.toLowerCase() === sender)
      const push = {
        observedAt: update.observedAt,
        at: timestamp,
        blockNumber,
        replica: bot?.name ?? sender,
        blocksTaken: Number(blockNumber - update.blockNumber),
        transactionHash,
        observation: update.observation,
        target: update.target,
        newValues: update.newValues,
      }
      found.push([args.marketId, push])
    }
    // Together, once all is read: a look that fails half-way counts nothing twice.
    for (const [marketId, push] of found) {
      if (marketId === LOCAL_MARKET_ID) pushes.push(push)
      if (marketId === PROVEN_MARKET_ID) provenPushes.push(push)
    }
    readTo = to
  }

  return {
    async read(): Promise<ChainReading> {
      // Not the latest: while anvil mines the next one, a call at the latest may see the next one's state at its own time.
      const latest = await client.getBlock()
      const block = await client.getBlock({ blockNumber: latest.number - 1n })
      const readParameters = (marketId: Hex) =>
        client.readContract({
          blockNumber: block.number,
          address: riskParameters,
          abi: riskParametersAbi,
          functionName: 'parameters',
          args: [marketId],
        })
      const [[values, status], [provenValues, provenStatus], occasions, readings] =
        await Promise.all([
          readParameters(LOCAL_MARKET_ID),
          readParameters(PROVEN_MARKET_ID),
          fetchOccasions(query, LOCAL_MARKET_ID),
          Promise.all(vaults.map((vault) => readVault(client, vault, block.number))),
          readPushes(block.number),
        ])
      const { latest: observation } = occasions
      return {
        at: block.timestamp,
        blockNumber: block.number,
        baseFeePerGas: block.baseFeePerGas ?? 0n,
        status: statuses[status] ?? 'Unknown',
        values: toBigints(values) as Parameters,
        observation,
        target: observation && core.evaluate(observation, policy),
        vaults: readings,
        pushes,
        proven: {
          status: statuses[provenStatus] ?? 'Unknown',
          values: toBigints(provenValues) as Parameters,
          pushes: provenPushes,
        },
      }
    },
  }
}

async function readSender(client: ChainClient, hash: Hex): Promise<string> {
  const { from } = await client.getTransaction({ hash })
  return from.toLowerCase()
}
