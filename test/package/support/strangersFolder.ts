import { copyFile, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runMarkedBlocks } from '../../support/markedBlocks.ts'
import { createStrangersEnv } from '../../support/strangersEnv.ts'
import { packOnce } from './tarball.ts'

/** A stranger's folder, with nothing but the packed tarball. */
export interface StrangersFolder {
  folder: string
  env: NodeJS.ProcessEnv
  /** Runs commands of a shell there. @returns their output. @throws Error with it if they fail. */
  run(text: string): Promise<string>
  remove(): Promise<void>
}

export async function openStrangersFolder(): Promise<StrangersFolder> {
  const tarball = await packOnce()
  // Not a link: compilers name files by their real paths.
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'gimbal-stranger-')))
  await copyFile(tarball, join(folder, basename(tarball)))
  const env = createStrangersEnv()
  return {
    folder,
    env,
    async run(text) {
      const [run] = await runMarkedBlocks([{ name: 'run', text }], { folder, env })
      return run?.output ?? ''
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
