// Method:   one file for each set of trials, named by the hash of its content, so that two runs at a time write two files and
//           neither reads what the other writes. A file is there whole or not at all, and is never changed: no trial is lost,
//           and one that is repeated counts once.

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { keccak256, stringToHex } from 'viem'
import { z } from 'zod'
import { BaseError } from '../../core/errors.ts'
import { makeFolder } from '../../files/makeFolder.ts'
import { readTextFile } from '../../files/readTextFile.ts'
import { writeTextFile } from '../../files/writeTextFile.ts'
import type { TrialRecord } from '../orchestrate/listTrials.ts'
import { writeCanonicalJson } from '../report/canonicalJson.ts'

/** The record of trials cannot be counted. */
export class TrialsError extends BaseError {
  constructor(file: string, options: { cause?: unknown } = {}) {
    super(
      'backtest/trials',
      `${file} is no record of trials; trials that are not counted would make luck look like skill. Restore it, or remove it and say so to the voters.`,
      options,
    )
  }
}

const schema = z.object({
  subject: z.string(),
  documentHash: z.string().optional(),
  trials: z.array(z.string().regex(/^0x[0-9a-f]{64}$/)),
})

/**
 * Records trials and counts all that were ever made of the same subject in this folder, by whichever document: whoever tries
 * ten drafts and proposes the best has tried all ten.
 *
 * @returns how many different ones there are, these included.
 * @throws TrialsError if a file there is damaged; FileError if the folder cannot be written.
 */
export async function countTrials(folder: string, record: TrialRecord): Promise<number> {
  const own = join(folder, keccak256(stringToHex(record.subject)).slice(2, 18))
  await makeFolder(own)
  const text = `${writeCanonicalJson(record)}\n`
  await writeTextFile(join(own, `${keccak256(stringToHex(text)).slice(2, 34)}.json`), text)
  const names = (await readdir(own)).filter((name) => /^[0-9a-f]{32}\.json$/.test(name))
  const found = new Set<string>()
  for (const name of names) {
    for (const trial of await readTrials(join(own, name))) found.add(trial)
  }
  return found.size
}

async function readTrials(file: string): Promise<readonly string[]> {
  const text = await readTextFile(file)
  try {
    return schema.parse(JSON.parse(text)).trials
  } catch (cause) {
    throw new TrialsError(file, { cause })
  }
}
