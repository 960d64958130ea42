import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { choosePort, LOCALHOST } from '../../../stack/local/choosePort.ts'
import { PortInUseError } from '../../../stack/local/errors.ts'

async function listen(port: number) {
  const server = createServer().listen(port, LOCALHOST)
  await once(server, 'listening')
  return server
}

describe('choosePort', () => {
  test('default: a free port that the system gives to nobody else, another each time', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => choosePort('x', undefined)))
    expect(new Set(ports).size).toBe(50)
    for (const port of ports) expect(port).toBeLessThan(32_768)
    const server = await listen(ports[0] as number)
    server.close()
  })

  test('behavior: the port asked for', async () => {
    const port = await choosePort('x', undefined)
    expect(await choosePort('x', port)).toBe(port)
  })

  test('error: somebody listens there, or nobody may; the option is named', async () => {
    const port = await choosePort('x', undefined)
    const server = await listen(port)
    await expect(choosePort('the chain (--rpc-port)', port)).rejects.toThrow(
      `port ${port} of 127.0.0.1, asked for the chain (--rpc-port), is in use; give another, or leave it out for a free one`,
    )
    server.close()
    const cause = Object.assign(new Error('no'), { code: 'EACCES' })
    expect(new PortInUseError('a part', 80, { cause }).message).toMatch(
      /cannot be listened on \(EACCES\); give another/,
    )
  })
})
