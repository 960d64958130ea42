import type { Hex } from 'viem'
import type { Core, Observation } from '../../core/index.ts'
import { decodeProposal, type ProposalPage } from '../../governance/index.ts'
import type { HubClient } from '../../snapshot/index.ts'
import { toProposalContracts } from '../network/proposalContracts.ts'
import type { Reader } from '../reader.ts'
import type { MadeProposal } from '../readProposals.ts'
import { addEvidence, readEvidence, type VerifyCode } from './readEvidence.ts'
import { describeFacts, readProposalFacts } from './readProposalFacts.ts'
import type { ConnectTo } from './readRemotes.ts'
import { readSnapshotDangers } from './readSnapshotDangers.ts'

/** Observations by which changes are judged, by market, and notes on why one is missing. */
interface Occasions {
  latest: ReadonlyMap<Hex, Observation>
  worstHour: ReadonlyMap<Hex, Observation>
  notes: readonly string[]
}

/** Who is asked beside the chain. */
export interface PageSources {
  core: Core
  /** From the index; empty where there is none. */
  readOccasions: (markets: readonly Hex[]) => Promise<Occasions>
  /** Undefined where the network names no Snapshot. */
  openHub: (() => HubClient) | undefined
  /** Compares the code of a contract of evidence; undefined where there is no build to compare with. */
  verifyCode?: VerifyCode | undefined
  connectTo: ConnectTo
}

/** A proposal's page, from the chain; what the model says to it from the index; what Snapshot shows from its hub. */
export async function readPage(
  reader: Reader,
  made: MadeProposal,
  { core, readOccasions, openHub, verifyCode, connectTo }: PageSources,
): Promise<ProposalPage> {
  const { addresses } = reader.network
  const facts = await readProposalFacts(reader, made, connectTo)
  const {
    latest,
    worstHour,
    notes: missing,
  } = await readOccasions([...facts.governed.markets.keys()])
  const page = describeFacts(facts, reader.network, { core, latest, worstHour })
  const { dangers, notes } = await readSnapshotDangers(
    reader,
    made,
    facts.status.snapshotProposalId,
    openHub,
  )
  const { changes } = decodeProposal(made, toProposalContracts(reader.network))
  const evidence = await readEvidence(reader.client, changes, {
    riskParameters: addresses.riskParameters,
    markets: facts.governed.markets,
    blockNumber: facts.governed.blockNumber,
    verifyCode,
  })
  const told = addEvidence(page, evidence)
  return {
    ...told,
    warnings: [...told.warnings, ...dangers, ...facts.remotes.notes, ...notes, ...missing],
  }
}
