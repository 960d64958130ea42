import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { StartCheck } from '../../bot/checkStart.ts'
import { loadCore } from '../../core/index.ts'
import { attempt, mend, pass } from './check.ts'

/** Whether the core loads, and is the one that each deployment on record in `workFolder` was given. */
export async function checkCore(root: string, workFolder = root): Promise<StartCheck[]> {
  const file = join(root, 'build', 'core.wasm')
  // Said already.
  if (!existsSync(file)) return []
  const core = await loadCore(pathToFileURL(file))
  const deployments = join(workFolder, 'deployments')
  const names = await readdir(deployments).catch(() => [])
  const records = names.filter((name) => /^\d+\.json$/.test(name))
  const checks = records.map((name) => {
    return attempt(`deployments/${name}`, () => checkRecord(join(deployments, name), core.hash))
  })
  return [pass('core hash', core.hash), ...(await Promise.all(checks)).flat()]
}

async function checkRecord(file: string, hash: string): Promise<StartCheck> {
  const name = file.split(/[/\\]/).slice(-2).join('/')
  const { coreHash } = JSON.parse(await readFile(file, 'utf8'))
  if (typeof coreHash !== 'string') return mend(name, 'has no coreHash; restore it')
  if (coreHash.toLowerCase() === hash) return pass(name, 'was deployed with this core')
  const advice = 'check out the release that it was deployed with, or let voters accept this one'
  return mend(name, `was deployed with the core ${coreHash.slice(0, 10)}…; ${advice}`)
}
