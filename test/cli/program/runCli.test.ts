import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runGimbal } from '../support/runGimbal.ts'

describe('gimbal', () => {
  it.each(['--help', '-h'])(
    'default: %s lists the commands and the exit statuses',
    async (flag) => {
      const { status, stdout, stderr } = await runGimbal([flag])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toMatch(/^gimbal \d+\.\d+\.\d+: /)
      expect(stdout).toMatch(/^ {2}evaluate +Evaluate the model/m)
      expect(stdout).toMatch(/^ {2}core-hash +Print the keccak256/m)
      expect(stdout).toContain('Exit status: 0 ok, 1 failed, 2 wrong usage, 4 verification failed')
    },
  )

  it('behavior: --version prints the version of the package', async () => {
    const packageJson = await readFile(new URL('../../../package.json', import.meta.url), 'utf8')
    const { version } = JSON.parse(packageJson)
    expect(await runGimbal(['--version'])).toEqual({
      status: 0,
      stdout: `${version}\n`,
      stderr: '',
    })
  })

  it('behavior: a command has its own help', async () => {
    const { status, stdout } = await runGimbal(['evaluate', '--engine', 'evm', '--help'])
    expect(status).toBe(0)
    expect(stdout).toContain('Usage: gimbal evaluate [FILE] [--engine=wasm|evm|both]')
    expect(stdout).toContain('(default: wasm)')
  })

  it.each([
    [[], 'no command given', 'gimbal <command>'],
    [['evaluat'], 'unknown command evaluat', 'gimbal <command>'],
    [['toString'], 'unknown command toString', 'gimbal <command>'],
    [['--engine'], 'unknown option --engine', 'gimbal <command>'],
    [['core-hash', 'x'], 'unexpected argument x', 'gimbal core-hash'],
    [['evaluate', '--fast'], "unknown option '--fast'", 'gimbal evaluate'],
    [['evaluate', '-x'], "unknown option '-x'", 'gimbal evaluate'],
    [['evaluate', '--engine'], "option '--engine <value>' argument missing", 'gimbal evaluate'],
    [['evaluate', '--engine', 'js'], 'unknown engine js; give one of wasm, evm, both', 'gimbal'],
    [['evaluate', 'a', 'b'], 'unexpected argument b', 'gimbal evaluate'],
  ])('error: %j is wrong usage', async (args, message, usage) => {
    const { status, stdout, stderr } = await runGimbal(args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^gimbal: /)
    expect(stderr).toContain(message)
    expect(stderr).toContain(`\nUsage: ${usage}`)
    expect(stderr.split('\n').length).toBeLessThan(6)
  })
})
