import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { privateKeyToAddress } from 'viem/accounts'
import { readReporterKinds } from '../../client/evidence/readReporterKinds.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { requireBalance } from '../../deploy/contracts/estimateCost.ts'
import { deployEvidence as deploy } from '../../deploy/evidence/deployEvidence.ts'
import { type DeployedKind, draftReporters } from '../../deploy/evidence/draftReporters.ts'
import { type EvidencePlan, planEvidence } from '../../deploy/evidence/planEvidence.ts'
import type { EvidenceChoices } from '../../deploy/evidence/provenSettings.ts'
import { defaultTolerances, parseTolerances } from '../../deploy/evidence/tolerances.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { resolveMarket } from '../governance/resolveMarket.ts'
import { openSession } from '../governance/session.ts'
import { printJson, printNote, printText } from '../io/print.ts'
import type { NetworkFlags } from '../network/readNetwork.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { formatEvidencePlan, formatEvidenceResult } from './formatEvidence.ts'
import { readDeployerKey } from './readDeployerKey.ts'

export interface DeployEvidenceOptions {
  network: NetworkFlags
  market: string
  kind: DeployedKind
  choices: EvidenceChoices
  /** As `parseTolerances` reads them; undefined: the default ones. */
  tolerances: string | undefined
  /** Where a draft that names the contract is written; undefined: it is printed. */
  draft: string | undefined
  /** The deployer's keystore file; without it the environment variable GIMBAL_DEPLOYER_KEY counts. */
  keystore: string | undefined
  /** Send the transaction; without it the plan is printed and that is all. */
  yes: boolean
  json: boolean
}

/** Plans the contract that measures a market, and with --yes deploys it. Returns the exit status. */
export async function deployEvidence(options: DeployEvidenceOptions): Promise<ExitCode> {
  const { kind, choices, yes, json } = options
  const tolerances =
    options.tolerances === undefined ? defaultTolerances : parseTolerances(options.tolerances)
  if (options.draft !== undefined && existsSync(options.draft)) {
    throw new UsageError(`--draft ${options.draft} is there already; give a new file`)
  }
  const key = await readDeployerKey(options.keystore, yes)
  const { network, client } = await openSession(options.network)
  const { riskParameters } = network.addresses
  const { markets } = await readMarkets(client, riskParameters, network.startBlock)
  const market = resolveMarket(options.market, [...markets.keys()])
  const config = markets.get(market) as MarketConfig
  const deployer = key && privateKeyToAddress(key)
  const { chainId, rpcUrl } = network
  const plan = await planEvidence({
    client,
    chainId,
    riskParameters,
    market,
    config,
    kind,
    choices,
    tolerances,
    deployer,
  })
  const text = formatEvidencePlan(plan, rpcUrl)
  if (deployer !== undefined && plan.balanceWei !== undefined) {
    requireBalance(deployer, plan.balanceWei, plan.cost)
  }
  if (key === undefined || !yes) {
    await (json ? printJson(toJson(plan)) : printText(text.trimEnd()))
    return exitCodes.ok
  }
  printNote(text)
  const onSent = (hash: string) => printNote(`Sent: ${hash}`)
  const deployed = await deploy(plan, { rpcUrl, key, onSent })
  const kinds = await readReporterKinds(client, config.reporters)
  const signers = config.reporters.filter((_, at) => kinds[at] === 'signer')
  const draft = draftReporters({ kind, market, address: deployed.address, signers })
  if (options.draft !== undefined) await writeFile(options.draft, draft, { flag: 'wx' })
  const shown = { text: draft, file: options.draft }
  await (json
    ? printJson({ ...toJson(plan), ...deployed, draft })
    : printText(formatEvidenceResult(plan, deployed, shown)))
  return exitCodes.ok
}

function toJson({ options, contract, cost, rings, ringEntries }: EvidencePlan): object {
  const [settings, tolerances = null] = contract.args
  return {
    market: options.market,
    contract: contract.name,
    settings,
    tolerances,
    gas: cost.gas,
    likelyWei: cost.likelyWei,
    neededWei: cost.neededWei,
    rings,
    ringEntries,
  }
}
