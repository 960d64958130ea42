import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import { isInstalled } from '../../scripts/setup/install.mjs'
import { missingPackages } from '../../scripts/setup/missingPackages.mjs'
import { mend, pass } from './check.ts'

const NAME = 'packages'

/** Whether node_modules holds what the lock file says, by its stamp and by the packages of this platform. */
export function checkPackages(root: string): StartCheck {
  const major = Number.parseInt(process.version.slice(1), 10)
  if (!existsSync(join(root, 'node_modules'))) {
    return mend(NAME, 'node_modules is not there; run `npm run setup`')
  }
  if (!isInstalled(root, { major })) {
    const what = `are not completely installed from this package-lock.json for Node ${major}`
    return mend(NAME, `${what}; run \`npm run setup\``)
  }
  const missing = missingPackages(root)
  if (missing.length > 0) {
    const advice = `remove ${join(root, 'node_modules')} and run \`npm run setup\``
    return mend(NAME, `${missing.join(', ')} is gone; ${advice}`)
  }
  return pass(NAME, `as package-lock.json says, for Node ${major}`)
}
