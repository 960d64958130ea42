import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkRemote } from '../../../cli/doctor/checkRemote.ts'
import { type LocalChain, startLocalChain } from '../../chains/support/localChain.ts'
import { accountOf } from '../../client/network/support/createNetworkFile.ts'

const at = (digit: number) => accountOf(digit) as `0x${string}`
const home = {
  chainId: 31_337,
  bridge: {
    parametersSender: at(1),
    governanceSender: at(2),
    messengers: [{ name: 'axelar' as const, address: at(3) }],
  },
}
const describeRemote = (rpcUrl: string, chainId = 31_338) => ({
  name: 'local-2',
  chainId,
  rpcUrl,
  graphqlUrl: undefined,
  contracts: { remoteParameters: at(4), governanceReceiver: at(5) },
  messengers: [{ name: 'axelar' as const, address: at(6) }],
})

let chain: LocalChain

beforeAll(async () => {
  chain = await startLocalChain(31_338)
})

afterAll(() => chain?.stop())

// What is right is checked on a whole stack (test/integration/chains.test.ts).
describe('checkRemote', () => {
  test('error: contracts that are not there', async () => {
    const checks = await checkRemote(home, describeRemote(chain.url))
    expect(checks.map(({ name, isOk }) => [name, isOk])).toEqual([
      ['local-2', true],
      ['contracts local-2', false],
    ])
  })

  test('error: a node of another chain; nothing else is asked', async () => {
    const checks = await checkRemote(home, describeRemote(chain.url, 10))
    expect(checks).toHaveLength(1)
    expect(checks[0]).toMatchObject({ name: 'local-2', isOk: false })
    expect(checks[0]?.detail).toMatch(/is on chain 31338, wanted is 10/)
  })
})
