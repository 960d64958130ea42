import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/**
 * The package as `npm pack` makes it, of this checkout as it is now: built if it is not, under the set-up's lock.
 *
 * @returns the absolute path of `gimbal-VERSION.tgz`.
 */
export async function packOnce(): Promise<string> {
  await execa('node', ['scripts/bootstrap.mjs', '--build=package'], { cwd: root })
  const folder = join(root, 'build', 'package')
  const [file] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  if (file === undefined) throw new Error(`no package in ${folder}`)
  return join(folder, file)
}
