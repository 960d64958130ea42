import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const governanceFile = new URL('../../../stack/local/governance.json', import.meta.url)

/** The local stack's governance with votes of an hour, which a busy machine does not outlast. Returns the file. */
export function writeLongVote(folder: string): string {
  const { governor, ...config } = JSON.parse(readFileSync(governanceFile, 'utf8'))
  const file = join(folder, 'governance.json')
  const longer = { ...governor, votingPeriodSec: 3_600 }
  writeFileSync(file, JSON.stringify({ ...config, governor: longer }))
  return file
}
