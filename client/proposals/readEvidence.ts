import type { Address, Hex, PublicClient } from 'viem'
import { evidenceCheckerAbi } from '../../abi/index.ts'
import {
  applyMarketChange,
  type Change,
  DANGER,
  type EvidenceDiff,
  formatMarket,
  isRemote,
  type MarketConfig,
  type ProposalPage,
  type UnknownCall,
} from '../../governance/index.ts'
import { explainNodeFailure } from '../../http/explainNodeFailure.ts'
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

/** What a contract of evidence says of itself. */
type Claimed = Pick<ContractFacts, 'address' | 'kind' | 'settings' | 'tolerances'>

/** Whether a contract's code is what its settings make of this build's; undefined where there is no build to compare with. */
export type VerifyCode = (contract: Claimed) => Promise<boolean | undefined>

interface ReadOptions {
  riskParameters: Address
  /** What is in force beside the changes. */
  markets: ReadonlyMap<Hex, MarketConfig>
  /** Whose state is read. */
  blockNumber: bigint
  verifyCode?: VerifyCode | undefined
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
  { riskParameters, markets, blockNumber, verifyCode }: ReadOptions,
): Promise<ProposedEvidence> {
  const asker = createAsker(client, blockNumber, verifyCode)
  const diffs = new Map<number, EvidenceDiff>()
  const warnings: string[] = []
  const current = new Map(markets)
  for (const [index, change] of changes.entries()) {
    if (change.change === 'unknown' || change.change === 'model' || isRemote(change)) continue
    const { market } = change
    const from = current.get(market)
    const to = applyMarketChange(from, change)
    if (to === undefined) continue
    current.set(market, to)
    if (!touching.includes(change.change)) continue
    const [before, after] = await Promise.all([from && asker.classify(from), asker.classify(to)])
    const { contracts, faults } = await asker.readContracts(to)
    const target = { riskParameters, marketId: market, source: to.source }
    faults.push(...contracts.flatMap((facts) => findContractFaults(facts, target)))
    if (after === 'none') {
      faults.push(`with these reporters no push can reach the threshold of ${formatMarket(market)}`)
    }
    warnings.push(...faults)
    diffs.set(index, {
      ...(before !== undefined && { from: before }),
      to: after,
      contracts: contracts.map(describeContract),
    })
  }
  return { diffs, warnings: [...new Set(warnings)] }
}

/** The page with what each change makes of the evidence, and what would keep a market from being updated. */
export function addEvidence(
  page: ProposalPage,
  { diffs, warnings }: ProposedEvidence,
): ProposalPage {
  const changes = page.changes.map((change) => {
    const evidence = diffs.get(change.index)
    return evidence === undefined ? change : { ...change, evidence }
  })
  return { ...page, changes, warnings: [...page.warnings, ...warnings] }
}

/** Asks each contract once. */
function createAsker(client: PublicClient, blockNumber: bigint, verifyCode?: VerifyCode) {
  const kinds = new Map<Address, Promise<ReporterKind>>()
  const facts = new Map<Address, Promise<ContractFacts | undefined>>()
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
    /** And who only says that it is one. */
    async readContracts(config: MarketConfig) {
      const all = await readKinds(config)
      const contracts: ContractFacts[] = []
      const faults: string[] = []
      for (const [at, address] of config.reporters.entries()) {
        const kind = all[at]
        if (kind === undefined || kind === 'signer') continue
        const read = await askOnce(facts, address, () =>
          readFacts(client, address, kind, blockNumber, verifyCode),
        )
        if (read !== undefined) contracts.push(read)
        else
          faults.push(
            `${DANGER}${address} says that it is a contract of evidence, and answers as none`,
          )
      }
      return { contracts, faults }
    },
  }
}

/** Undefined: it answers `kind()`, and otherwise as no contract of evidence does. */
async function readFacts(
  client: PublicClient,
  address: Address,
  kind: ContractFacts['kind'],
  blockNumber: bigint,
  verifyCode: VerifyCode | undefined,
): Promise<ContractFacts | undefined> {
  const call = { address, abi: evidenceCheckerAbi, functionName: 'tolerances' } as const
  const { timestamp: now } = await client.getBlock({ blockNumber })
  const read = await orUndefined(
    Promise.all([
      readReporter(client, address, blockNumber),
      kind === 'both' ? client.readContract({ ...call, blockNumber }) : undefined,
    ]),
  )
  if (read === undefined) return undefined
  const [{ settings, state }, tolerances] = read
  const rings = await orUndefined(readRings(client, settings.source, blockNumber))
  const isCodeKnown = await verifyCode?.({ address, kind, settings, tolerances })
  return { address, kind, settings, state, tolerances, rings, isCodeKnown, now }
}

/** @throws viem's errors if the node fails; what a contract answers is an answer. */
async function orUndefined<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  return asked.catch((error) => {
    if (explainNodeFailure(error) === undefined) return undefined
    throw error
  })
}
