import { setupCommand } from '../../files/installation.ts'

/**
 * Which package a command would need that is not installed, and what brings it: the heavy ones may be left out. Undefined for
 * any other error.
 */
export function describeMissingPart(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error)) return undefined
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return undefined
  const [, name] =
    /Cannot find (?:package|module) '((?:@[\w.-]+\/)?\w[\w.-]*)/.exec(error.message) ?? []
  if (name === undefined) return undefined
  return `the package ${name}, which this command needs, is not installed; run \`${setupCommand}\``
}
