import { createPublicClient, custom, type Hex, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { findChainFacts } from '../../../client/chains/chainFacts.ts'
import { countHistory, readChain } from '../../../client/chains/readChain.ts'

/** A node that has blocks of one length up to `height`, and counts what it is asked. */
function startNode(height: bigint, blockTimeSec: bigint, extraData: Hex = '0x') {
  const asked: string[] = []
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    asked.push(method)
    const [block] = params as [string]
    const number = block === 'latest' ? height : BigInt(block)
    return {
      number: numberToHex(number),
      timestamp: numberToHex(1_700_000_000n + number * blockTimeSec),
      extraData,
      transactions: [],
    }
  }
  return { asked, client: createPublicClient({ transport: custom({ request }) }) }
}

describe('readChain', () => {
  test('default: of a known chain everything is known without asking', async () => {
    const { asked, client } = startNode(5n, 12n)
    const facts = findChainFacts(1)
    const now = await readChain(client, 1)
    expect(now).toEqual({ facts, blockTimeMs: 12_000, feeRule: facts?.feeRule })
    expect([asked, countHistory(now)]).toEqual([[], 8_191n])
    expect(countHistory(await readChain(client, 42_161))).toBe(393_168n)
  })

  test('default: on the OP Stack the rule of the latest header is in force, whatever the table says', async () => {
    const { client } = startNode(5n, 1n, '0x010000007d000000060000000000000005')
    const { feeRule } = await readChain(client, 8_453)
    expect(feeRule).toEqual({ gasTargetPips: 166_666n, baseFeeDenominator: 125n })
    const older = await readChain(startNode(5n, 1n).client, 8_453)
    expect(older.feeRule).toEqual(findChainFacts(8_453)?.feeRule)
  })

  test('behavior: the block time of an unknown chain is measured over its last thousand blocks', async () => {
    const measure = async (height: bigint) =>
      readChain(startNode(height, 3n).client, 424_242).then((now) => [now.blockTimeMs, now.facts])
    expect(await measure(5_000n)).toEqual([3_000, undefined])
    expect(await measure(7n)).toEqual([3_000, undefined])
    expect(await measure(0n)).toEqual([undefined, undefined])
  })
})
