import { describe, expect, test } from 'vitest'
import { completePackages } from '../../../scripts/setup/completePackages.mjs'

describe('default', () => {
  test('adds what is wanted and not there, with the platform of its name', () => {
    const tool = {
      dev: true,
      optionalDependencies: {
        '@tool/linux-x64-musl': '1.0.0',
        '@tool/linux-x64-gnu': '1.0.0',
        '@tool/linux-arm-gnueabihf': '1.0.0',
        '@tool/win32-ia32': '1.0.0',
      },
    }
    const here = { version: '1.0.0', os: ['linux'], cpu: ['x64'], dev: true, optional: true }
    const whole = completePackages({
      'node_modules/tool': tool,
      'node_modules/@tool/linux-x64-gnu': here,
    })
    expect(whole).toEqual({
      'node_modules/@tool/linux-arm-gnueabihf': { ...here, cpu: ['arm'], libc: ['glibc'] },
      'node_modules/@tool/linux-x64-gnu': here,
      'node_modules/@tool/linux-x64-musl': { ...here, libc: ['musl'] },
      'node_modules/@tool/win32-ia32': { ...here, os: ['win32'], cpu: ['ia32'] },
      'node_modules/tool': tool,
    })
    expect(Object.keys(whole)).toEqual(Object.keys(whole).sort())
    expect(completePackages(whole)).toEqual(whole)
  })
})

describe('behavior', () => {
  test('a second version goes beside the package that wants it', () => {
    const wants = (version: string) => ({ optionalDependencies: { 'x-linux-arm64': version } })
    const whole = completePackages({
      'node_modules/a': wants('1.0.0'),
      'node_modules/b/node_modules/a': wants('2.0.0'),
    })
    expect(whole['node_modules/x-linux-arm64']?.version).toBe('1.0.0')
    const nested = 'node_modules/b/node_modules/a/node_modules/x-linux-arm64'
    expect(whole[nested]?.version).toBe('2.0.0')
  })

  test('a range is satisfied by what is there', () => {
    const packages = {
      'node_modules/a': { optionalDependencies: { b: '^1.0.0' } },
      'node_modules/b': { version: '1.2.0' },
    }
    expect(completePackages(packages)).toEqual(packages)
  })
})

describe('error', () => {
  test.each([
    ['x-linux-x64', '^1.0.0', /pin it by hand/],
    ['fast-thing', '1.0.0', /names? tells no platform/],
  ])('%s@%s cannot be added', (name, version, message) => {
    const packages = { 'node_modules/a': { optionalDependencies: { [name]: version } } }
    expect(() => completePackages(packages)).toThrow(message)
  })
})
