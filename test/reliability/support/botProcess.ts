import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { LogLine } from './replicaStack.ts'
import { until } from './until.ts'

const program = fileURLToPath(new URL('../../../cli/index.ts', import.meta.url))

// However a drill ends, its replicas end.
const endWithParent = new URL('../../../scripts/setup/endWithParent.mjs', import.meta.url).href

/** A replica in a process of its own, as `gimbal bot run` starts it. */
export interface BotProcess {
  lines: LogLine[]
  /** Waits for a line of the log. @throws Error if the process ends without it, with what it said. */
  waitFor(event: string, match?: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>
  /** Ends it, and resolves with its exit code when it has ended: none after SIGKILL. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | undefined>
}

/** Starts a replica from a file of `ReplicaStack.writeConfig`. It has not begun yet: wait for `started`. */
export function startBotProcess(configFile: string, env: NodeJS.ProcessEnv = {}): BotProcess {
  const { NODE_COMPILE_CACHE: compiled } = process.env
  const child = execa(
    process.execPath,
    ['--import', endWithParent, program, 'bot', 'run', '--config', configFile],
    {
      reject: false,
      buffer: { stdout: false, stderr: true },
      // A drill starts many.
      env: { NODE_COMPILE_CACHE: compiled ?? join(dirname(configFile), 'compiled'), ...env },
    },
  )
  const lines: LogLine[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)))
  let ended: { said: string } | undefined
  void child.then(({ stderr }) => {
    ended = { said: stderr }
  })
  return {
    lines,
    waitFor: (event, match = () => true, timeoutMs) =>
      until(
        `the process: ${event}`,
        () => {
          const found = lines.find((line) => line.event === event && match(line))
          if (found === undefined && ended !== undefined) {
            throw new Error(`the process has ended without ${event}: ${ended.said}`)
          }
          return found
        },
        timeoutMs,
      ),
    async end(signal) {
      child.kill(signal)
      return (await child).exitCode
    },
  }
}
