import fc from 'fast-check'
import { type Address, type Hex, parseEther, parseEventLogs } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governanceSenderAbi, remoteParametersAbi } from '../../../abi/index.ts'
import { connect } from '../../../client/connect.ts'
import type { Network } from '../../../client/network/network.ts'
import { toProposalContracts } from '../../../client/network/proposalContracts.ts'
import { readRemotes } from '../../../client/proposals/readRemotes.ts'
import {
  encodeProposal,
  fromAbiRemoteConfig,
  ProposalError,
  type RemoteChange,
} from '../../../governance/index.ts'
import { deployRemote, type RemoteContracts } from '../../../stack/bridge/deployRemote.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import {
  type ChainClient,
  createChainClient,
  deployArtifact,
} from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { type LocalChain, startLocalChain } from '../../chains/support/localChain.ts'
import { testSeed } from '../../generators/random.ts'
import { anyDocumentWithRemotes } from '../support/documents.ts'
import { localConfig } from '../support/localMarket.ts'

const CHAIN_ID = 31_338
const DELAY_SEC = 120
const { deployer, guardian } = localAccounts
const { bounds, fallbackVector: fallback } = localConfig
const change = {
  change: 'remote-market',
  chainId: BigInt(CHAIN_ID),
  market: LOCAL_MARKET_ID,
  rationale: 'A reason',
  bounds,
  fallback,
  timing: { epochSec: 600n, maxAgeSec: 3_600n, messageAgeSec: 1_800n },
} as const

let chain: LocalChain
let client: ChainClient
let remote: RemoteContracts
let network: Pick<Network, 'addresses' | 'bridge' | 'remotes'>

beforeAll(async () => {
  chain = await startLocalChain(CHAIN_ID)
  client = createChainClient(chain.url)
  // Who votes at home: here the deployer.
  const timelock = deployer.address
  const artifact = readArtifact('bridge/GovernanceSender')
  const governanceSender = await deployArtifact(client, deployer, 'GovernanceSender', artifact, [
    timelock,
  ])
  remote = await deployRemote({
    chain: { client, chainId: CHAIN_ID, name: 'local-2' },
    homeChainId: 31_337,
    parametersSender: guardian.address,
    governanceSender,
    messengers: [guardian.address],
    minDelaySec: DELAY_SEC,
    markets: [],
  })
  await client.impersonateAccount({ address: remote.timelock })
  await client.setBalance({ address: remote.timelock, value: parseEther('100') })
  network = {
    addresses: { riskParameters: timelock, timelock: remote.timelock } as Network['addresses'],
    bridge: {
      governanceSender,
      parametersSender: guardian.address,
      remotePortfolio: undefined,
      messengers: [],
    },
    remotes: [{ name: 'local-2', chainId: CHAIN_ID, rpcUrl: chain.url, contracts: remote }].map(
      (one) => one as unknown as Network['remotes'][number],
    ),
  }
})

afterAll(() => chain?.stop())

/** Executes the proposal's calls at home, and what they record away, as the timelock there would. */
async function execute(changes: readonly RemoteChange[]): Promise<void> {
  const document = { title: 'A title', summary: '', changes }
  const { targets, calldatas } = encodeProposal(document, toProposalContracts(network))
  for (const [index, data] of calldatas.entries()) {
    const to = targets[index] as Address
    const hash = await client.sendTransaction({ account: deployer, to, data, chain: null })
    const { logs } = await client.waitForTransactionReceipt({ hash })
    const [recorded] = parseEventLogs({ abi: governanceSenderAbi, logs })
    if (recorded?.eventName !== 'GovernanceRecorded') throw new Error('nothing was recorded')
    const [target] = recorded.args.targets
    const [call] = recorded.args.calldatas
    const sent = await client.sendTransaction({
      account: remote.timelock,
      to: target as Address,
      data: call as Hex,
      chain: null,
    })
    expect(await client.waitForTransactionReceipt({ hash: sent })).toMatchObject({
      status: 'success',
    })
  }
}

const read = (market: Hex) =>
  client.readContract({
    address: remote.remoteParameters,
    abi: remoteParametersAbi,
    functionName: 'marketConfig',
    args: [market],
  })

const ask = (changes: readonly RemoteChange[], isExecuted = false) =>
  readRemotes(changes, { client, network, connectTo: connect, isExecuted })

describe('a real GovernanceSender and RemoteParameters', () => {
  test('default: every random configuration is taken, and stored as the document says', async () => {
    const documents = fc.sample(anyDocumentWithRemotes([BigInt(CHAIN_ID)]), {
      seed: testSeed(),
      numRuns: 20,
    })
    let count = 0
    for (const { changes } of documents) {
      for (const one of changes) {
        if (one.change !== 'remote-market') continue
        await execute([one])
        const { bounds, fallback: fallbackVector, timing } = one
        expect(fromAbiRemoteConfig(await read(one.market))).toEqual({
          bounds,
          fallbackVector,
          ...timing,
        })
        count++
      }
    }
    expect(count).toBeGreaterThan(8)
  }, 120_000)

  test('behavior: what is in force there is read, with the delay; a market that is not there is told apart', async () => {
    const other = { ...change, market: `0x${'22'.repeat(32)}` as const }
    await execute([change])
    const { standings, homeDelaySec, notes } = await ask([change, other])
    const standing = standings.get(BigInt(CHAIN_ID))
    expect(notes).toEqual([])
    expect([homeDelaySec, standing?.delaySec]).toEqual([BigInt(DELAY_SEC), BigInt(DELAY_SEC)])
    expect(standing?.markets.get(LOCAL_MARKET_ID)).toMatchObject({ maxAgeSec: 3_600n })
    expect([...(standing?.markets.keys() ?? [])]).toContain(other.market)
    expect(standing?.markets.get(other.market)).toBeUndefined()
  })

  test('behavior: of an executed proposal nobody can tell any more what it replaced', async () => {
    const { standings } = await ask([change], true)
    expect(standings.get(BigInt(CHAIN_ID))).toMatchObject({ delaySec: BigInt(DELAY_SEC) })
    expect(standings.get(BigInt(CHAIN_ID))?.markets.size).toBe(0)
  })

  test('error: a chain whose node is not named, or does not answer, is a note and no failure', async () => {
    const [known] = network.remotes
    if (known === undefined) throw new Error('there is no other chain')
    for (const rpcUrl of [undefined, 'http://127.0.0.1:9']) {
      const remotes = [{ ...known, rpcUrl, urlProblems: {} }]
      const options = { client, network: { ...network, remotes }, isExecuted: false }
      const connectTo = async () => {
        throw new Error('the node does not answer')
      }
      const { standings, notes } = await readRemotes([change], { ...options, connectTo })
      expect(notes).toHaveLength(1)
      expect(notes[0]).toMatch(/in force on local-2 \(chain 31338\) is not known here: .+/)
      expect(standings.get(BigInt(CHAIN_ID))?.delaySec).toBeUndefined()
    }
  })

  test('behavior: the ends of each time are taken, and what is just outside is refused, as documents do', async () => {
    const { timing } = change
    const cases: [timing: typeof timing | Record<keyof typeof timing, bigint>, isTaken: boolean][] =
      [
        [{ ...timing, epochSec: 60n }, true],
        [{ ...timing, epochSec: 59n }, false],
        [{ epochSec: 604_800n, maxAgeSec: 604_800n, messageAgeSec: 604_800n }, true],
        [{ epochSec: 604_801n, maxAgeSec: 604_801n, messageAgeSec: 1n }, false],
        [{ ...timing, maxAgeSec: 31_557_600n }, true],
        [{ ...timing, maxAgeSec: 31_557_601n }, false],
        [{ ...timing, maxAgeSec: 599n, messageAgeSec: 1n }, false],
        [{ ...timing, messageAgeSec: 1n }, true],
        [{ ...timing, messageAgeSec: 0n }, false],
        [{ ...timing, messageAgeSec: 3_600n }, true],
        [{ ...timing, messageAgeSec: 3_601n }, false],
      ]
    const found = await Promise.all(
      cases.map(async ([own]) => [await isTaken(own), isDrafted(own)]),
    )
    expect(found).toEqual(cases.map(([, isAllowed]) => [isAllowed, isAllowed]))
  })
})

type Timing = Record<keyof typeof change.timing, bigint>

/** Whether the contract there would take the change. */
async function isTaken(timing: Timing): Promise<boolean> {
  const { remoteParameters: address } = remote
  const { epochSec, maxAgeSec, messageAgeSec } = timing
  const config = { bounds, fallbackVector: fallback, epochSec, maxAgeSec, messageAgeSec }
  const call = { address, abi: remoteParametersAbi, functionName: 'setMarket' } as const
  const args = [LOCAL_MARKET_ID, config] as never
  return client
    .simulateContract({ ...call, account: remote.timelock, args })
    .then(() => true)
    .catch(() => false)
}

function isDrafted(timing: Timing): boolean {
  try {
    const document = { title: 'A title', summary: '', changes: [{ ...change, timing }] }
    encodeProposal(document, toProposalContracts(network))
    return true
  } catch (error) {
    if (!(error instanceof ProposalError)) throw error
    return false
  }
}
