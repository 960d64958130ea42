import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { BaseError } from '../../core/index.ts'

const seenSchema = z.strictObject({
  /** Up to which block, included, proposals were looked for; decimal digits. */
  blockNumber: z.string().regex(/^\d+$/),
  /** Proposals whose vote is not over. */
  open: z.array(
    z.strictObject({
      id: z.string().regex(/^\d+$/),
      title: z.string(),
      isEndingTold: z.boolean(),
    }),
  ),
})

/** The record of sent messages about proposals, so that after a new start none is sent twice and none is lost. */
export type Seen = z.infer<typeof seenSchema>

/** The file for sent messages holds something else. */
export class SeenFileError extends BaseError {
  constructor(file: string, options: { cause?: unknown } = {}) {
    super(
      'bot/seen-file',
      `${file} is no record of announced proposals; name another file in notify, or move it away`,
      options,
    )
  }
}

/** @returns undefined if there is no file yet. @throws SeenFileError */
export async function readSeen(file: string): Promise<Seen | undefined> {
  try {
    return seenSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new SeenFileError(file, { cause })
  }
}

/** Writes it at once or not at all. */
export async function writeSeen(file: string, seen: Seen): Promise<void> {
  await writeFile(`${file}.part`, `${JSON.stringify(seen, null, 2)}\n`)
  await rename(`${file}.part`, file)
}
