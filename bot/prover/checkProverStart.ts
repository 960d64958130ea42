// What has to be true before a prover begins, besides what a replica needs.

import type { Address, Hex } from 'viem'
import { formatMarket } from '../../governance/index.ts'
import { checkStart, type StartCheck, type StartInput } from '../checkStart.ts'
import { describeFailure } from '../describeFailure.ts'
import { createProverReader } from './proverReader.ts'

type ProverStartInput = Omit<StartInput, 'reporter' | 'peerCount' | 'sends'> & {
  /** Pays for the pushes; undefined: its key cannot be opened. */
  account: Address | undefined
}

const NOBODY: Address = '0x0000000000000000000000000000000000000000'

/** Looks at chain, contract, core, markets, clock, and what each market's reporter can measure. Never throws because of what it finds. */
export async function checkProverStart(input: ProverStartInput): Promise<StartCheck[]> {
  const { chain, riskParameters, markets, account = NOBODY } = input
  const common = await checkStart({ ...input, reporter: undefined, peerCount: 0, sends: true })
  // Nobody signs for a prover.
  const checks = common.filter(({ name }) => !name.startsWith('quorum'))
  if (checks.some(({ isOk, name }) => !isOk && /^(chain|contract|market) ?/.test(name)))
    return checks
  const reader = createProverReader({ chain, riskParameters, account })
  for (const marketId of markets) checks.push(await checkReporter(reader, chain, marketId))
  return checks
}

async function checkReporter(
  reader: ReturnType<typeof createProverReader>,
  chain: ProverStartInput['chain'],
  marketId: Hex,
): Promise<StartCheck> {
  const name = `reporter ${formatMarket(marketId)}`
  try {
    const { block } = await chain.readHead()
    const { reporter, measured } = await reader.read(marketId, block)
    if (reporter.problem !== undefined) return { name, isOk: false, detail: reporter.problem }
    if (measured.absence !== undefined) return { name, isOk: false, detail: measured.absence }
    const base = measured.preview.header === undefined ? 'keeps a base fee' : 'needs a header'
    const detail = `${reporter.address} measures, and ${base}`
    return { name, isOk: true, detail }
  } catch (error) {
    const detail = `it cannot be asked (${describeFailure(error)}); try again`
    return { name, isOk: false, detail }
  }
}
