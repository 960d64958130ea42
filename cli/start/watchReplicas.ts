import { open } from 'node:fs/promises'
import type { BotProcess } from '../../stack/demo/startBotProcess.ts'
import type { ReplicaFrame } from './frame.ts'

/** The state of the replicas by their logs so far. */
export interface ReplicasRecord {
  frames: ReplicaFrame[]
  /** Why a replica wanted a push, and which way it moves the values, by its name and the time of the evidence. */
  reasons: Map<string, string>
  /** How often one refused to sign what another had observed, or found its sources at odds. */
  disagreements: number
  /** Transactions that were paid for and did not count. */
  wasted: number
  /** Alarms, one line each. */
  alarms: string[]
}

interface LogLine {
  event?: string
  [name: string]: unknown
}

/** Follows the logs of replicas. */
export function watchReplicas(replicas: readonly BotProcess[]) {
  const followers = replicas.map(({ logFile }) => followFile(logFile))
  const record: ReplicasRecord = {
    frames: replicas.map(({ name }) => {
      return { name, state: 'starting', signed: 0, pushes: 0, decision: '' }
    }),
    reasons: new Map(),
    disagreements: 0,
    wasted: 0,
    alarms: [],
  }

  function take(frame: ReplicaFrame, line: LogLine): void {
    const { event, type, reason, label = reason, observedAt } = line
    if (event === 'started') frame.state = 'ready'
    if (event === 'ended') frame.state = 'stopped'
    if (event === 'answered' && line.answer === 'signed') frame.signed += 1
    if (event === 'decided') {
      frame.decision = `${type} ${label}`
      if (type === 'push') record.reasons.set(`${frame.name} ${observedAt}`, `${label}`)
      if (type === 'halt') record.disagreements += 1
    }
    if (event === 'peer-refused' && line.difference !== undefined) record.disagreements += 1
    if (event === 'settled') {
      if (line.outcome === 'taken') frame.pushes += 1
      if (line.outcome === 'reverted') record.wasted += 1
    }
    if (event === 'alarm') {
      record.alarms.push(`${frame.name}: ${line.condition}, ${line.problem}`)
      frame.state = 'not-ready'
    }
    if (event === 'alarm-over') frame.state = 'ready'
  }

  return {
    /** Their state by their logs so far. */
    async read(): Promise<ReplicasRecord> {
      for (const [at, follow] of followers.entries()) {
        const frame = record.frames[at]
        if (frame === undefined) continue
        for (const line of await follow()) take(frame, parse(line))
      }
      return record
    },
  }
}

/** Why a push was made: as its sender said, or, where its log does not tell, another replica of the same evidence. */
export function findReason(
  { reasons }: Pick<ReplicasRecord, 'reasons'>,
  { replica, observedAt }: { replica: string; observedAt: bigint },
): string | undefined {
  const own = reasons.get(`${replica} ${observedAt}`)
  if (own !== undefined) return own
  return [...reasons].find(([key]) => key.endsWith(` ${observedAt}`))?.[1]
}

// Lines that the runtime itself writes into the log are no JSON.
function parse(line: string): LogLine {
  try {
    return JSON.parse(line)
  } catch {
    return {}
  }
}

/** The lines that were added since it was asked before. */
function followFile(file: string): () => Promise<string[]> {
  let position = 0
  let rest = ''
  return async () => {
    const handle = await open(file)
    try {
      const { size } = await handle.stat()
      if (size === position) return []
      const chunk = Buffer.alloc(size - position)
      await handle.read(chunk, 0, chunk.length, position)
      position = size
      const lines = (rest + chunk.toString('utf8')).split('\n')
      rest = lines.pop() ?? ''
      return lines
    } finally {
      await handle.close()
    }
  }
}
