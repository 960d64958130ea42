import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkMarkets } from '../../../cli/doctor/checkMarkets.ts'
import { readNetwork } from '../../../cli/network/readNetwork.ts'
import { connect } from '../../../client/connect.ts'
import { type DoctorStack, startDoctorStack } from './support/doctorStack.ts'
import { runDoctorCommand } from './support/runDoctorCommand.ts'

let stack: DoctorStack

beforeAll(async () => {
  stack = await startDoctorStack()
}, 600_000)

afterAll(() => stack?.stop())

describe('the markets of a network', { timeout: 120_000 }, () => {
  test('default: gimbal doctor says how long their blocks last', async () => {
    const { stdout } = await runDoctorCommand(['--network', 'local', '--dir', stack.stack.folder])
    const [, markets = ''] = stdout.split('\nThe markets\n')
    expect(markets.split('\n\n')[0]?.replaceAll(/\s+/g, ' ')).toMatch(
      /^ ok weth-usd reportAgeBlocks of 200 blocks last .*; at .* s a block, the 8,191 blocks whose hashes the chain keeps last .*$/,
    )
  })

  test('error: what does not fit the chain is a thing to mend', async () => {
    const network = await readNetwork({ network: 'local', dir: stack.stack.folder })
    const client = await connect(network.rpcUrl, network.chainId)
    // As if this chain were Ethereum, whose slots begin at 11 s, and Polygon.
    const [ethereum, polygon] = await Promise.all(
      [1, 137].map((chainId) => checkMarkets(client, { ...network, chainId })),
    )
    const mends = (checks: typeof ethereum) =>
      (checks ?? []).filter(({ isOk }) => !isOk).map(({ detail }) => detail)
    expect(mends(ethereum)).toEqual([expect.stringMatching(/^segmentOffset is 0 s, .* at 11 s/)])
    expect(mends(polygon)).toContainEqual(
      expect.stringMatching(/is not the fee rule of Polygon PoS, which is gasTarget 65 %/),
    )
  })
})
