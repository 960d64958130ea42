import { countHistory, readChain } from '../../client/chains/readChain.ts'
import { connect } from '../../client/connect.ts'
import { nameMarkets } from '../../client/findMarket.ts'
import { readContractLogs } from '../../client/logs/readContractLogs.ts'
import { toProposalContracts } from '../../client/network/proposalContracts.ts'
import { listProposals } from '../../client/proposals/listProposals.ts'
import { readRemotes } from '../../client/proposals/readRemotes.ts'
import { readInForce } from '../../client/readInForce.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { loadCore, showText, wrapText } from '../../core/index.ts'
import {
  completeDraft,
  diffProposal,
  formatChanges,
  formatMarket,
  type MarketConfig,
  readDraft,
} from '../../governance/index.ts'
import { createChainReader } from '../../verify/readChain.ts'
import { printNote } from '../io/print.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { getColumns } from '../io/terminal.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { formatHistory } from './formatHistory.ts'
import { formatMarketPage, formatMarkets, type InForce } from './formatMarkets.ts'
import { listHistory } from './listHistory.ts'
import { readEvidenceOutlines, readLatestEvidence } from './readEvidence.ts'
import { resolveMarket } from './resolveMarket.ts'
import { governanceArgs, openSession, report, type Session } from './session.ts'
import { readOccasions } from './showProposal.ts'

const actions = ['list', 'get', 'history', 'diff'] as const

/** `gimbal params`: what is in force, what it was, and what a draft would make of it. */
export const paramsCommand = defineCommand({
  meta: {
    name: 'params',
    description: 'Parameters in force and what voters set: list, get, history, diff',
    examples: [
      'gimbal params list',
      'gimbal params get weth-usd',
      'gimbal params history weth-usd',
      'gimbal params diff governance/examples/calm-bands.yaml',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: actions.join(', ') },
    subject: {
      type: 'positional',
      required: false,
      description: 'For get and history: a market. For diff: a draft; - reads it',
    },
    ...governanceArgs,
  },
  async run({ action, subject, json, ...flags }) {
    switch (chooseOne('action', action, actions)) {
      case 'list':
        if (subject !== undefined) throw new UsageError(`unexpected argument ${subject}; remove it`)
        return listMarkets(await openSession(flags), json)
      case 'get':
        return getMarket(subject, await openSession(flags), json)
      case 'history':
        return showHistory(subject, await openSession(flags), json)
      case 'diff': {
        const text = await readArgumentFile('draft', subject)
        return diffDraft(text, await openSession(flags), json)
      }
    }
  },
})

/** What `params` tells of a market, in its words. */
async function showInForce({ client, network }: Session, id: `0x${string}`): Promise<InForce> {
  const { riskParameters } = network.addresses
  const { status, ageSec, values, state } = await readInForce(client, riskParameters, id)
  const { isAwaitingEvidence } = state
  return { status, isAwaitingEvidence, ageSec, values }
}

function readGoverned({ client, network }: Session) {
  return readMarkets(client, network.addresses.riskParameters, network.startBlock)
}

async function listMarkets(session: Session, json: boolean | undefined): Promise<ExitCode> {
  const { markets } = await readGoverned(session)
  const names = nameMarkets([...markets.keys()])
  const rows = await Promise.all(
    [...markets].map(async ([id, { freshness }]) => ({
      market: formatMarket(id),
      id,
      name: names.get(id) ?? id,
      maxAgeSec: freshness.maxAgeSec,
      ...(await showInForce(session, id)),
    })),
  )
  await report(json, formatMarkets(rows, getColumns(process.stdout)), { markets: rows })
  return exitCodes.ok
}

async function getMarket(
  subject: string | undefined,
  session: Session,
  json: boolean | undefined,
): Promise<ExitCode> {
  const { markets } = await readGoverned(session)
  const id = resolveMarket(subject, [...markets.keys()])
  const config = markets.get(id) as MarketConfig
  const inForce = await showInForce(session, id)
  const evidence = await readLatestEvidence(session, id)
  await report(json, [formatMarketPage(id, inForce, config, evidence)], {
    market: id,
    ...inForce,
    evidence: evidence ?? null,
    config,
  })
  return exitCodes.ok
}

async function showHistory(
  subject: string | undefined,
  session: Session,
  json: boolean | undefined,
): Promise<ExitCode> {
  const { network } = session
  const { markets } = await readGoverned(session)
  const marketId = resolveMarket(subject, [...markets.keys()])
  const client = createChainReader(network.rpcUrl)
  const { number } = await client.getBlock()
  const { riskParameters, governor } = network.addresses
  const { startBlock } = network
  const range = { fromBlock: startBlock, toBlock: number }
  const logs = await readContractLogs(client, { address: riskParameters, ...range })
  const outlines = await readEvidenceOutlines(session, marketId)
  const entries = await listHistory({ client, governor, ...range, logs, marketId, outlines })
  const shortIds = new Map((await listProposals(session)).map(({ id, shortId }) => [id, shortId]))
  const lines = formatHistory(
    entries,
    (id) => shortIds.get(id) ?? `${id}`,
    getColumns(process.stdout),
  )
  await report(json, lines, { market: marketId, entries })
  return exitCodes.ok
}

async function diffDraft(
  text: string,
  session: Session,
  json: boolean | undefined,
): Promise<ExitCode> {
  const { network, client } = session
  const { riskParameters } = network.addresses
  const { markets, standardCoreHash } = await readMarkets(
    client,
    riskParameters,
    network.startBlock,
  )
  const history = countHistory(await readChain(client, network.chainId))
  const chains = toProposalContracts(network).remote?.chains ?? []
  const document = completeDraft(readDraft(text), markets, history, chains)
  const { notes, ...occasions } = await readOccasions(session, [...markets.keys()])
  const away = await readRemotes(document.changes, {
    client,
    network,
    connectTo: connect,
    isExecuted: false,
  })
  for (const note of [...notes, ...away.notes]) printNote(`gimbal: ${note}`)
  const diff = diffProposal(document, markets, {
    core: await loadCore(),
    standardCoreHash,
    remotes: away.standings,
    ...occasions,
  })
  const title = wrapText(showText(document.title), 80)
  await report(json, [...title, '', formatChanges(diff)], { title: document.title, diff })
  return exitCodes.ok
}
