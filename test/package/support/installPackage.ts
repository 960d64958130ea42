import { copyFile, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import {
  type BlockRun,
  type MarkedBlock,
  readMarkedBlocks,
  runMarkedBlocks,
} from '../../support/markedBlocks.ts'
import { packOnce } from './tarball.ts'

/** A stranger's folder, with nothing but the packed tarball. */
export interface StrangersFolder {
  folder: string
  /** Runs commands of a shell there. @returns their output. @throws Error with it if they fail. */
  run(text: string): Promise<string>
  /** Runs blocks of a document there, which may want more of the environment. */
  runBlocks(blocks: readonly MarkedBlock[], env?: NodeJS.ProcessEnv): Promise<BlockRun[]>
  remove(): Promise<void>
}

export async function openStrangersFolder(): Promise<StrangersFolder> {
  const tarball = await packOnce()
  // Not a link: compilers name files by their real paths.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gimbal-stranger-')))
  await copyFile(tarball, join(folder, basename(tarball)))
  const opened: StrangersFolder = {
    folder,
    async run(text) {
      const [run] = await opened.runBlocks([{ name: 'run', text }])
      return run?.output ?? ''
    },
    runBlocks: (blocks, env = {}) =>
      runMarkedBlocks(blocks, { folder, env: Object.assign(createEnv(), env) }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
  return opened
}

/** The marked blocks of a page of `docs`. */
export async function readPageBlocks(page: string): Promise<MarkedBlock[]> {
  return readMarkedBlocks(await readFile(new URL(`../../../docs/${page}`, import.meta.url), 'utf8'))
}

/** Of the environment only what is not of npm's run in this checkout; Node is the one that runs the tests. */
function createEnv(): NodeJS.ProcessEnv {
  const isOurs = /^(npm_(?!config_)|INIT_CWD$|VITEST|NODE_ENV$|NODE_OPTIONS$)/
  const inherited = Object.entries(process.env).filter(([name]) => !isOurs.test(name))
  return Object.assign(Object.fromEntries(inherited), {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    NO_COLOR: '1',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  })
}
