import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import {
  typeCommand,
  typeExample,
  typeHints,
  wrapCommand,
} from '../../../cli/program/typedCommand.ts'

test('default: a command as it is typed', () => {
  expect(typeCommand('params', 'get', 'weth-usd')).toBe('npm run -s gimbal -- params get weth-usd')
  expect(typeCommand('start', '--dir', 'my stack')).toBe(
    "npm run -s gimbal -- start --dir 'my stack'",
  )
  expect(typeExample('gimbal doctor')).toBe('npm run -s gimbal -- doctor')
  expect(typeHints('see `gimbal doctor`, then `gimbal start`')).toBe(
    'see `npm run -s gimbal -- doctor`, then `npm run -s gimbal -- start`',
  )
  expect(typeHints('it is not built; run `npm run setup`')).toBe(
    'it is not built; run `npm run setup`',
  )
})

describe('wrapCommand', () => {
  test('default: an option stays beside its value', () => {
    const line = typeCommand('vote', '1a2b', '--choice', 'for', '--reason', 'it is deep', '--yes')
    expect(wrapCommand(line, 80)).toEqual([
      "  npm run -s gimbal -- vote 1a2b --choice for --reason 'it is deep' --yes",
    ])
    expect(wrapCommand(line, 50)).toEqual([
      '  npm run -s gimbal -- vote 1a2b --choice for \\',
      "      --reason 'it is deep' --yes",
    ])
  })

  test('behavior: a shell reads the same, however narrow it is', () => {
    const args = ['verify', '--dir', "it's  a\\ folder", '--all', '', '--market', '#weth "usd"']
    const line = typeCommand(...args).replace('npm run -s gimbal --', "printf '%s|'")
    for (const columns of [20, 40, 60, 80]) {
      const script = wrapCommand(line, columns).join('\n')
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${args.join('|')}|`)
    }
  })
})
