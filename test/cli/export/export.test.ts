import {
  chmod,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DatasetName, datasetNames, datasets } from '../../../query/index.ts'
import { cellAt, createEntities, ENUMS, FIRST_AT } from '../../query/support/createEntities.ts'
import { type FakeIndex, startIndex } from '../../query/support/startIndex.ts'
import { runGimbal, spawnGimbal } from '../support/runGimbal.ts'

const ROWS = 1_203

let index: FakeIndex
let folder: string
beforeEach(async () => {
  index = await startIndex()
  for (const name of datasetNames) {
    index.collections[datasets[name].collection] = createEntities(datasets[name], ROWS)
  }
  folder = await mkdtemp(join(tmpdir(), 'gimbal-export-'))
})
afterEach(async () => {
  await index.close()
  await rm(folder, { recursive: true, force: true })
})

const run = (...args: string[]) => runGimbal(['export', ...args, '--url', index.url])

/** The rows that a file of text should hold, as text. */
function expectedRows(name: DatasetName) {
  return Array.from({ length: ROWS }, (_, row) =>
    Object.fromEntries(
      datasets[name].columns.map((column) => {
        const listed = ENUMS[column.name]
        const cell = cellAt(column, row)
        const text = Array.isArray(listed) ? listed.join(' ') : listed
        return [column.name, text ?? (typeof cell === 'bigint' ? String(cell) : cell)]
      }),
    ),
  )
}

describe('gimbal export', () => {
  test.each(datasetNames)('default: %s as NDJSON, every number exact', async (name) => {
    const { status, stdout, stderr } = await run(name, '--format', 'ndjson')
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `gimbal: ${ROWS} ${name}, as of block 77 (${index.newest.hash})\n`,
    })
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows).toEqual(expectedRows(name))
  })

  test('default: CSV into a file, with a line of names, and quoted where it must be', async () => {
    const [first] = index.collections.votes ?? []
    Object.assign(first as object, { reason: '=HYPERLINK("x"),\n\x1b[8m' })
    const file = join(folder, 'votes.csv')
    const { status, stdout } = await run('votes', '--output', file)
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    const text = await readFile(file, 'utf8')
    const names = datasets.votes.columns.map(({ name }) => name)
    expect(text.startsWith(`${names.join(',')}\n`)).toBe(true)
    expect(text).toContain(',"\'=HYPERLINK(""x""),\\n\\x1b[8m",')
    const rest = text.split('\n').slice(2, -1)
    const expected = expectedRows('votes').slice(1)
    expect(rest).toEqual(
      expected.map((row) =>
        Object.values(row)
          .map((cell) => cell ?? '')
          .join(','),
      ),
    )
    expect(await readdir(folder)).toEqual(['votes.csv'])
  })

  test('default: Parquet with decimals, times, and the meaning of each column', async () => {
    const file = join(folder, 'observations.parquet')
    const { status, stderr } = await run('observations', '--format', 'parquet', '--output', file)
    expect(status, stderr).toBe(0)
    const buffer = await asyncBufferFromFile(file)
    const metadata = await parquetMetadataAsync(buffer)
    const element = metadata.schema.find(({ name }) => name === 'navUsd6')
    expect(element).toMatchObject({ converted_type: 'DECIMAL', precision: 38 })
    const texts = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value]))
    expect(texts.get('column.navUsd6')).toContain('1e6 = $1')
    expect(texts.get('block')).toBe(`77 ${index.newest.hash}`)
    // As bytes: the reader would round decimals.
    for (const each of metadata.schema) {
      if (each.converted_type !== 'DECIMAL') continue
      delete each.converted_type
      delete each.logical_type
    }
    const rows = await parquetReadObjects({ file: buffer, metadata })
    const got = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, toText(cell)])),
    )
    expect(got).toEqual(expectedRows('observations'))
  })

  test('behavior: from and to, as a date, a time, or seconds', async () => {
    const time = new Date((FIRST_AT + 240) * 1_000).toISOString().replace('.000', '')
    const { stdout } = await run(
      'votes',
      '--from',
      time,
      '--to',
      String(FIRST_AT + 600),
      '--format',
      'ndjson',
    )
    expect(stdout.trimEnd().split('\n')).toHaveLength(3)
    const none = await run('votes', '--from', '2030-01-01')
    expect(none.stdout.split('\n')).toHaveLength(2)
  })

  test('error: an index that fails midway leaves no file, and an old one as it was', async () => {
    const file = join(folder, 'old.csv')
    await writeFile(file, 'old')
    index.intercept = (_, request) => (request === 3 ? { status: 404, body: '' } : undefined)
    const { status, stderr } = await run('votes', '--output', file)
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^gimbal: the index at http:\/\/127\.0\.0\.1:\d+ answers with HTTP status 404/,
    )
    expect(stderr).not.toContain('secret-key')
    expect(await readdir(folder)).toEqual(['old.csv'])
    expect(await readFile(file, 'utf8')).toBe('old')
  })

  test('behavior: a link stays, the mode of its target as well; a failed export changes neither', async () => {
    const [file, target] = [join(folder, 'link.csv'), join(folder, 'target.csv')]
    await writeFile(target, 'old')
    await chmod(target, 0o600)
    await symlink('target.csv', file)
    index.intercept = (_, request) => (request === 3 ? { status: 404, body: '' } : undefined)
    expect((await run('votes', '--output', file)).status).toBe(1)
    expect(await readFile(target, 'utf8')).toBe('old')
    index.intercept = undefined
    expect((await run('votes', '--output', file)).status).toBe(0)
    expect((await lstat(file)).isSymbolicLink()).toBe(true)
    expect((await stat(target)).mode & 0o777).toBe(0o600)
    expect((await readFile(target, 'utf8')).split('\n')).toHaveLength(ROWS + 2)
    expect((await readdir(folder)).toSorted()).toEqual(['link.csv', 'target.csv'])
  })

  test('behavior: /dev/stdout is written to, in every format', async () => {
    const plain = await run('votes')
    expect((await run('votes', '--output', '/dev/stdout')).stdout).toBe(plain.stdout)
    const parquet = await run('votes', '--format', 'parquet', '--output', '/dev/stdout')
    expect(parquet.stdout).toMatch(/^PAR1.*PAR1$/s)
  })

  test('error: stopped by Ctrl-C midway, nothing is left', async () => {
    const file = join(folder, 'votes.csv')
    const child = spawnGimbal(['export', 'votes', '--url', index.url, '--output', file])
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    index.intercept = (_, request) => {
      if (request < 3) return undefined
      child.kill('SIGINT')
      return new Promise(() => {})
    }
    expect(await closed).toBe(1)
    expect(stderr).toContain('stopped by SIGINT')
    expect(await readdir(folder)).toEqual([])
  })

  test('error: a folder that is not there', async () => {
    const { status, stderr } = await run('votes', '--output', join(folder, 'none', 'votes.csv'))
    expect(status).toBe(1)
    expect(stderr).toContain('votes.csv: cannot be written (ENOENT)')
    expect(index.requests).toBe(0)
  })

  test.each([
    [[], 'no dataset given; give one of observations, updates, evidence'],
    [['trades'], 'unknown dataset trades'],
    [['votes', '--format', 'xml'], 'unknown format xml'],
    [['votes', '--format', 'parquet'], 'give --output'],
    [['votes', '--from', 'yesterday'], '--from is yesterday; give a time as 2023-08-17'],
    [['votes', '--from', '2023-02-30'], '--from is 2023-02-30'],
    [['votes', '--from', '9', '--to', '9'], '--to is not after --from'],
  ])('error: wrong usage %j', async (args, message) => {
    const { status, stdout, stderr } = await run(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
  })
})

function toText(cell: unknown): unknown {
  if (cell instanceof Date) return String(cell.getTime() / 1_000)
  if (cell instanceof Uint8Array) return String(BigInt(`0x${Buffer.from(cell).toString('hex')}`))
  return typeof cell === 'bigint' ? String(cell) : (cell ?? null)
}
