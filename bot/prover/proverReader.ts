// What a prover reads of a market at a block: what was voted, the reporter by which anybody may push, and what that
// would report now.

import type { Address, Hex } from 'viem'
import { findHints } from '../../client/evidence/findHints.ts'
import {
  findProvenReporter,
  type ProvenReporter,
} from '../../client/evidence/findProvenReporter.ts'
import { type ProofPreview, previewProof } from '../../client/evidence/previewProof.ts'
import type { ReporterSettings } from '../../client/evidence/readReporter.ts'
import { describeFailure } from '../describeFailure.ts'
import { isRefusal } from '../keeper/readVault.ts'
import type { ChainReader, MarketReading } from '../sources/createChainReader.ts'
import type { ChainBlock } from '../sources/createEndpoints.ts'

/** What a push would report; or in words why it cannot. */
type Measured = { preview: ProofPreview; absence?: undefined } | { absence: string }

/** A market at a block, as a prover sees it. */
export interface ProverReading {
  market: MarketReading
  reporter: ProvenReporter
  measured: Measured
}

interface ReaderOptions {
  chain: ChainReader
  riskParameters: Address
  /** Pays for the pushes. */
  account: Address
}

export type ProverReader = ReturnType<typeof createProverReader>

/** Every read throws ChainUnavailableError, or ContradictionError. */
export function createProverReader({ chain, riskParameters, account }: ReaderOptions) {
  const reporters = new Map<Hex, { config: Address; found: ProvenReporter }>()

  async function findReporter(marketId: Hex, { config, state }: MarketReading, head: ChainBlock) {
    const known = reporters.get(marketId)
    // A vote stores a new configuration, at an address of its own.
    if (known?.config === state.config) return known.found
    const found = await chain.agree(`the reporters at block ${head.number}`, (client) =>
      findProvenReporter(client, { riskParameters, marketId, config }, head.number),
    )
    reporters.set(marketId, { config: state.config, found })
    return found
  }

  function measure(reporter: Address, settings: ReporterSettings, head: ChainBlock) {
    const what = `what ${reporter} measures at block ${head.number}`
    return chain.agree(what, async (client): Promise<Measured> => {
      const { number, baseFeePerGas } = await client.getBlock({ blockHash: head.hash })
      const block = { number, baseFeePerGas: baseFeePerGas ?? 0n }
      try {
        return { preview: await previewProof(client, { reporter, settings, block, from: account }) }
      } catch (error) {
        // The reporter, a pool, the portfolio or the oracle says no: an answer like another.
        if (!isRefusal(error)) throw error
        return { absence: `the reporter ${reporter} cannot measure: ${describeFailure(error)}` }
      }
    })
  }

  return {
    async read(marketId: Hex, head: ChainBlock): Promise<ProverReading> {
      const market = await chain.readMarket(marketId, head)
      const reporter = await findReporter(marketId, market, head)
      const measured =
        reporter.problem === undefined
          ? await measure(reporter.address, reporter.settings, head)
          : { absence: reporter.problem }
      return { market, reporter, measured }
    },

    /** See `findHints`: of the segment of the block's time. */
    findHints: (settings: ReporterSettings, { number, timestamp }: ChainBlock): Promise<bigint> =>
      chain.agree(`the observations of the pools at block ${number}`, (client) =>
        findHints(client, settings, timestamp, number),
      ),
  }
}
