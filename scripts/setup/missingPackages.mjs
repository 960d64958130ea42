import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * npm takes an optional package that it could not fetch for one that is not needed, and succeeds. So those that are
 * made for this machine are looked for.
 * @param {string} folder
 * @returns {string[]}
 */
export function missingPackages(folder) {
  /** @type {{ packages: Record<string, { optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }> }} */
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const libcHere = libcOfThisNode()
  return Object.entries(packages)
    .filter(([, { optional, os, cpu }]) => optional && (os ?? cpu))
    .filter(
      ([, { os, cpu, libc }]) =>
        suits(os, process.platform) && suits(cpu, process.arch) && suits(libc, libcHere),
    )
    .map(([path]) => path)
    .filter((path) => !existsSync(join(folder, path, 'package.json')))
}

/** @param {string | string[] | undefined} allowed Names, or names to refuse with a `!` in front. @param {string} own */
function suits(allowed, own) {
  const names = allowed === undefined ? [] : [allowed].flat()
  if (names.includes(`!${own}`)) return false
  const wanted = names.filter((name) => !name.startsWith('!'))
  return wanted.length === 0 || wanted.includes(own) || wanted.includes('any')
}

function libcOfThisNode() {
  if (process.platform !== 'linux') return 'none'
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  )
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc'
}
