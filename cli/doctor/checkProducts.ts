import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import { isPackaged } from '../../files/installation.ts'
import { isFresh } from '../../scripts/setup/build.mjs'
import { type Product, products } from '../../scripts/setup/products.mjs'
import { mend, pass } from './check.ts'

/** What the set-up builds by itself; of a package, what is in it. */
const setUpProducts = products.filter(
  ({ isOnDemand = false, isCheckoutOnly = false }) =>
    !isOnDemand && !(isPackaged && isCheckoutOnly),
)

/** Whether what is built is there, and is what the sources give. */
export function checkProducts(root: string, all: readonly Product[] = setUpProducts): StartCheck[] {
  return all.map((product) => {
    const { name, output } = product
    if (!isThere(join(root, output))) {
      return mend(name, `${output} is not there; run \`npm run setup\``)
    }
    // A package has no sources.
    if (isPackaged) return pass(name, `${output} is there`)
    if (!isFresh(root, product)) {
      return mend(name, `${output} is older than its sources; run \`npm run setup\``)
    }
    return pass(name, `${output} is what its sources give`)
  })
}

function isThere(path: string): boolean {
  if (!existsSync(path)) return false
  return statSync(path).isFile() || readdirSync(path).length > 0
}
