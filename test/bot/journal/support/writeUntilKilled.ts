import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

export type Place = { file: string } | { url: string }

const writer = fileURLToPath(new URL('writeJournal.ts', import.meta.url))

/**
 * What a process that writes a journal has printed when it is killed, at the earliest after so many lines.
 *
 * @param beforeKill - Runs while it writes.
 */
export async function writeUntilKilled(
  place: Place,
  lineCount: number,
  beforeKill: () => Promise<void> = async () => {},
): Promise<string[]> {
  const child = execa('node', [writer, JSON.stringify(place)], { reject: false })
  try {
    const lines: string[] = []
    for await (const line of child) {
      lines.push(line)
      if (lines.length !== lineCount) continue
      await beforeKill()
      child.kill('SIGKILL')
    }
    return lines
  } finally {
    child.kill('SIGKILL')
  }
}
