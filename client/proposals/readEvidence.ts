import type { Address, Hex, PublicClient } from 'viem'
import { evidenceCheckerAbi } from '../../abi/index.ts'
import {
  applyMarketChange,
  type Change,
  type EvidenceDiff,
  formatMarket,
  type MarketConfig,
  type UnknownCall,
} from '../../governance/index.ts'
import { classifyEvidence, type ReporterKind } from '../evidence/classifyEvidence.ts'
import {
  type ContractFacts,
  describeContract,
  findContractFaults,
} from '../evidence/describeContract.ts'
import { readReporter } from '../evidence/readReporter.ts'
import { readReporterKind } from '../evidence/readReporterKinds.ts'
import { readRings } from '../evidence/readRings.ts'

/** What a proposal's changes make of the evidence that markets take. */
export interface ProposedEvidence {
  /** By the index of the change. */
  diffs: ReadonlyMap<number, EvidenceDiff>
  /** What would keep a market from being updated, in sentences. */
  warnings: readonly string[]
}

interface ReadOptions {
  riskParameters: Address
  /** What is in force beside the changes. */
  markets: ReadonlyMap<Hex, MarketConfig>
  /** Whose state is read. */
  blockNumber: bigint
}

const touching: readonly string[] = ['reporters', 'source', 'market']

/**
 * Asks each reporter of the markets whose reporters or source a proposal changes what it gives, and the contracts among
 * them what they measure with and remember.
 *
 * @throws viem's errors if the node fails.
 */
export async function readEvidence(
  client: PublicClient,
  changes: readonly (Change | UnknownCall)[],
  { riskParameters, markets, blockNumber }: ReadOptions,
): Promise<ProposedEvidence> {
  const asker = createAsker(client, blockNumber)
  const diffs = new Map<number, EvidenceDiff>()
  const warnings: string[] = []
  const current = new Map(markets)
  for (const [index, change] of changes.entries()) {
    if (change.change === 'unknown' || change.change === 'model') continue
    const { market } = change
    const from = current.get(market)
    const to = applyMarketChange(from, change)
    if (to === undefined) continue
    current.set(market, to)
    if (!touching.includes(change.change)) continue
    const [before, after] = await Promise.all([from && asker.classify(from), asker.classify(to)])
    const contracts = await asker.readContracts(to)
    const name = formatMarket(market)
    const target = { riskParameters, marketId: market, source: to.source }
    const faults = contracts.flatMap((facts) => findContractFaults(facts, target))
    if (after === 'none') faults.push('no push can reach the threshold with these reporters')
    warnings.push(...faults.map((fault) => `${name}: ${fault}`))
    diffs.set(index, {
      ...(before !== undefined && { from: before }),
      to: after,
      contracts: contracts.map(describeContract),
    })
  }
  return { diffs, warnings: [...new Set(warnings)] }
}

/** Asks each contract once. */
function createAsker(client: PublicClient, blockNumber: bigint) {
  const kinds = new Map<Address, Promise<ReporterKind>>()
  const facts = new Map<Address, Promise<ContractFacts>>()
  const askOnce = <Answer>(
    known: Map<Address, Promise<Answer>>,
    address: Address,
    ask: () => Promise<Answer>,
  ) => {
    const answer = known.get(address) ?? ask()
    known.set(address, answer)
    return answer
  }
  const readKinds = ({ reporters }: MarketConfig) =>
    Promise.all(
      reporters.map((one) => askOnce(kinds, one, () => readReporterKind(client, one, blockNumber))),
    )
  return {
    async classify(config: MarketConfig) {
      return classifyEvidence(await readKinds(config), config.threshold)
    },
    async readContracts(config: MarketConfig): Promise<ContractFacts[]> {
      const all = await readKinds(config)
      const asked = config.reporters.flatMap((address, at) => {
        const kind = all[at]
        if (kind === undefined || kind === 'signer') return []
        return [askOnce(facts, address, () => readFacts(client, address, kind, blockNumber))]
      })
      return Promise.all(asked)
    },
  }
}

async function readFacts(
  client: PublicClient,
  address: Address,
  kind: ContractFacts['kind'],
  blockNumber: bigint,
): Promise<ContractFacts> {
  const call = { address, abi: evidenceCheckerAbi, functionName: 'tolerances' } as const
  const [now, { timestamp }, tolerances] = await Promise.all([
    readReporter(client, address, blockNumber),
    client.getBlock({ blockNumber }),
    kind === 'both' ? client.readContract({ ...call, blockNumber }) : undefined,
  ])
  const rings = await readRings(client, now.settings.source, blockNumber).catch(() => undefined)
  return { ...now, address, kind, tolerances, rings, now: timestamp }
}
