import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The ABIs are values alone: the pages of the contracts describe what they hold. */
const withoutPage = ['abi']

/**
 * What the package exports to TypeScript, and the files of the checkout that it comes from.
 *
 * @param manifest - The text of package.json. An export `./core` with `dist/core/index.js` comes from `core/index.ts`.
 */
export function listEntries(manifest: string, root: string): { name: string; file: string }[] {
  const { exports = {} }: { exports?: Record<string, unknown> } = JSON.parse(manifest)
  return Object.entries(exports)
    .map(([key, target]) => {
      const path = /dist\/([\w./-]+)\.js"/.exec(JSON.stringify(target))?.[1]
      return { name: key.replace('./', ''), file: join(root, `${path}.ts`) }
    })
    .filter(({ name, file }) => !withoutPage.includes(name) && existsSync(file))
}
