import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { PortInUseError } from '../../../stack/local/errors.ts'

describe('choosePort', () => {
  test('default: a free one, and the same one when it is asked for', async () => {
    const port = await choosePort('a part', undefined)
    expect(await choosePort('a part', port)).toBe(port)
  })

  test('error: somebody listens there, or nobody may; the option is named', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    await expect(choosePort('the chain (--rpc-port)', port)).rejects.toThrow(
      `port ${port} of 127.0.0.1, asked for the chain (--rpc-port), is in use; give another, or leave it out for a free one`,
    )
    const cause = Object.assign(new Error('no'), { code: 'EACCES' })
    expect(new PortInUseError('a part', 80, { cause }).message).toMatch(
      /cannot be listened on \(EACCES\); give another/,
    )
  })
})
