import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new empty folder, gone when the test that asked for it is over. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-market-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
