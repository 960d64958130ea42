import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import getPort from 'get-port'
import { PortInUseError } from './errors.ts'

export const LOCALHOST = '127.0.0.1'

/**
 * Below the ports that systems give to connections and to servers that ask for none: a port of these is given to nobody
 * between its choice and its use.
 */
const FIRST = 20_000
const LAST = 31_999
const DRAWS = 100

const draw = () => Array.from({ length: DRAWS }, () => randomInt(FIRST, LAST + 1))

/**
 * The port asked for, or a free one.
 *
 * @param part - What it is for, and the option that asks for it.
 * @throws PortInUseError if somebody listens there already, or nobody without rights may.
 */
export async function choosePort(part: string, asked: number | undefined): Promise<number> {
  if (asked === undefined) return getPort({ host: LOCALHOST, port: draw() })
  const server = createServer()
  try {
    server.listen(asked, LOCALHOST)
    await once(server, 'listening')
  } catch (cause) {
    throw new PortInUseError(part, asked, { cause })
  }
  server.close()
  await once(server, 'close')
  return asked
}
