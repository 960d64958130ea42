import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { spawnGimbal } from '../support/runGimbal.ts'

/** What a command writes into a pipe, both outputs together. */
async function read(args: string[], env: Record<string, string>): Promise<string> {
  const child = spawnGimbal(args, { NO_COLOR: '', FORCE_COLOR: '', ...env })
  child.stdin.end()
  const texts = await Promise.all([child.stdout, child.stderr].map((stream) => text(stream)))
  return texts.join('')
}

const commands = [
  ['--help'],
  ['vote', '--nowhere'],
  ['replay', '--every', '24h'],
  ['doctor', '--dir', 'build/no-stack'],
  ['stack', 'down', '--dir', 'build/no-stack'],
  ['verify', 'latest', '--dir', '/nowhere'],
].map((args) => [args])

describe('gimbal in a pipe', () => {
  test.each(commands)(
    'behavior: %j writes no escape, and no line that could be narrower',
    async (args) => {
      const written = await read(args, { TERM: 'xterm-256color' })
      expect(written).not.toBe('')
      expect(written).not.toContain('\u001b')
      const wide = written.split('\n').filter((line) => line.length > 80)
      // A foreseen failure is one line, and a path or a URL is never cut.
      expect(wide.filter((line) => !/^gimbal: |^ *\S+$/.test(line))).toEqual([])
    },
  )

  test('behavior: FORCE_COLOR is obeyed, and NO_COLOR does not matter then', async () => {
    const args = ['doctor', '--dir', 'build/no-stack']
    expect(await read(args, { FORCE_COLOR: '1', NO_COLOR: '1' })).toContain('\u001b[1m')
    expect(await read(args, { FORCE_COLOR: '0' })).not.toContain('\u001b')
  })
})
