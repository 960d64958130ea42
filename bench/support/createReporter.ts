import { type Address, concatHex, type Hex, sliceHex } from 'viem'
import { packEvidence } from '../../core/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import type { ChainClient } from '../../stack/local/chainClient.ts'

const observation = {
  baseFeePerGas: 1_012_345_678n,
  gasUsedRatioPips: 512_345n,
  nativePriceUsd6: 1_861_234_567n,
  depthUsd6: 130_123_456_789_123n,
  depthRefUsd6: 130_012_345_678_912n,
  varianceWad: 361_234_567_891_234_567n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 250_000n,
  horizonSec: 0n,
}

/** Makes reports of the latest block, signed by as many of the local reporters as a local market wants: what `push` takes. */
export function createReporter(client: ChainClient, riskParameters: Address) {
  const { abi } = readArtifact('RiskParameters')
  const { reporters } = localAccounts
  const onRisk = { address: riskParameters, abi }
  const signers = reporters
    .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
    .slice(0, 2)
  return async (marketId: Hex) => {
    const { timestamp, number, hash: blockHash } = await client.getBlock()
    const state = await client.readContract({
      ...onRisk,
      functionName: 'marketState',
      args: [marketId],
    })
    const report = {
      marketId,
      config: (state as { config: Address }).config,
      observedAt: Number(timestamp),
      blockNumber: number,
      blockHash,
      evidence: packEvidence(observation),
    }
    const digest = { ...onRisk, functionName: 'reportDigest', args: [report] }
    const hash = (await client.readContract(digest)) as Hex
    const signatures = await Promise.all(signers.map((signer) => signer.sign({ hash })))
    // The recovery value comes first in a row of signatures.
    const row = concatHex(signatures.flatMap((it) => [sliceHex(it, 64), sliceHex(it, 0, 64)]))
    return [report, row] as const
  }
}
