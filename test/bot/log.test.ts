import { describe, expect, test } from 'vitest'
import { createLog, type LogLevel } from '../../bot/log.ts'

function record(level?: LogLevel) {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const log = createLog({ destination, ...(level && { level }) })
  return { log, lines, read: () => lines.map((line) => JSON.parse(line)) }
}

describe('createLog', () => {
  test('default: one JSON object a line, with level, time and big integers as text', () => {
    const { log, read } = record()
    log.info({ feeWei: 2n ** 70n, limits: [1n] }, 'pushed')
    log.debug('not wanted')
    expect(read()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        feeWei: `${2n ** 70n}`,
        limits: ['1'],
        msg: 'pushed',
      },
    ])
  })

  test('behavior: texts of others are shown, in names, values, errors and sentences', () => {
    const { log, lines, read } = record()
    const said = 'no\x1b[8m\u202e\u009b\nDANGER'
    const shown = 'no\\x1b[8m\\u{202e}\\x9b\\nDANGER'
    log.warn({ said, list: [{ [said]: said }] }, `a peer says ${said}`)
    log.error({ err: new Error('no\x1b[8m\u202e') }, said)
    expect(lines.join('')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    expect(read()).toMatchObject([
      { said: shown, list: [{ [shown]: shown }], msg: `a peer says ${shown}` },
      { err: { message: 'no\\x1b[8m\\u{202e}' }, msg: shown },
    ])
  })

  test('behavior: a value under the name of a secret is removed, two levels deep as well', () => {
    const { log, lines } = record()
    const secret = 'hunter2'
    log.info({ token: secret, peer: { token: secret }, rpc: { first: { url: secret } } }, 'peers')
    log.info({ urls: [secret], privateKey: secret, headers: { authorization: secret } }, 'keys')
    expect(lines).toHaveLength(2)
    expect(lines.join()).not.toContain(secret)
    expect(lines.join()).toContain('(struck out)')
  })

  test('behavior: an error is its name, code and first line, without URLs and requests', () => {
    const { log, lines, read } = record()
    const error = new Error('HTTP request to https://node/hunter2 failed.\nRequest: hunter2')
    log.error({ err: Object.assign(error, { code: 'bot/x', request: 'hunter2' }) }, 'failed')
    expect(read()[0].err).toEqual({
      name: 'Error',
      code: 'bot/x',
      message: 'HTTP request to (URL) failed.',
    })
    expect(lines.join()).not.toContain('hunter2')
  })

  test('behavior: the level chooses what is written', () => {
    const { log, read } = record('warn')
    log.info('quiet')
    log.warn('heard')
    expect(read().map(({ msg }) => msg)).toEqual(['heard'])
  })
})
