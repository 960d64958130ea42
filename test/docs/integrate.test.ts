import { readFileSync } from 'node:fs'
import { chmod, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packOnce } from '../package/support/tarball.ts'
import { type BlockRun, readMarkedBlocks, runMarkedBlocks } from '../support/markedBlocks.ts'
import { measureReads, readGasSource } from './support/readGas.ts'

const page = readFileSync(new URL('../../docs/integrate.md', import.meta.url), 'utf8')
const name = 'integrate'
/** Installing takes most of it, on a machine with much else to do. */
const patience = 1_200_000

let folder: string
let runs: BlockRun[]
let outputs: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-integrate-'))
  // Postgres may run as another user.
  await chmod(folder, 0o755)
  const tarball = await packOnce()
  await copyFile(tarball, join(folder, basename(tarball)))
  const marked = readMarkedBlocks(page).filter((block) => block.name === name)
  // Beside what a reader does: what reading costs before the script has the market halted, and after.
  const measure = { name, text: 'node measure.ts' }
  const blocks = [
    { name, path: 'contracts/ReadGas.sol', text: readGasSource },
    { name, path: 'measure.ts', text: measureReads },
    ...marked.slice(0, -1),
    measure,
    ...marked.slice(-1),
    measure,
  ]
  // The Node that runs this test, as the reader's.
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`
  runs = await runMarkedBlocks(blocks, { folder, env: { ...process.env, PATH } })
  outputs = runs.map(({ output }) => output).join('\n')
}, patience)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Text of the page between a mark and the next fence. */
function readShown(mark: string): string {
  const [, shown = ''] =
    new RegExp(`^${mark}\\n\`\`\`\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(page) ?? []
  return shown
}

/** Times differ from run to run; and the value in force goes a step further each epoch. */
const withoutTimes = (text: string) =>
  text
    .replaceAll(/evidence \d+ s/g, 'evidence N s')
    .replaceAll(/\(1\d{9}\)|\(3, \d+\)/g, '(N)')
    .replace(/(?<=^in force: .*)\$\d+ a trade, one in \d+ days/m, '$N a trade, one in N days')

describe('docs/integrate.md', () => {
  test('P-188 default: its commands lead from an empty folder to a vault that reads, trades, and stands still', () => {
    const shown = readShown('<!-- output -->')
    expect(shown).toMatch(/^in force: Active/)
    const told = runs.at(-2)?.output ?? ''
    expect(withoutTimes(told)).toContain(withoutTimes(shown))
  })

  test('P-188 behavior: the stack tells the id of its market, and params what it answers', () => {
    const id = `0x${Buffer.from('weth-usd').toString('hex').padEnd(64, '0')}`
    expect(outputs).toContain(`weth-usd, ${id}`)
    expect(outputs).toMatch(/market: weth-usd\nstatus: active\n/)
  })

  test('behavior: gas is what is measured there', () => {
    const measured = Object.fromEntries(
      [...outputs.matchAll(/^reads (\w+) (\d+) (\d+)$/gm)].map(([, status, cold, warm]) => {
        return [status, [cold, warm]]
      }),
    )
    expect(Object.keys(measured).toSorted()).toEqual(['0', '1', '3'])
    const rows = [...page.matchAll(/^\| ([A-Z][\w, ]+) \| ([\d,]+) \| ([\d,]+) \|$/gm)].map(
      ([, status = '', cold = '', warm = '']) => [
        status,
        [cold, warm].map((gas) => gas.replace(',', '')),
      ],
    )
    expect(Object.fromEntries(rows)).toEqual({
      Active: measured['1'],
      'Stale, Fallback, Halted': measured['3'],
      Unknown: measured['0'],
    })
    const [, trade = ''] = /`trade` above takes ([\d,]+) in all/.exec(page) ?? []
    expect(trade).not.toBe('')
    expect(outputs).toContain(`trade: gas ${trade.replace(',', '')}`)
  })

  test('behavior: the vault is that of the examples', async () => {
    const vault = readMarkedBlocks(page).find(({ path }) => path === 'contracts/GuardedVault.sol')
    const example = new URL('../../examples/hardhat/contracts/GuardedVault.sol', import.meta.url)
    expect(vault?.text).toBe(await readFile(fileURLToPath(example), 'utf8'))
  })
})
