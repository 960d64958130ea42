import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'

const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*['"](\.[^'"]+)['"]/g

/**
 * Removes the modules that no entry leads to. The compiler writes each file that it reads: a module of types alone has no
 * code that anybody loads, and one that the entries use inside has no declarations that anybody reads.
 *
 * @param folder - Where compiled modules are.
 * @param entries - Of code, and of declarations: paths from the folder.
 * @param others - Paths from the folder whose files are no modules of ours, and stay.
 * @returns the files that were removed, as paths from the folder.
 * @throws Error if a module is imported, and not there.
 */
export function pruneModules(
  folder: string,
  entries: { code: readonly string[]; declarations: readonly string[] },
  others: readonly string[] = [],
): string[] {
  const kept = new Set([
    ...reach(folder, entries.code, (file) => file),
    ...reach(folder, entries.declarations, toDeclaration),
  ])
  const removed = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isModule(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !kept.has(file) && !others.some((path) => `${file}/`.startsWith(`${path}/`)))
    .sort()
  for (const file of removed) rmSync(join(folder, file))
  return removed
}

const isModule = (file: string): boolean => /\.(m?js|d\.m?ts)$/.test(file)

/** Every module that some lead to, themselves included. */
function reach(
  folder: string,
  entries: readonly string[],
  locate: (file: string) => string,
): Set<string> {
  const reached = new Set<string>()
  const open = [...entries]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue
    reached.add(file)
    const path = join(folder, file)
    if (!existsSync(path)) throw new Error(`${file} is imported, and not there`)
    // What is no module, such as JSON, imports nothing.
    if (!isModule(file)) continue
    for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(IMPORT)) {
      open.push(locate(normalize(join(dirname(file), target))))
    }
  }
  return reached
}

/** Declarations name their neighbours by the ending of the source, or of the code: `./core.ts`, `./core.js`. */
function toDeclaration(file: string): string {
  return file.replace(/(?<!\.d)\.(m?)[jt]s$/, '.d.$1ts')
}
