import { formatSpan } from '../../client/chains/formatSpan.ts'
import type { Ring } from '../../client/evidence/readRings.ts'
import { describeChain } from '../../client/network/chains.ts'
import { nameNode } from '../../deploy/contracts/chain.ts'
import type { DeployedEvidence } from '../../deploy/evidence/deployEvidence.ts'
import type { EvidencePlan } from '../../deploy/evidence/planEvidence.ts'
import { formatMarket } from '../../governance/index.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { formatCost, formatField, formatShort, LABEL, WIDTH } from './planLines.ts'

/** Measured: what an entry of a ring costs once, 22,260 to 22,320 gas. */
const ENTRY_GAS = 22_320

/** What the deployment of a contract of evidence will do and cost, in 80 columns. */
export function formatEvidencePlan(plan: EvidencePlan, rpcUrl: string): string {
  const { options, contract, cost, settings, balanceWei = 0n } = plan
  const { chainId, deployer, market, tolerances } = options
  return [
    `Chain:    ${describeChain(chainId, undefined)}`,
    `Node:     ${nameNode(rpcUrl)}`,
    `Market:   ${formatMarket(market)}`,
    `Deployer: ${deployer ?? 'unknown: no key is given, so its balance is not checked'}`,
    ...(deployer === undefined ? [] : [`Balance:  ${formatShort(balanceWei)} ether`]),
    ...formatCost(cost),
    ...formatRings(plan),
    '',
    `deploy ${contract.name}  (${cost.gas} gas)`,
    ...formatField('settings', settings, 2),
    ...(contract.args.length === 1 ? [] : formatField('tolerances', tolerances, 2)),
    '',
  ].join('\n')
}

/** Whether each pool remembers half an hour; where it may not, what that takes. */
function formatRings({ rings, ringEntries, blockTimeMs }: EvidencePlan): string[] {
  const every = blockTimeMs === undefined ? '' : ` (${formatSpan(1, blockTimeMs)} a block)`
  const need = `${ringEntries} entries cover half an hour of trades in every block${every}`
  return rings.flatMap((ring) =>
    wrapWords(`${describeRing(ring, ringEntries)}; ${need}`, WIDTH - LABEL).map(
      (line, index) => `${(index === 0 ? 'Ring:' : '').padEnd(LABEL)}${line}`,
    ),
  )
}

function describeRing({ pool, entries, entriesNext }: Ring, needed: number): string {
  const has = `the pool ${pool} keeps ${entries} entries`
  if (entries >= needed) return has
  if (entriesNext >= needed) return `${has}, and ${entriesNext} once its ring has come round`
  const gas = ((needed - entriesNext) * ENTRY_GAS).toLocaleString('en-US')
  return `${has}: anybody may call its increaseObservationCardinalityNext(${needed}), for some ${gas} gas`
}

/** Where the contract is, and the commands that come next. */
export function formatEvidenceResult(
  { contract, options }: EvidencePlan,
  { address, transactionHash, blockNumber }: DeployedEvidence,
  draft: { text: string; file: string | undefined },
): string {
  const name = draft.file ?? 'reporters.yaml'
  const market = formatMarket(options.market)
  return [
    `${contract.name} of ${market}: ${address}`,
    `Transaction ${transactionHash}, block ${blockNumber}`,
    '',
    draft.file === undefined
      ? 'A draft that names it (--draft FILE writes it):'
      : `A draft that names it is in ${draft.file}`,
    ...(draft.file === undefined ? ['', draft.text.trimEnd()] : []),
    '',
    'Next (docs/evidence.md):',
    `  ${typeCommand('propose', name)}`,
    '  # anybody may let it measure once each ten minutes before the vote ends:',
    '  # its averages start from the voted figures at the first time',
  ].join('\n')
}
