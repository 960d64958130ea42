import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readVariable, readVariableFiles, VariableError } from '../../keys/index.ts'

const folder = await mkdtemp(join(tmpdir(), 'gimbal-variables-'))
afterAll(() => rm(folder, { recursive: true }))
const file = join(folder, 'rpc')
await writeFile(file, 'https://node.example/v2/secret-key\n')

describe('readVariableFiles', () => {
  test('default: a variable has what its file holds', async () => {
    const env: NodeJS.ProcessEnv = { GIMBAL_RPC_A_FILE: `${file}\n`, GIMBAL_SUBGRAPH: 'http://a' }
    await readVariableFiles(env)
    expect(readVariable(env, 'GIMBAL_RPC_A')).toBe('https://node.example/v2/secret-key')
    expect(env.GIMBAL_SUBGRAPH).toBe('http://a')
  })

  test('behavior: variables of other programs, empty ones and the password are left alone', async () => {
    const env = { SSL_CERT_FILE: file, GIMBAL_RPC_FILE: '', GIMBAL_KEYSTORE_PASSWORD_FILE: file }
    const before = { ...env }
    await readVariableFiles(env)
    expect(env).toEqual(before)
  })

  test('error: a variable that is given twice is refused, and nothing of it is shown', async () => {
    const env = { GIMBAL_RPC_A: 'https://node.example/v2/other-key', GIMBAL_RPC_A_FILE: file }
    const error = await readVariableFiles(env).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(VariableError)
    expect(`${error}`).toContain('GIMBAL_RPC_A_FILE is set although GIMBAL_RPC_A is')
    expect(`${error}`).not.toMatch(/-key/)
  })

  test('error: a file that is not there is named, with its variable', async () => {
    await expect(readVariableFiles({ GIMBAL_RPC_A_FILE: join(folder, 'none') })).rejects.toThrow(
      /GIMBAL_RPC_A_FILE names the file .*none, which cannot be read \(ENOENT\)/,
    )
  })
})
