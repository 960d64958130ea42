import { join, relative, sep } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import { leastMajor } from '../../scripts/setup/bringNode.mjs'
import { mend, pass } from './check.ts'

interface NodeOptions {
  root: string
  version?: string
  /** Of the program that runs. */
  path?: string
}

/** Checks Node's version, and says where it was installed from. */
export function checkNode(options: NodeOptions): StartCheck {
  const { root, version = process.version, path = process.execPath } = options
  const isBrought = path.startsWith(join(root, 'toolchain') + sep)
  const found = isBrought ? `brought by ${relative(root, path).split(sep)[0]}/` : path
  if (Number.parseInt(version.slice(1), 10) >= leastMajor) {
    return pass('node', `${version.slice(1)}, ${found}`)
  }
  const advice = 'run `npm run -s gimbal -- doctor`, which brings one, or install it'
  return mend('node', `${version.slice(1)} (${found}), wanted is ${leastMajor} or later; ${advice}`)
}
