// A chain with the local market and no index, on which voters do at once what a drill asks of them.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, encodeFunctionData, type Hex, parseEther } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { riskParametersAbi, riskParametersErrors } from '../../../abi/index.ts'
import { packSignatures } from '../../../bot/packSignatures.ts'
import type { MarketReading } from '../../../bot/sources/createChainReader.ts'
import { fromAbiState } from '../../../client/readValues.ts'
import {
  type Bounds,
  decodeLimits,
  type Limit,
  type Observation,
  type ParameterField,
  type Parameters,
  parameterCaps,
  parameterMax,
} from '../../../core/index.ts'
import { fromAbiConfig, toBigints } from '../../../governance/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import {
  createReport,
  createTypedReport,
  type Report,
  toReportArgs,
} from '../../../verify/report.ts'
import { fill } from '../../bot/support/defaultInput.ts'
import { sortByAddress } from '../../integration/support/actor.ts'

/** 2023-08-17 20:00 UTC: a multiple of the epoch. */
const START_AT = 1_692_302_400n
/** More than a vote takes. */
const GAS = 5_000_000n

/** What the contract would make of a report. */
export interface Preview {
  target: Parameters
  next: Parameters
  limits: Record<ParameterField, Limit>
  /** Why it would not take it; `0x`: it would. */
  refusal: Hex
}

/** Bounds that let all values through that the contract can hold. */
export const freeBounds: Bounds = {
  min: fill(0n),
  max: parameterCaps,
  stepUp: parameterMax,
  stepDown: parameterMax,
  budget: parameterMax,
  budgetWindowSec: 86_400n,
  cooldownSec: 0n,
}

export class GovernedChain {
  readonly client: ChainClient
  readonly #stack: Stack
  readonly #folder: string

  private constructor(stack: Stack, folder: string) {
    this.#stack = stack
    this.#folder = folder
    this.client = createChainClient(stack.urls.rpc)
  }

  static async start(): Promise<GovernedChain> {
    const folder = await mkdtemp(join(tmpdir(), 'gimbal-governed-'))
    const own = new GovernedChain(
      await startStack({ index: false, folder, genesisAt: START_AT - 600n }),
      folder,
    )
    const address = own.#stack.addresses.governance.timelock
    await own.client.impersonateAccount({ address })
    await own.client.setBalance({ address, value: parseEther('1000') })
    await own.client.setAutomine(false)
    return own
  }

  async stop(): Promise<void> {
    await this.#stack.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  get #call() {
    return {
      address: this.#stack.addresses.governance.riskParameters,
      abi: riskParametersAbi,
    } as const
  }

  /** A block at this time, unix seconds. */
  async mineAt(timestamp: bigint): Promise<void> {
    await this.client.setNextBlockTimestamp({ timestamp })
    await this.#mine()
  }

  /** Calls RiskParameters as votes would, one after the other in one block: the timelock needs no key here. */
  async vote(...calls: [functionName: string, ...args: unknown[]][]): Promise<void> {
    const { timelock } = this.#stack.addresses.governance
    await this.#send(timelock, calls)
  }

  async callAs({ address }: HDAccount, functionName: string): Promise<void> {
    await this.#send(address, [[functionName]])
  }

  /** Puts a value in force by bounds that allow nothing else, and the bounds after that; it has to be within those. */
  async place(values: Parameters, bounds: Bounds): Promise<void> {
    await this.vote(
      ['setBounds', freeBounds],
      // The fallback has to be within the bounds as well.
      ['setFallback', values],
      ['setBounds', { ...freeBounds, min: values, max: values }],
      ['setBounds', bounds],
    )
  }

  async readMarket(): Promise<MarketReading> {
    const args = [LOCAL_MARKET_ID] as const
    const [config, state, coreHash] = await Promise.all([
      this.client.readContract({ ...this.#call, functionName: 'marketConfig', args }),
      this.client.readContract({ ...this.#call, functionName: 'marketState', args }),
      this.client.readContract({ ...this.#call, functionName: 'coreHash', args }),
    ])
    return { config: fromAbiConfig(config), state: fromAbiState(state), coreHash }
  }

  /** What a protocol gets now, or in a block at a time; the status is the contract's `Status`. */
  async readParameters(at?: bigint): Promise<{ values: Parameters; status: number }> {
    if (at !== undefined) await this.client.setNextBlockTimestamp({ timestamp: at })
    const [values, status] = await this.client.readContract({
      ...this.#call,
      functionName: 'parameters',
      args: [LOCAL_MARKET_ID],
      blockTag: at === undefined ? 'latest' : 'pending',
    })
    return { values: toBigints(values) as Parameters, status }
  }

  /** A report of the latest block. */
  async report(observation: Observation): Promise<Report> {
    const block = await this.client.getBlock()
    const { config } = await this.client.readContract({
      ...this.#call,
      functionName: 'marketState',
      args: [LOCAL_MARKET_ID],
    })
    return createReport({ marketId: LOCAL_MARKET_ID, config, observation, block })
  }

  /** In a block at this time. */
  async preview(report: Report, nowAt: bigint): Promise<Preview> {
    await this.client.setNextBlockTimestamp({ timestamp: nowAt })
    const [target, next, limits, refusal] = await this.client.readContract({
      ...this.#call,
      functionName: 'preview',
      args: [toReportArgs(report)],
      blockTag: 'pending',
    })
    return {
      target: toBigints(target) as Parameters,
      next: toBigints(next) as Parameters,
      limits: decodeLimits(BigInt(limits)),
      refusal,
    }
  }

  /** In a block at this time, signed by so many reporters. @throws viem's error if the contract refuses it. */
  async push(report: Report, nowAt: bigint, signers = 2): Promise<void> {
    const { address: riskParameters } = this.#call
    const typed = createTypedReport({ chainId: this.#stack.chainId, riskParameters }, report)
    const signatures = await Promise.all(
      sortByAddress(localAccounts.reporters.slice(0, signers)).map((one) =>
        one.signTypedData(typed),
      ),
    )
    const { address: account } = localAccounts.operator
    const args = [toReportArgs(report), packSignatures(signatures)] as const
    await this.client.setNextBlockTimestamp({ timestamp: nowAt })
    await this.client.simulateContract({
      address: riskParameters,
      account,
      blockTag: 'pending',
      abi: [...riskParametersAbi, ...riskParametersErrors],
      functionName: 'push',
      args,
    })
    const data = encodeFunctionData({ abi: riskParametersAbi, functionName: 'push', args })
    await this.#mine(await this.#queue(account, data))
  }

  async #send(
    account: Address,
    calls: readonly [functionName: string, ...args: unknown[]][],
  ): Promise<void> {
    const { abi } = readArtifact('RiskParameters')
    const hashes = await Promise.all(
      calls.map(([functionName, ...args]) => {
        const all = [LOCAL_MARKET_ID, ...args]
        return this.#queue(account, encodeFunctionData({ abi, functionName, args: all }))
      }),
    )
    await this.#mine(...hashes)
  }

  #queue(account: Address, data: Hex): Promise<Hex> {
    const { address: to } = this.#call
    return this.client.sendTransaction({ account, to, data, gas: GAS, chain: null })
  }

  /** The next block. @throws Error if one of these is not taken in it. */
  async #mine(...hashes: Hex[]): Promise<void> {
    await this.client.mine({ blocks: 1 })
    for (const hash of hashes) {
      const { status } = await this.client.getTransactionReceipt({ hash })
      if (status !== 'success') throw new Error(`the transaction ${hash} was reverted`)
    }
  }
}
