import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseEther,
  stringToHex,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import {
  governanceSenderAbi,
  governorAbi,
  parametersSenderAbi,
  remoteParametersAbi,
  riskParametersAbi,
} from '../../../abi/index.ts'
import { packSignatures } from '../../../bot/packSignatures.ts'
import type { Attestor } from '../../../bot/relayer/bridges/bridge.ts'
import type { Observation, Parameters } from '../../../core/index.ts'
import { toBigints } from '../../../governance/index.ts'
import { createLocalAttestor } from '../../../stack/bridge/createLocalAttestor.ts'
import { type DeployedBridge, deployBridge } from '../../../stack/bridge/deployBridge.ts'
import { createRemoteConfig, type RemoteConfig } from '../../../stack/bridge/remoteConfig.ts'
import { LOCAL_MNEMONIC, localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient, send } from '../../../stack/local/chainClient.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { createReport, createTypedReport, toReportArgs } from '../../../verify/report.ts'
import { defaultObservation } from '../../bot/support/defaultInput.ts'
import { sortByAddress } from '../../integration/support/actor.ts'
import { type LocalChain, startLocalChain } from './localChain.ts'

export const AWAY_CHAIN_ID = 31_338
const FOR = 1
/** Of the local words' accounts, the first that relays. */
const RELAYER_INDEX = 30

/** What RemoteParameters answers. */
interface RemoteReading {
  values: Parameters
  /** The contract's `Status`. */
  status: number
  ageSec: number
}

/** Two chains with the real bridges, the local market at home and its remote one away. */
export interface ChainsWorld {
  stack: Stack
  home: ChainClient
  away: ChainClient
  deployed: DeployedBridge
  urls: { home: string; away: string }
  remoteConfig: RemoteConfig
  /** Signs with as many test keys as wanted, from so deep on. */
  createAttestor(options?: { signatures?: number; homeDepth?: bigint }): Attestor
  /** An account with ether on both chains that nobody else sends from. */
  createPayer(): Promise<ReturnType<typeof mnemonicToAccount>>
  /** A push at home of what was observed in the latest block. */
  push(changes?: Partial<Observation>): Promise<void>
  /** Sends the market's vector by a messenger, as anybody may. */
  sendVector(messenger: Address): Promise<Hex>
  /** A vote at home, from the proposal to the execution, that records calls for the other chain. */
  vote(targets: readonly Address[], calldatas: readonly Hex[]): Promise<void>
  readAway(): Promise<RemoteReading>
  readHome(): Promise<RemoteReading>
  /** Lets time pass on both chains. */
  pass(seconds: number): Promise<void>
  stop(): Promise<void>
}

export async function startChainsWorld(): Promise<ChainsWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-chains-'))
  let stack: Stack | undefined
  let chain: LocalChain | undefined
  const stop = async () => {
    await chain?.stop()
    await stack?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    stack = await startStack({ index: false, folder })
    chain = await startLocalChain(AWAY_CHAIN_ID)
    return await furnish(stack, chain, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function furnish(
  stack: Stack,
  chain: LocalChain,
  stop: ChainsWorld['stop'],
): Promise<ChainsWorld> {
  const urls = { home: stack.urls.rpc, away: chain.url }
  const [home, away] = [createChainClient(urls.home), createChainClient(urls.away)]
  const { governance, venue, vault } = stack.addresses
  const { riskParameters, governor } = governance
  const remoteConfig = createRemoteConfig(createLocalMarket(venue, vault))
  const deployed = await deployBridge({
    home: { client: home, chainId: stack.chainId, name: 'local' },
    away: { client: away, chainId: AWAY_CHAIN_ID, name: 'local-2' },
    governance,
    markets: [{ marketId: LOCAL_MARKET_ID, config: remoteConfig }],
  })
  const { bridge, remote } = deployed
  const { operator, voters, reporters } = localAccounts
  const marketId = LOCAL_MARKET_ID
  let payers = 0

  const call = (
    account: SendArgs[1],
    address: Address,
    abi: SendArgs[2]['abi'],
    functionName: string,
    args: readonly unknown[],
  ) => send(home, account, { address, abi, functionName, args })

  /** The clocks of two chains agree; blocks away come when they are needed, and votes set home's clock. */
  const align = async () => {
    const [ours, theirs] = [await home.getBlock(), await away.getBlock()]
    if (theirs.timestamp >= ours.timestamp) return
    await away.increaseTime({ seconds: Number(ours.timestamp - theirs.timestamp) + 1 })
    await away.mine({ blocks: 1 })
  }

  const passTo = async (
    functionName: 'proposalSnapshot' | 'proposalDeadline' | 'proposalEta',
    proposalId: bigint,
  ) => {
    const at = await home.readContract({
      address: governor,
      abi: governorAbi,
      functionName,
      args: [proposalId],
    })
    await home.setNextBlockTimestamp({ timestamp: at + 1n })
    await home.mine({ blocks: 1 })
  }

  const read = async (
    client: ChainClient,
    address: Address,
    abi: typeof riskParametersAbi | typeof remoteParametersAbi,
  ): Promise<RemoteReading> => {
    const [values, status, ageSec] = await client.readContract({
      address: address as Address,
      abi: abi as typeof remoteParametersAbi,
      functionName: 'parameters',
      args: [marketId],
    })
    return { values: toBigints(values) as Parameters, status, ageSec }
  }

  return {
    stack,
    home,
    away,
    deployed,
    urls,
    remoteConfig,
    createAttestor: ({ signatures, homeDepth = 1n } = {}) =>
      createLocalAttestor(
        [
          {
            chainId: stack.chainId,
            url: urls.home,
            depth: homeDepth,
            messengers: deployed.bridge.messengers as never,
          },
          {
            chainId: AWAY_CHAIN_ID,
            url: urls.away,
            depth: 1n,
            messengers: deployed.remote.messengers as never,
          },
        ],
        signatures,
      ),
    async createPayer() {
      const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: RELAYER_INDEX + payers++ })
      for (const client of [home, away]) {
        await client.setBalance({ address: account.address, value: parseEther('100') })
      }
      return account
    },
    async push(changes = {}) {
      const { config } = await home.readContract({
        address: riskParameters,
        abi: riskParametersAbi,
        functionName: 'marketState',
        args: [marketId],
      })
      const block = await home.getBlock()
      const observation = { ...defaultObservation, ...changes }
      const report = createReport({ marketId, config, observation, block })
      const typed = createTypedReport({ chainId: stack.chainId, riskParameters }, report)
      const signatures = await Promise.all(
        sortByAddress(reporters.slice(0, 2)).map((one) => one.signTypedData(typed)),
      )
      const args = [toReportArgs(report), packSignatures(signatures)]
      await call(operator, riskParameters, riskParametersAbi, 'push', args)
      await align()
    },
    async sendVector(messenger) {
      const args = [marketId, AWAY_CHAIN_ID, remote.contracts.remoteParameters, messenger]
      const address = bridge.parametersSender as Address
      const { transactionHash } = await call(operator, address, parametersSenderAbi, 'send', args)
      return transactionHash
    },
    async vote(targets, calldatas) {
      const data = encodeFunctionData({
        abi: governanceSenderAbi,
        functionName: 'record',
        args: [BigInt(AWAY_CHAIN_ID), targets, calldatas],
      })
      const description = `For the other chain ${await home.getBlockNumber()}`
      const proposal = [[bridge.governanceSender as Address], [0n], [data]] as const
      const [first, second] = voters
      await call(first, governor, governorAbi, 'propose', [...proposal, description])
      const hash = keccak256(stringToHex(description))
      const proposalId = await home.readContract({
        address: governor,
        abi: governorAbi,
        functionName: 'getProposalId',
        args: [...proposal, hash],
      })
      await passTo('proposalSnapshot', proposalId)
      for (const voter of [first, second]) {
        await call(voter, governor, governorAbi, 'castVote', [proposalId, FOR])
      }
      await passTo('proposalDeadline', proposalId)
      await call(operator, governor, governorAbi, 'queue', [...proposal, hash])
      await passTo('proposalEta', proposalId)
      await call(operator, governor, governorAbi, 'execute', [...proposal, hash])
      await align()
    },
    readAway: () => read(away, remote.contracts.remoteParameters as Address, remoteParametersAbi),
    readHome: () => read(home, riskParameters, riskParametersAbi),
    async pass(seconds) {
      for (const client of [home, away]) {
        await client.increaseTime({ seconds })
        await client.mine({ blocks: 1 })
      }
    },
    stop,
  }
}

type SendArgs = globalThis.Parameters<typeof send>
