import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { StartCheck } from '../../bot/checkStart.ts'
import { setupCommand } from '../../files/installation.ts'
import { mend, pass } from './check.ts'

interface Manifest {
  version: string
  dependencies: Readonly<Record<string, string>>
  optionalDependencies: Readonly<Record<string, string>>
}

/** Packages of which there is one for each platform: where they are missing, the program's own check says what that means. */
const PLATFORM = /linux/

/**
 * Whether the packages are there that this package asks for, in the versions that it asks for. Those that may be left out are told
 * too: what runs a local stack needs them.
 *
 * @param manifestFile - package.json of this package.
 */
export function checkParts(manifestFile: string): StartCheck[] {
  const { version, dependencies, optionalDependencies }: Manifest = JSON.parse(
    readFileSync(manifestFile, 'utf8'),
  )
  const base = pathToFileURL(manifestFile)
  const optional = Object.fromEntries(
    Object.entries(optionalDependencies).filter(([name]) => !PLATFORM.test(name)),
  )
  return [
    pass('package', `gimbal ${version}`),
    checkVersions('library', dependencies, base),
    checkVersions('stack', optional, base),
  ]
}

function checkVersions(
  name: string,
  wanted: Readonly<Record<string, string>>,
  base: URL,
): StartCheck {
  const faults = Object.entries(wanted).flatMap(([part, version]) => {
    const found = findVersion(part, base)
    if (found === version) return []
    return found === undefined ? `${part} is not installed` : `${part} is ${found}, not ${version}`
  })
  if (faults.length === 0) return pass(name, `${Object.keys(wanted).length} packages, as asked for`)
  return mend(name, `${faults.join(', ')}; run \`${setupCommand}\``)
}

function findVersion(part: string, base: URL): string | undefined {
  try {
    const file = findPackageJSON(part, base)
    return file === undefined ? undefined : JSON.parse(readFileSync(file, 'utf8')).version
  } catch {
    return undefined
  }
}
