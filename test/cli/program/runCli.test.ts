import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { gimbal } from '../../../cli/index.ts'
import { exitCodes } from '../../../cli/program/exitCodes.ts'
import { runCommand } from '../support/runCommand.ts'
import { runGimbal } from '../support/runGimbal.ts'

const names = Object.keys(gimbal.subCommands)
const slips = [
  [],
  ['nowhere'],
  ['--nowhere'],
  ...names.flatMap((name) => [
    [name, '--nowhere'],
    [name, 'one', 'two', 'three'],
    [name, '--json=yes'],
    [name, `--${'long'.repeat(30)}`],
  ]),
]

describe('gimbal', () => {
  it.each(slips.map((args) => [args]))(
    'error: %j is told in 80 columns, without colours',
    async (args) => {
      const { status, stderr } = await runCommand(...args)
      expect(status).toBe(exitCodes.usage)
      for (const line of stderr.split('\n').filter(({ length }) => length > 80)) {
        expect(line).toMatch(/^\S+$/)
      }
      expect(stderr).not.toContain('\u001b')
      expect(stderr).toContain('\nUsage: gimbal ')
    },
  )

  it('error: a foreseen failure is one line, with its hints as they are typed', async () => {
    const { status, stderr } = await runCommand('params', 'list', '--dir', '/nowhere')
    expect(status).toBe(exitCodes.failed)
    expect(stderr).toMatch(/^gimbal: no stack runs in .*`npm run -s gimbal -- stack up.*\n$/)
  })

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
    [['evaluat'], 'did you mean evaluate? Give one of backtest', 'gimbal <command>'],
    [['help'], 'did you mean --help?', 'gimbal <command>'],
    [['--hlep'], 'unknown option --hlep; did you mean --help?', 'gimbal <command>'],
    [['toString'], 'unknown command toString; give one of', 'gimbal <command>'],
    [['--engine'], 'unknown option --engine', 'gimbal <command>'],
    [['core-hash', 'x'], 'unexpected argument x', 'gimbal core-hash'],
    [['evaluate', '--fast'], "unknown option '--fast'", 'gimbal evaluate'],
    [['evaluate', '--enigne=evm'], "'--enigne'; did you mean --engine? Give", 'gimbal evaluate'],
    [['evaluate', '--engine=wsm'], 'unknown engine wsm; did you mean wasm?', 'gimbal evaluate'],
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
    expect(stderr).toMatch(/\nMore: npm run -s gimbal -- (\S+ )?--help\n$/)
    expect(stderr.split('\n').length).toBeLessThan(9)
  })
})
