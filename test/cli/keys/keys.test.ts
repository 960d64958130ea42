import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { keysCommand } from '../../../cli/keys/keys.ts'
import { runCli } from '../../../cli/program/runCli.ts'
import { readSigner } from '../../../keys/index.ts'
import { spawnGimbal } from '../support/runGimbal.ts'

const entry = new URL('../../../cli/index.ts', import.meta.url).pathname
const password = 'correct horse'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-keys-'))
  file = join(folder, 'key.json')
})

afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

async function run(args: string[], input = '', env: Record<string, string> = {}) {
  const child = spawnGimbal(['keys', ...args], env)
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  child.stdin.on('error', () => {}).end(input)
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, stdout, stderr }
}

describe('gimbal keys', () => {
  test('default: a new key, which --keystore takes, and whose address is shown', async () => {
    const env = { GIMBAL_KEYSTORE_PASSWORD: password }
    const made = await run(['new', '--out', file], '', env)
    expect(made).toMatchObject({ status: 0, stderr: '' })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await run(['show', file])).toEqual({ status: 0, stderr: '', stdout: made.stdout })
    const { address } = await readSigner({ keystore: file }, env)
    expect(made.stdout).toBe(`${address}\n`)
  })

  test('default: a key from standard input, its password from a file', async () => {
    const key = generatePrivateKey()
    const passwordFile = join(folder, 'password')
    await writeFile(passwordFile, `${password}\r\n`)
    const env = { GIMBAL_KEYSTORE_PASSWORD_FILE: passwordFile }
    const { stdout } = await run(['import', '--out', file, '--json'], ` ${key.slice(2)}\r\n`, env)
    expect(JSON.parse(stdout)).toEqual({ address: privateKeyToAddress(key), file })
    const signer = await readSigner({ keystore: file }, { GIMBAL_KEYSTORE_PASSWORD: password })
    expect(signer.address).toBe(privateKeyToAddress(key))
  })

  test('behavior: a keystore without an address in its file is opened to find it', async () => {
    const env = { GIMBAL_KEYSTORE_PASSWORD: password }
    const { stdout } = await run(['new', '--out', file], '', env)
    const { address: _, ...silent } = JSON.parse(await readFile(file, 'utf8'))
    await writeFile(file, JSON.stringify(silent))
    expect(await run(['show', file], '', env)).toMatchObject({ status: 0, stdout })
    const wrong = await run(['show', file], '', { GIMBAL_KEYSTORE_PASSWORD: 'other' })
    expect(wrong.stderr).toContain('the password does not open the keystore')
  })

  // A pseudo-terminal, by the program of util-linux.
  test.runIf(existsSync('/usr/bin/script'))(
    'behavior: on a terminal the password is asked for twice, and not shown',
    async () => {
      const ask = async (typed: readonly string[]) => {
        const program = `"${process.execPath}" "${entry}" keys new --out "${file}"`
        const child = execFile('/usr/bin/script', ['-qec', program, '/dev/null'])
        let shown = ''
        let answered = 0
        child.stdout?.on('data', (text) => {
          shown += text
          const asked = shown.match(/(?:password|again): /g)?.length ?? 0
          for (; answered < asked; answered++) child.stdin?.write(`${typed[answered] ?? ''}\r`)
        })
        const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
        return { status, shown }
      }
      const differing = await ask([password, 'another'])
      expect(differing.shown).toContain('the two passwords differ')
      expect(await readdir(folder)).toEqual([])
      const { status, shown } = await ask([password, password])
      expect(status, shown).toBe(0)
      expect(shown).not.toContain(password)
      const { address } = await readSigner(
        { keystore: file },
        { GIMBAL_KEYSTORE_PASSWORD: password },
      )
      expect(shown).toContain(address)
    },
  )

  test('error: what is piped in is no key, and is not shown', async () => {
    const key = generatePrivateKey()
    for (const [input, message] of [
      [key.slice(0, 50), 'is no private key'],
      ['\n', 'no key was given'],
    ] as const) {
      const { status, stdout, stderr } = await run(['import', '--out', file], input)
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr).toContain(message)
      expect(stderr).not.toContain(key.slice(2, 12))
    }
  })

  const key = generatePrivateKey()
  test.each([
    ['no action', [], {}, 2, 'the action is missing; give new, import or show'],
    ['a key as an argument', ['import', key], {}, 2, 'a key never is one'],
    ['no file', ['new'], {}, 2, 'no --out given'],
    ['no password', ['new', '--out', 'FILE'], {}, 1, 'GIMBAL_KEYSTORE_PASSWORD and'],
    [
      'an empty password',
      ['new', '--out', 'FILE'],
      { GIMBAL_KEYSTORE_PASSWORD: '' },
      1,
      'the password is empty',
    ],
    ['no keystore', ['show', entry], {}, 1, 'is no keystore of version 3'],
    ['no such file', ['show', 'FILE'], {}, 1, 'cannot be read (ENOENT)'],
  ])('error: %s', async (_, args, env, status, message) => {
    const given = args.map((arg) => (arg === 'FILE' ? file : arg))
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const meta = { name: 'gimbal', version: '0', description: '' }
    expect(await runCli({ meta, subCommands: { keys: keysCommand } }, ['keys', ...given])).toBe(
      status,
    )
    const said = log.mock.calls.flat().join('\n')
    expect(said).toContain(message)
    expect(said).not.toContain(key.slice(2, 12))
    expect(await readdir(folder)).toEqual([])
  })

  test('error: nothing is overwritten', async () => {
    await writeFile(file, 'old')
    const env = { GIMBAL_KEYSTORE_PASSWORD: password }
    const { status, stderr } = await run(['new', '--out', file], '', env)
    expect(status).toBe(2)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('exists already, and is never overwritten')
    expect(await readFile(file, 'utf8')).toBe('old')
  })
})
