import { isRunning } from '../../files/processIdentity.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { StackFolderError } from '../../stack/local/errors.ts'
import { readLastLines } from '../../stack/local/lastLines.ts'
import { askSubgraph } from '../../stack/local/startGraphNode.ts'
import { readState } from '../../stack/local/stateFile.ts'
import { stopStack } from '../../stack/local/stopStack.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'

const NO_STACK = 'no stack runs there; start one with `gimbal stack up`'
const SHOWN_LINES = 40

/** Asks every part of a stack. Status 1 if there is none, or not all of it answers. */
export async function showStatus(folder: string, json: boolean): Promise<ExitCode> {
  const state = await readState(folder)
  if (state === undefined) throw new StackFolderError(folder, NO_STACK)
  const { supervisor, isReady, chainId, parts, urls, addresses } = state
  const rows = [{ name: 'supervisor', pid: supervisor.pid, runs: await isRunning(supervisor) }]
  for (const part of parts) {
    rows.push({ name: part.name, pid: part.pid, runs: await isRunning(part) })
  }
  const { rpc, graphql } = urls
  const head =
    rpc &&
    (await createChainClient(rpc)
      .getBlockNumber()
      .then(Number, () => undefined))
  const indexed = graphql && (await askSubgraph(graphql).catch(() => undefined))
  const isWhole =
    isReady &&
    rows.every(({ runs }) => runs) &&
    head !== undefined &&
    (!graphql || indexed !== undefined)
  const answers = { chainHead: head ?? null, indexedTo: indexed ?? null }
  const text = json
    ? JSON.stringify({
        folder,
        isReady,
        isWhole,
        chainId,
        parts: rows,
        urls,
        ...answers,
        addresses,
      })
    : [
        ...rows.map(({ name, pid, runs }) => {
          return `${name.padEnd(12)} ${runs ? 'runs' : 'GONE'}  process ${pid}`
        }),
        `chain        ${head === undefined ? 'no answer' : `block ${head}`}  ${rpc ?? ''}`,
        ...(graphql
          ? [`index        ${indexed === undefined ? 'no answer' : `block ${indexed}`}  ${graphql}`]
          : []),
        isReady ? '' : 'still starting',
      ]
        .join('\n')
        .trimEnd()
  await writeOutput(process.stdout, `${text}\n`)
  return isWhole ? exitCodes.ok : exitCodes.failed
}

/** The last lines of one part, or of each. */
export async function showLogs(folder: string, part: string | undefined): Promise<ExitCode> {
  const state = await readState(folder)
  if (state === undefined) throw new StackFolderError(folder, NO_STACK)
  const wanted = state.parts.filter(({ name }) => part === undefined || name === part)
  if (wanted.length === 0) {
    const names = state.parts.map(({ name }) => name).join(', ')
    throw new UsageError(`unknown part ${part}; give one of ${names}`)
  }
  for (const { name, logFile } of wanted) {
    const lines = await readLastLines(logFile, SHOWN_LINES)
    await writeOutput(process.stdout, `== ${name}: ${logFile}\n${lines}\n`)
  }
  return exitCodes.ok
}

/** Ends a stack. Status 0 as well if there was none. */
export async function downStack(folder: string): Promise<ExitCode> {
  const stopped = await stopStack(folder)
  const text =
    stopped === undefined ? 'no stack runs there' : `stopped ${stopped.join(', ') || 'it'}`
  await writeOutput(process.stdout, `${text}\n`)
  return exitCodes.ok
}
