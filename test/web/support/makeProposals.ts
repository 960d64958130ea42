import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  parseEther,
} from 'viem'
import { governorAbi } from '../../../abi/index.ts'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { formatResult, hashResultText } from '../../../backtest/report/hashResult.ts'
import { signBallot } from '../../../client/ballot.ts'
import type { ContractCall } from '../../../client/contractCall.ts'
import { createBallotCall, createVoteCall } from '../../../client/createVoteCall.ts'
import { listProposals, type ResolvedProposal } from '../../../client/proposals/listProposals.ts'
import { planOnSnapshot } from '../../../client/proposing/planOnSnapshot.ts'
import { planProposal } from '../../../client/proposing/planProposal.ts'
import { readMarkets } from '../../../client/readMarkets.ts'
import {
  applyMarketChange,
  completeDraft,
  type Document,
  encodeProposal,
  hashDocument,
  type MarketConfig,
  type Proposal,
} from '../../../governance/index.ts'
import { nodeTransport } from '../../../http/nodeTransport.ts'
import { createHubClient, type HubClient, signMessage } from '../../../snapshot/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient, send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import {
  createInputs,
  engine,
  makeMarket,
} from '../../backtest/orchestrate/support/madeBacktest.ts'
import { signUpdate } from '../../stack/hub/support/signMessages.ts'
import type { ConsoleUnderTest } from './consoleUnderTest.ts'

const [first, second] = localAccounts.voters
const { trader } = localAccounts
const market = LOCAL_MARKET_ID

/** What a stranger may write: markup that would run, codes that terminals obey, a turned direction, and very much of it. */
const hostile = [
  '<script>globalThis.hasRun = true</script>',
  '<img src=x onerror="globalThis.hasRun=true;fetch(\'http://127.0.0.1:9/\')">',
  'javascript:globalThis.hasRun=true ',
  '\u001b[31m\u001b[2J\u0007 \u202etxet denrut\u202c \u2066\u200b\u0000 ',
  'W'.repeat(60_000),
].join('')

/** The proposals of the tests. */
export interface MadeForTests {
  /** Two changes, bound to a backtest, and named on Snapshot. */
  usual: ResolvedProposal
  /** Its calls send tokens and ether away, and set another figure than its text says; on Snapshot its author has edited it. */
  alarming: ResolvedProposal
  /** Its title is hostile, and so is a vote's reason. */
  hostile: ResolvedProposal
  /** The result that the usual one names: the text of its file. */
  result: string
  hub: HubClient
}

/** Makes proposals on the stack, and votes on them; the chain's clock moves on by what their votes need. */
export async function makeProposals({ network }: ConsoleUnderTest): Promise<MadeForTests> {
  const { rpcUrl = '', hubUrl = '', sequencerUrl = '', ipfsUrl = '', addresses } = network
  const client = createChainClient(rpcUrl)
  // What was made in the last block is to be seen at once.
  const reading = createPublicClient({ transport: nodeTransport(rpcUrl), cacheTime: 0 })
  const reader = { client: reading, network }
  const { governor, riskParameters, token } = addresses
  const { markets } = await readMarkets(reading, riskParameters, network.startBlock)
  const before = new Set((await listProposals(reader)).map(({ id }) => id))
  const run = (account: typeof first, call: ContractCall) =>
    send(client, account, { ...call, args: call.args ?? [] } as never)

  const document = createDocument(markets)
  const result = await createResult(document, markets)
  const usual = encodeProposal(document, addresses, { backtestHash: hashResultText(result) })
  const hub = createHubClient({ hubUrl, sequencerUrl, ipfsUrl })
  const proposeOnBoth = async (account: typeof first, title: string, proposal: Proposal) => {
    const of = { title, proposal }
    const { plan } = await planOnSnapshot(reading, hub, governor, account.address, of)
    await hub.post(await signMessage(account, plan.data))
    await run(account, plan.call)
    return plan
  }
  await proposeOnBoth(first, document.title, usual)
  const other = createDocument(markets, 151)
  const alarming = createAlarming(encodeProposal(other, addresses), token)
  const { snapshotProposalId, fields } = await proposeOnBoth(second, other.title, alarming)
  // Its author words it otherwise there, which changes nothing of what the Governor counts.
  const edited = {
    proposal: snapshotProposalId,
    space: fields.space,
    timestamp: fields.timestamp + 1,
    title: fields.title,
    plugins: fields.plugins,
    body: 'Nothing but a small correction.',
  }
  await hub.post(await signUpdate(edited, second))
  const { targets, values, calldatas } = usual
  const odd = {
    targets,
    values,
    calldatas,
    description: `# ${hostile}\n\nA text of ${Date.now()}.`,
  }
  await run(second, planProposal(governor, second.address, odd))

  const made = (await listProposals(reader)).filter(({ id }) => !before.has(id))
  const [usualMade, alarmingMade, hostileMade] = made as [
    ResolvedProposal,
    ResolvedProposal,
    ResolvedProposal,
  ]
  const seconds = Number(await readDelaySec(client, governor)) + 1
  await client.increaseTime({ seconds })
  await client.mine({ blocks: 1 })
  await run(first, createVoteCall(governor, usualMade.id, 'for', 'The model trades earlier.'))
  await run(second, createVoteCall(governor, hostileMade.id, 'against', hostile))
  const ballot = await signBallot(
    reading,
    { chainId: await reading.getChainId(), governor },
    second,
    usualMade.id,
    0,
  )
  await run(trader, createBallotCall(governor, ballot))
  return { usual: usualMade, alarming: alarmingMade, hostile: hostileMade, result, hub }
}

function readDelaySec(client: ChainClient, governor: Address): Promise<bigint> {
  return client.readContract({ address: governor, abi: governorAbi, functionName: 'votingDelay' })
}

function createDocument(markets: ReadonlyMap<Hex, MarketConfig>, riskAversion = 150): Document {
  // What was proposed before is proposed anew: a title of its own gives it an id of its own.
  const title = `More weight to the risk, ${Date.now()}-${riskAversion}`
  return completeDraft(
    {
      title,
      summary: 'The vault has grown.\nIts depositors want it closer to its target.',
      changes: [
        {
          change: 'policy',
          market,
          rationale: 'It trades earlier, and closes more of the drift at once.',
          policy: { riskAversionE4: BigInt(riskAversion) * 10_000n, zE4: 41_000n },
        },
        {
          change: 'bounds',
          market,
          rationale: 'Loosening may be quicker.',
          bounds: { stepUp: { maxTradeUsd: 400_000n }, cooldownSec: 600n },
        },
      ],
    },
    markets,
  )
}

async function createResult(
  document: Document,
  markets: ReadonlyMap<Hex, MarketConfig>,
): Promise<string> {
  const inForce = markets.get(market) as MarketConfig
  let proposed: MarketConfig | undefined = inForce
  for (const change of document.changes) proposed = applyMarketChange(proposed, change)
  const inputs = createInputs({
    title: document.title,
    inForce,
    proposed: proposed as MarketConfig,
    documentHash: hashDocument(document),
    markets: [makeMarket(5)],
    against: ['hold'],
  })
  return formatResult((await backtest(inputs, engine)).result)
}

/** The same calls with other figures than the text, and two calls that take something away. */
function createAlarming(proposal: Proposal, token: Address): Proposal {
  const { targets, values, calldatas, description } = proposal
  const transfer = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'transfer',
    args: [second.address, parseEther('1000')],
  })
  return {
    targets: [...targets, token, second.address],
    values: [...values, 0n, 1n],
    calldatas: [...calldatas, transfer, '0x'],
    description: description.replaceAll(/(riskAversion: "?)151/g, (_, name) => `${name}150`),
  }
}
