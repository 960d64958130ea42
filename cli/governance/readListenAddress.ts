import { UsageError } from '../program/errors.ts'

/** Where a server listens; port 0 takes a free one. */
export interface ListenAddress {
  host: string
  port: number
}

const LOOPBACK = '127.0.0.1'
const MAX_PORT = 65_535

/**
 * Reads `HOST:PORT` or `PORT`, which is of the loopback address; an IPv6 address stands in brackets.
 *
 * @throws UsageError
 */
export function readListenAddress(text: string): ListenAddress {
  const parts = /^(?:(?:\[(?<ip6>[0-9a-f:.]+)\]|(?<name>[\w.-]+)):)?(?<digits>\d{1,5})$/i.exec(text)
  const { name, ip6, digits } = parts?.groups ?? {}
  const port = Number(digits)
  if (digits === undefined || port > MAX_PORT) {
    throw new UsageError(
      `--listen is ${text}; give a port such as 8787, or HOST:PORT such as 127.0.0.1:8787`,
    )
  }
  return { host: ip6 ?? name ?? LOOPBACK, port }
}
