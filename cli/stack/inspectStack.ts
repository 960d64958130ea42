import { stripVTControlCharacters } from 'node:util'
import { isRunning } from '../../files/processIdentity.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { StackFolderError } from '../../stack/local/errors.ts'
import { readLastLines } from '../../stack/local/lastLines.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { readState, type StackUrls } from '../../stack/local/stateFile.ts'
import { stopStack } from '../../stack/local/stopStack.ts'
import { printJson, printText } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { listFolderArgs } from './stackFolder.ts'

const SHOWN_LINES = 40
/** Columns of a part's name. */
const NAME = 15
const ASK_MS = 5_000
/** What a WebSocket's server tells whoever asks without one. */
const NO_SOCKET = 426

/** Asks every part of a stack. Status 1 if there is none, or not all of it answers. */
export async function showStatus(folder: string, json: boolean): Promise<ExitCode> {
  const state = await readState(folder)
  if (state === undefined) throw missStack(folder)
  const { supervisor, isReady, chainId, parts, urls, addresses, across, prices } = state
  const rows = [{ name: 'supervisor', pid: supervisor.pid, runs: await isRunning(supervisor) }]
  for (const part of parts) {
    rows.push({ name: part.name, pid: part.pid, runs: await isRunning(part) })
  }
  const chains = await Promise.all(
    [{ name: '', urls }, ...(across === undefined ? [] : [across.away])].map(askChain),
  )
  const sources = await Promise.all((prices?.sourceUrls ?? []).map(askSource))
  const isWhole =
    isReady &&
    rows.every(({ runs }) => runs) &&
    chains.every(({ answers }) => answers) &&
    sources.every(({ answers }) => answers)
  const [{ chainHead, indexedTo } = noAnswer, away] = chains
  const object = {
    folder,
    isReady,
    isWhole,
    chainId,
    parts: rows,
    urls,
    chainHead,
    indexedTo,
    addresses,
    prices,
    across: across && { ...across, chainHead: away?.chainHead, indexedTo: away?.indexedTo },
  }
  const text = formatRows([
    ...rows.map(({ name, pid, runs }) => [name, `${runs ? 'runs' : 'GONE'}, process ${pid}`]),
    ...chains.flatMap(({ lines }) => lines),
    ...sources.map(({ line }) => line),
    ...(urls.console === undefined ? [] : [['console', urls.console]]),
    ...(isReady ? [] : [['stack', 'still starting']]),
  ])
  await (json ? printJson(object) : printText(text))
  return isWhole ? exitCodes.ok : exitCodes.failed
}

const noAnswer = { chainHead: null, indexedTo: null }

/** How far a chain and its index are, and whether all that should answer does. */
async function askChain({ name, urls }: { name: string; urls: Partial<StackUrls> }) {
  const { rpc, graphql } = urls
  const head =
    rpc &&
    (await createChainClient(rpc)
      .getBlockNumber()
      .then(Number, () => undefined))
  const indexed = graphql && (await askSubgraph(graphql).catch(() => undefined))
  const line = (what: string, height: number | string | undefined, url = '') => [
    `${what} ${name}`.trim(),
    `${height === undefined ? 'no answer' : `block ${height}`}, ${url}`,
  ]
  return {
    chainHead: head ?? null,
    indexedTo: indexed ?? null,
    answers: head !== undefined && (!graphql || indexed !== undefined),
    lines: [line('chain', head, rpc), ...(graphql ? [line('index', indexed, graphql)] : [])],
  }
}

/** Whether a source of signed prices listens. */
async function askSource(url: string) {
  const answers = await fetch(url.replace(/^ws/, 'http'), { signal: AbortSignal.timeout(ASK_MS) })
    .then(({ status }) => status === NO_SOCKET)
    .catch(() => false)
  return { answers, line: ['prices', `${answers ? 'listens' : 'no answer'}, ${url}`] }
}

/** Names and what there is to say of each, as wide as the terminal. */
function formatRows(rows: readonly string[][]): string {
  const width = getColumns(process.stdout) - NAME
  return rows
    .flatMap(([name = '', text = '']) =>
      wrapWords(text, width).map(
        (line, index) => `${(index === 0 ? name : '').padEnd(NAME)}${line}`,
      ),
    )
    .join('\n')
}

function missStack(folder: string): StackFolderError {
  const start = typeCommand('stack', 'up', ...listFolderArgs(folder))
  return new StackFolderError(folder, `no stack runs there; start one with \`${start}\``)
}

/** The last lines of one part, or of each. */
export async function showLogs(folder: string, part: string | undefined): Promise<ExitCode> {
  const state = await readState(folder)
  if (state === undefined) throw missStack(folder)
  const wanted = state.parts.filter(({ name }) => part === undefined || name === part)
  if (wanted.length === 0) {
    chooseOne(
      'part',
      part,
      state.parts.map(({ name }) => name),
    )
  }
  for (const { name, logFile } of wanted) {
    const lines = await readLastLines(logFile, SHOWN_LINES)
    await printText(`== ${name}: ${logFile}\n${stripVTControlCharacters(lines)}`)
  }
  return exitCodes.ok
}

/** Ends a stack. Status 0 as well if there was none. */
export async function downStack(folder: string): Promise<ExitCode> {
  const stopped = await stopStack(folder)
  const text =
    stopped === undefined ? 'no stack runs there' : `stopped ${stopped.join(', ') || 'it'}`
  await printText(text)
  return exitCodes.ok
}
