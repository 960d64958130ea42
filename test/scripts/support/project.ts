import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const scripts = join(here, '..', '..', '..', 'scripts')

/** The package that the made-up lock file wants for this machine. */
export const nativePackage = 'node_modules/native'

/** A project in a folder of its own: the real bootstrap, with stand-ins for npm and for the tools that build. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), 'gimbal-test-'))
  readonly npm = join(this.root, 'npm', 'npm-cli.js')

  constructor() {
    cpSync(join(scripts, 'bootstrap.mjs'), join(this.root, 'scripts', 'bootstrap.mjs'))
    cpSync(join(scripts, 'setup'), join(this.root, 'scripts', 'setup'), { recursive: true })
    cpSync(join(here, 'fakeNpm.mjs'), this.npm)
    this.write('package.json', JSON.stringify({ type: 'module' }))
    this.writeLock('1.0.0')
    this.write('scripts/setup/products.mjs', 'export const products = []')
    this.write('target.mjs', 'console.log("target", ...process.argv.slice(2))')
  }

  write(path: string, text: string): void {
    const file = join(this.root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }

  writeLock(version: string): void {
    const { platform, arch } = process
    const native = { version, optional: true, os: [platform], cpu: [arch] }
    const foreign = { version, optional: true, os: ['none'], cpu: [arch] }
    const packages = { '': {}, [nativePackage]: native, 'node_modules/foreign': foreign }
    this.write('package-lock.json', JSON.stringify({ packages }))
  }

  read(path: string): string {
    const file = join(this.root, path)
    return existsSync(file) ? readFileSync(file, 'utf8') : ''
  }

  /** The process ids of the npm runs so far. */
  npmRuns(): number[] {
    return this.read('npm-calls')
      .split('\n')
      .filter(Boolean)
      .map((line) => Number.parseInt(line, 10))
  }

  start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, ['scripts/bootstrap.mjs', ...args], {
      cwd: this.root,
      env: { ...process.env, npm_execpath: this.npm, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async run(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
    return await finished(this.start(args, env))
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

export interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Collects what a process prints until it has ended. */
export async function finished(child: ChildProcess): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [status] = await once(child, 'close')
  return { status, stdout, stderr }
}
