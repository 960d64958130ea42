import { type Address, parseEther } from 'viem'
import { adminAbi, provenReporterAbi } from '../../../abi/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { deployArtifact, send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Update } from '../../../verify/readUpdates.ts'
import type { MeasuredChain } from './measuredChain.ts'

/** How old the earlier base fee has to be at least, in blocks. */
export const MIN_FEE_AGE_BLOCKS = 5
const MAX_FEE_AGE_BLOCKS = 256

const sortAddresses = (addresses: readonly Address[]) =>
  addresses.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))

/** The local market of a chain, measured by contracts of evidence. */
export function createProvenMarket({ client, addresses, readLatest }: MeasuredChain) {
  const { riskParameters, timelock } = addresses.governance
  const { deployer, operator } = localAccounts

  async function deploy(
    name: 'ProvenReporter' | 'EvidenceChecker',
    change: { isLean?: boolean; valuesHoldings?: boolean } = {},
    ...more: readonly unknown[]
  ): Promise<Address> {
    const { market } = (await readLatest()).evidence
    const settings = {
      riskParameters,
      marketId: LOCAL_MARKET_ID,
      source: market.sources.at(-1)?.value,
      isLean: change.isLean ?? false,
      valuesHoldings: change.valuesHoldings ?? false,
      varianceCap: 512,
      minFeeAgeBlocks: MIN_FEE_AGE_BLOCKS,
      maxFeeAgeBlocks: MAX_FEE_AGE_BLOCKS,
    }
    const artifact = readArtifact(`evidence/${name}`)
    return deployArtifact(client, deployer, name, artifact, [settings, ...more])
  }

  /** Names reporters, as if a vote had passed. */
  async function setReporters(reporters: readonly Address[], threshold: number): Promise<void> {
    await client.impersonateAccount({ address: timelock })
    await client.setBalance({ address: timelock, value: parseEther('1') })
    const args = [LOCAL_MARKET_ID, sortAddresses(reporters), threshold]
    const call = { address: riskParameters, abi: adminAbi }
    await send(client, timelock, { ...call, functionName: 'setReporters', args })
    await client.stopImpersonatingAccount({ address: timelock })
  }

  const call = (address: Address, functionName: string, ...args: readonly unknown[]) =>
    send(client, operator, { address, abi: provenReporterAbi, functionName, args })

  return {
    deploy,
    setReporters,
    /** Keeps, without a report. */
    measure: (reporter: Address) => call(reporter, 'measure', 0n),
    push: (reporter: Address) => call(reporter, 'push', 0n),
    pushWithHeader: (reporter: Address, header: `0x${string}`) =>
      call(reporter, 'pushWithHeader', 0n, header),
    /** The latest update and what it rests on. */
    readLatest: (): Promise<{
      evidence: Awaited<ReturnType<typeof readLatest>>['evidence']
      update: Update
    }> => readLatest(),
  }
}
