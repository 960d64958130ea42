import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BlockRun, readMarkedBlocks, runMarkedBlocks } from '../support/markedBlocks.ts'
import { packOnce } from './support/tarball.ts'

const patience = 1_200_000

let folder: string
let runs: BlockRun[]

/** What the blocks said that have a command. */
const read = (command: string) => {
  const found = runs.filter(({ block }) => block.text.includes(command))
  expect([command, found.length]).toEqual([command, 1])
  return found[0]?.output ?? ''
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-paths-'))
  const tarball = await packOnce()
  await copyFile(tarball, join(folder, basename(tarball)))
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const blocks = readMarkedBlocks(readme).filter(({ name }) => name === 'paths')
  runs = await runMarkedBlocks(blocks, { folder })
}, patience)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('P-197 the three paths of the README run as written, from an empty folder with the package', () => {
  test('default: a voter sees what a draft changes, proposes it, and votes', () => {
    const said = read('npx gimbal vote')
    expect(said).toMatch(/riskAversion.*\n.*50.* -> .*100/)
    expect(said).toMatch(/^Proposal: Weigh risk twice as much$/m)
    expect(said).toMatch(/600,000/)
  })

  test('default: a protocol gets a value in force, and rebuilds it', () => {
    const said = read('npx gimbal params get')
    expect(said).toMatch(/^status: active/m)
  })

  test("default: an operator's replica has nothing to mend, and pushes with another's signature", () => {
    expect(read('npx gimbal doctor')).toMatch(/^all is well$/m)
    const log = read('npx gimbal bot run')
    expect(log).toMatch(/"event":"quorum".*"isReached":true/)
    expect(log).toMatch(/"event":"settled","outcome":"taken"/)
  })
})
