import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A block of code in a document that is run by a test, and how. */
export interface MarkedBlock {
  /** Blocks of one name run in their order, in one folder. */
  name: string
  text: string
  /** Where the text is written to, below the folder; without it the text is commands of a shell. */
  path?: string | undefined
  /** What the output of commands in the background has before the next block runs. */
  readyText?: string | undefined
}

const BLOCK =
  /^<!-- (?:run (?<name>[\w-]+)(?: in the background until "(?<readyText>[^"]+)")?|file (?<fileName>[\w-]+) (?<path>\S+)) -->\n+```[^\n]*\n(?<text>[\s\S]*?)^```$/gm

/** The blocks of a page that are marked, in their order: `<!-- run NAME -->` before a block, see docs/packages.md. */
export function readMarkedBlocks(page: string): MarkedBlock[] {
  return [...page.matchAll(BLOCK)].map(({ groups = {} }) => ({
    name: groups.name ?? groups.fileName ?? '',
    text: groups.text ?? '',
    path: groups.path,
    readyText: groups.readyText,
  }))
}

/** What a block said, both streams together. */
export interface BlockRun {
  block: MarkedBlock
  output: string
}

/**
 * Runs blocks as a reader would, one after the other in a folder. Those in the background are ended at the end, by their
 * process group, whatever happens.
 *
 * @throws Error with the output of the first block that fails, or that ends before it is ready.
 */
export async function runMarkedBlocks(
  blocks: readonly MarkedBlock[],
  { folder, env }: { folder: string; env?: NodeJS.ProcessEnv },
): Promise<BlockRun[]> {
  const runs: BlockRun[] = []
  const stops: (() => Promise<void>)[] = []
  try {
    for (const block of blocks) {
      if (block.path === undefined) {
        const run = start(block, folder, env)
        const said: BlockRun = { block, output: '' }
        runs.push(said)
        // Of a block in the background all that it says, however late its streams bring it.
        stops.push(async () => {
          await run.stop()
          said.output = run.read()
        })
        await run.done
      } else {
        const file = join(folder, block.path)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, block.text)
      }
    }
  } finally {
    for (const stop of stops.toReversed()) await stop()
  }
  return runs
}

function start(block: MarkedBlock, folder: string, env: NodeJS.ProcessEnv | undefined) {
  const { text, readyText } = block
  const child = spawn('bash', ['-euo', 'pipefail', '-c', text], {
    cwd: folder,
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const ended = once(child, 'close')
  let output = ''
  const done = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      if (readyText !== undefined && output.includes(readyText)) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('close', (status) => {
      if (status === 0 && readyText === undefined) resolve()
      else reject(new Error(`ended with ${status}:\n${text}\n${output}`))
    })
  })
  return {
    done,
    read: () => output,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      process.kill(-(child.pid as number), 'SIGTERM')
      await ended
    },
  }
}
