import { execFile } from 'node:child_process'
import {
  chmod,
  link,
  lstat,
  mkdir,
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
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileError } from '../../files/errors.ts'
import { openOutput } from '../../files/openOutput.ts'
import { createSecretFile, writeTextFile } from '../../files/writeTextFile.ts'

const run = promisify(execFile)

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-output-'))
  file = join(folder, 'out.csv')
})

afterEach(() => rm(folder, { recursive: true }))

describe('openOutput', () => {
  test('default: a new file, and nothing beside it', async () => {
    await writeTextFile(file, 'new')
    expect(await readFile(file, 'utf8')).toBe('new')
    expect(await readdir(folder)).toEqual(['out.csv'])
  })

  test('behavior: a link stays a link, and its target gets the content', async () => {
    const target = join(folder, 'deep', 'target.csv')
    await mkdir(join(folder, 'deep'))
    await writeFile(target, 'old')
    await symlink('deep/target.csv', file)
    await symlink('out.csv', join(folder, 'second.csv'))
    await writeTextFile(join(folder, 'second.csv'), 'new')
    expect((await lstat(file)).isSymbolicLink()).toBe(true)
    expect(await readFile(target, 'utf8')).toBe('new')
    expect(await readdir(join(folder, 'deep'))).toEqual(['target.csv'])
  })

  test('behavior: a link to a file that is not there yet makes that file', async () => {
    await symlink('later.csv', file)
    await writeTextFile(file, 'new')
    expect((await lstat(file)).isSymbolicLink()).toBe(true)
    expect(await readFile(join(folder, 'later.csv'), 'utf8')).toBe('new')
  })

  test.each([0o600, 0o640, 0o664, 0o755])('behavior: the mode stays %o', async (mode) => {
    await writeFile(file, 'old')
    await chmod(file, mode)
    await writeTextFile(file, 'new')
    expect((await stat(file)).mode & 0o777).toBe(mode)
    expect(await readFile(file, 'utf8')).toBe('new')
  })

  test('behavior: the owner stays', async () => {
    await writeFile(file, 'old')
    // Only root may give a file away.
    if (process.getuid?.() === 0) await run('chown', ['12345:12346', file])
    const { uid, gid } = await stat(file)
    await writeTextFile(file, 'new')
    expect(await stat(file)).toMatchObject({ uid, gid })
  })

  test('behavior: a file with two names keeps both', async () => {
    const other = join(folder, 'other.csv')
    await writeFile(file, 'an old and longer text')
    await link(file, other)
    await writeTextFile(file, 'new')
    expect(await readFile(other, 'utf8')).toBe('new')
  })

  test('behavior: a pipe and a device are written to, and stay what they are', async () => {
    const pipe = join(folder, 'pipe')
    await run('mkfifo', [pipe])
    const reading = run('cat', [pipe])
    await writeTextFile(pipe, 'through')
    expect((await reading).stdout).toBe('through')
    expect((await stat(pipe)).isFIFO()).toBe(true)
    await symlink('/dev/null', file)
    await writeTextFile(file, 'gone')
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  test.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])(
    'behavior: %s is the output of the process: a pipe, and a file that others write as well',
    async (name) => {
      const module = new URL('../../files/writeTextFile.ts', import.meta.url).href
      const script = `import { writeTextFile } from '${module}'; await writeTextFile('${name}', 'new\\n')`
      const program = `"${process.execPath}" --input-type=module -e "${script}"`
      expect((await run('sh', ['-c', program])).stdout).toBe('new\n')
      expect((await run('sh', ['-c', `${program} | cat`])).stdout).toBe('new\n')
      await run('sh', ['-c', `(echo first; ${program}; echo last) > ${file}`])
      expect(await readFile(file, 'utf8')).toBe('first\nnew\nlast\n')
    },
  )

  test('P-62 what fails before the end leaves the old content, and nothing beside it', async () => {
    await writeFile(file, 'old')
    const output = await openOutput(file)
    output.stream.write('half')
    await output.discard()
    expect(await readFile(file, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['out.csv'])
  })

  test('error: a full disk is reported, with the file', async () => {
    await expect(writeTextFile('/dev/full', 'x')).rejects.toThrow(
      '/dev/full: cannot be written (ENOSPC); name another file, or make room',
    )
  })

  test('error: a folder, a circle of links and a folder that is not there', async () => {
    await expect(openOutput(folder)).rejects.toThrow('is a folder; name a file')
    await symlink('out.csv', file)
    await expect(openOutput(file)).rejects.toThrow('circle of links')
    await expect(openOutput(join(folder, 'no', 'file'))).rejects.toThrow(FileError)
  })

  test.runIf(process.platform === 'linux')('error: a protected file is left alone', async () => {
    // Root may write anywhere but into what the system keeps for itself.
    const protectedFile = '/proc/sys/kernel/osrelease'
    const old = await readFile(protectedFile, 'utf8')
    await expect(writeTextFile(protectedFile, 'new')).rejects.toThrow(FileError)
    expect(await readFile(protectedFile, 'utf8')).toBe(old)
  })
})

describe('createSecretFile', () => {
  test('default: only the owner may read it', async () => {
    await createSecretFile(file, 'secret')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('error: nothing is overwritten, not through a link either', async () => {
    await writeFile(file, 'old')
    await symlink('elsewhere', join(folder, 'link'))
    for (const name of [file, join(folder, 'link')]) {
      await expect(createSecretFile(name, 'secret')).rejects.toThrow('exists already')
    }
    expect(await readFile(file, 'utf8')).toBe('old')
    await expect(createSecretFile('/dev/full', 'secret')).rejects.toThrow('exists already')
  })
})
