import { describe, expect, it } from 'vitest'
import { runGimbal } from '../support/runGimbal.ts'

describe('gimbal stack', () => {
  const cases: [name: string, args: string[], message: RegExp][] = [
    ['no action', [], /no action given; give one of up, status, logs, down/],
    ['another action', ['start'], /unknown action start; give one of up, status, logs, down/],
    ['a port that is none', ['up', '--rpc-port', '70000'], /--rpc-port is 70000; give a port/],
    ['a speed that is none', ['up', '--speed', 'fast'], /--speed is fast; give max, real/],
    ['a URL that is none', ['up', '--rpc', 'anvil'], /the value of --rpc is no http/],
    ['a chain id that is none', ['up', '--chain-id', '0'], /--chain-id is 0; give a whole number/],
    ['live and replayed', ['up', '--live', '--replay', 'x'], /--live and --replay do not go/],
    [
      'two chains, one of them given',
      ['up', '--chains', '2', '--rpc', 'http://127.0.0.1:1'],
      /--chains 2 and --rpc do not go together; leave one/,
    ],
    ['live, not indexed', ['up', '--live', '--no-index'], /--live and --no-index do not go/],
  ]
  it.each(cases)('error: %s', async (_name, args, message) => {
    const { status, stderr } = await runGimbal(['stack', ...args])
    expect(stderr).toMatch(message)
    expect(status).toBe(2)
  })

  it('error: status of a folder without a stack', async () => {
    const { status, stderr } = await runGimbal(['stack', 'status', '--dir', 'build/no-stack'])
    expect(stderr).toMatch(
      /no stack runs there; start one with `npm run -s gimbal -- stack up --dir build\/no-stack`/,
    )
    expect(status).toBe(1)
  })

  it('behavior: nothing to end is no failure', async () => {
    const { status, stdout } = await runGimbal(['stack', 'down', '--dir', 'build/no-stack'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'no stack runs there\n' })
  })
})
