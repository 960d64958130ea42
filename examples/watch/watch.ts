// Watches a market: what its readers get now, and from then on whatever changes.
//
//   node watch.ts [MARKET] [NETWORK_FILE]

import { setTimeout } from 'node:timers/promises'
import { riskParametersAbi } from 'gimbal/abi'
import type { Parameters } from 'gimbal/core'
import { toBigints } from 'gimbal/governance'
import { createQueryClient, fetchLatestEvidence } from 'gimbal/query'
import { createPublicClient, http } from 'viem'
import { readCommandLine } from './network.ts'
import { describeChange, formatTime, type Reading, statuses } from './reading.ts'

const { marketId, riskParameters, rpcUrl, graphqlUrl } = await readCommandLine()
const chain = createPublicClient({ transport: http(rpcUrl) })
const index = createQueryClient({ url: graphqlUrl })

/** The contract's answer. Block and answer belong together because the call names the block. */
async function read(): Promise<Reading> {
  const block = await chain.getBlock()
  const [values, status, ageSec] = await chain.readContract({
    address: riskParameters,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [marketId],
    blockNumber: block.number,
  })
  return {
    blockNumber: block.number,
    at: block.timestamp,
    status: statuses[status] ?? 'Unknown',
    // viem gives small integers as numbers; everything of Gimbal counts in bigints.
    values: toBigints(values) as Parameters,
    // The largest age that the type holds means: no evidence yet.
    observedAt: ageSec === 2 ** 40 - 1 ? undefined : block.timestamp - BigInt(ageSec),
  }
}

/**
 * What the value in force was computed from, as the index tells it. The contract alone decides; the index explains. It
 * follows the chain a moment later: undefined as long as it does not have this evidence.
 */
async function explain({ observedAt }: Reading): Promise<string | undefined> {
  const evidence = await fetchLatestEvidence(index, marketId)
  if (evidence === undefined || evidence.observedAt !== observedAt) return undefined
  const { baseFeePerGas, depthUsd6 } = evidence.observation
  const gwei = (Number(baseFeePerGas) / 1e9).toFixed(0)
  const millions = (Number(depthUsd6) / 1e12).toFixed(1)
  return `  by ${evidence.kind} evidence of ${formatTime(observedAt)}: base fee ${gwei} gwei, depth $${millions} M`
}

let before: Reading | undefined
let isUnexplained = false
let isSilent = false
for (;;) {
  try {
    const now = await read()
    if (isSilent) console.log('  the node answers again')
    isSilent = false

    const lines = describeChange(before, now)
    for (const line of lines) console.log(line)
    if (lines.length > 0) isUnexplained = now.status === 'Active'
    before = now

    const explanation = isUnexplained ? await explain(now) : undefined
    if (explanation !== undefined) {
      console.log(explanation)
      isUnexplained = false
    }
  } catch (error) {
    // A watcher that dies when its node is away would leave you thinking that all is well.
    if (!isSilent) console.log(`  no answer: ${(error as Error).message.split('\n')[0]}`)
    isSilent = true
  }
  await setTimeout(1_000)
}
