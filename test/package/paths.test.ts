import { chmod, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BlockRun, readMarkedBlocks, runMarkedBlocks } from '../support/markedBlocks.ts'
import { openStrangersFolder, type StrangersFolder } from './support/strangersFolder.ts'

const patience = 1_200_000

let stranger: StrangersFolder
let runs: BlockRun[]

/** What the blocks said that have a command. */
const read = (command: string) => {
  const found = runs.filter(({ block }) => block.text.includes(command))
  expect([command, found.length]).toEqual([command, 1])
  return found[0]?.output ?? ''
}

beforeAll(async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  stranger = await openStrangersFolder()
  const { folder, env } = stranger
  // As root, Postgres runs as another user, who has to get in there.
  await chmod(folder, 0o755)
  const blocks = readMarkedBlocks(readme).filter(({ name }) => name === 'paths')
  runs = await runMarkedBlocks(blocks, { folder, env })
}, patience)

afterAll(() => stranger?.remove())

describe('P-197 the three paths of the README run as written, from an empty folder with the package', () => {
  test('default: a voter sees what a draft changes, proposes it, and votes', () => {
    const said = read('npx gimbal vote')
    expect(said).toMatch(/risk aversion\n +50 .* -> 100 /)
    expect(said).toMatch(/^Proposal: Weigh risk twice as much$/m)
    expect(said).toMatch(/^for +600,000$/m)
  })

  test('default: a protocol gets a value in force, and rebuilds it', () => {
    const said = read('npx gimbal params get')
    expect(said).toMatch(/^status: active/m)
    expect(said).toMatch(/^1 update rebuilt from .* all bits agree$/m)
  })

  test("default: an operator's replica has nothing to mend, and pushes with another's signature", () => {
    expect(read('npx gimbal doctor')).toMatch(/^all is well$/m)
    const log = read('npx gimbal bot run')
    expect(log).toMatch(/"event":"quorum".*"isReached":true/)
    expect(log).toMatch(/"event":"settled","outcome":"taken"/)
    // The place was free: nobody else signs with its key.
    expect(log).not.toContain('has signed already')
  })
  test(
    'behavior: what is installed lacks nothing, and hints name the command that works there',
    async () => {
      expect(await stranger.run('npx gimbal doctor')).toMatch(/^all is well$/m)
      const refused = await stranger.run('! npx gimbal params list')
      expect(refused.replaceAll(/\s+/g, ' ')).toContain('start one with `npx gimbal stack up`')
      const portfolio = await stranger.run('! npx gimbal start --portfolio carry')
      expect(portfolio.replaceAll(/\s+/g, ' ')).toContain(
        'which only a checkout has; run `npm start',
      )
    },
    patience,
  )
})
