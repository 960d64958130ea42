import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, cp, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const examples = fileURLToPath(new URL('../../../examples', import.meta.url))

/** What installing and building leave behind: a stranger's copy has none of it. */
const MADE = new Set([
  '.gimbal',
  'public',
  'node_modules',
  'package-lock.json',
  'dist',
  'artifacts',
  'cache',
  'out',
])

/** A command that goes on. */
interface StartedCommand {
  /** Both streams together, so far. */
  read(): string
  /** Waits until the output matches. @throws Error with the output if the command ends before. */
  waitFor(text: RegExp): Promise<string>
  /** Ends it as Ctrl-C does, with all that it started. @returns its whole output. */
  stop(): Promise<string>
}

/** An example in a folder of its own, outside of the checkout. */
export interface ExampleCopy {
  folder: string
  /**
   * Runs a line of a shell there. @returns its output, both streams together.
   *
   * @throws Error with the line, its status and its output if it fails.
   */
  run(line: string): Promise<string>
  /** The same for a line that the README says. @throws Error if it does not. */
  runAsWritten(line: string): Promise<string>
  /** Starts a line of a shell there and leaves it running. */
  start(line: string): StartedCommand
  /** A file of it as text. */
  read(path: string): Promise<string>
  /** Ends what still runs and removes the folder. */
  remove(): Promise<void>
}

/**
 * Copies an example and the packed tarball to a temporary folder and installs there as a stranger would: with npm, and
 * nothing of this checkout but the tarball.
 *
 * @param install The line of its README that installs.
 *
 * @example
 * const example = await installExample('watch', await packOnce())
 * expect(await example.run('npm test')).toContain('pass')
 */
export async function installExample(
  name: string,
  tarball: string,
  install = 'npm install ./gimbal-*.tgz',
): Promise<ExampleCopy> {
  // Not a link: compilers name files by their real paths.
  const folder = await realpath(await mkdtemp(join(tmpdir(), `gimbal-example-${name}-`)))
  const running = new Set<StartedCommand>()
  const copy: ExampleCopy = {
    folder,
    async run(line) {
      const { command, ended } = startLine(line, folder)
      running.add(command)
      const status = await ended
      running.delete(command)
      if (status !== 0) throw new Error(describe(line, status, command.read()))
      return command.read()
    },
    async runAsWritten(line) {
      if (!(await copy.read('README.md')).includes(line)) {
        throw new Error(`the README of ${name} does not say \`${line}\``)
      }
      return copy.run(line)
    },
    start(line) {
      const { command } = startLine(line, folder)
      running.add(command)
      return command
    },
    read: (path) => readFile(join(folder, path), 'utf8'),
    async remove() {
      await Promise.all([...running].map((command) => command.stop()))
      await rm(folder, { recursive: true, force: true })
    },
  }
  try {
    await cp(join(examples, name), folder, {
      recursive: true,
      filter: (source) => !MADE.has(basename(source)),
    })
    await copyFile(tarball, join(folder, basename(tarball)))
    await copy.runAsWritten(install)
    return copy
  } catch (error) {
    await copy.remove()
    throw error
  }
}

function startLine(line: string, folder: string) {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', line], {
    cwd: folder,
    env: createStrangersEnv(),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npm does not pass every signal on to what it started.
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
      child.emit('said')
    })
  }
  const ended = once(child, 'close').then(([status]) => status as number | null)
  const command: StartedCommand = {
    read: () => output,
    async waitFor(text) {
      let status: number | null | undefined
      const end = ended.then((value) => {
        status = value
      })
      while (!text.test(output)) {
        if (status !== undefined) throw new Error(describe(line, status, output))
        await Promise.race([once(child, 'said'), end])
      }
      return output
    },
    async stop() {
      try {
        process.kill(-(child.pid as number), 'SIGINT')
      } catch (error) {
        // It has ended by itself.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
      }
      await ended
      return output
    },
  }
  return { command, ended }
}

/** Of the environment only what is not of npm's run in this checkout; Node is the one that runs the tests. */
function createStrangersEnv(): NodeJS.ProcessEnv {
  const isOurs = (name: string) =>
    /^(npm_(?!config_)|npm_config_(local|global)_prefix$|INIT_CWD$|VITEST|NODE_ENV$|NODE_OPTIONS$)/.test(
      name,
    )
  const inherited = Object.entries(process.env).filter(([name]) => !isOurs(name))
  return Object.assign(Object.fromEntries(inherited), {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: '1',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  })
}

function describe(line: string, status: number | null, output: string): string {
  return `\`${line}\` ended with ${status}:\n${output.trimEnd()}`
}
