import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { LOCALHOST } from '../local/choosePort.ts'
import { formatMessage, makeSignedReport } from './makeMessage.ts'
import type { PriceFault } from './priceFault.ts'

export interface PriceSourceOptions {
  /** A free port by default. */
  port?: number | undefined
  /** The price at a time in milliseconds since 1970, 1e18 = $1; undefined: there is none to tell now. */
  priceAt(atMs: number): bigint | undefined
  /** The time of the reports, milliseconds since 1970; this machine's by default. */
  nowMs?: (() => number) | undefined
  /** Called before each report: to ask a chain for its time and its price. */
  look?: (() => Promise<void>) | undefined
  /** How many reports a second are sent; 0: only `send` sends. */
  perSecond: number
}

/** A source that runs. */
export interface PriceSource {
  /** ws, on the loopback address only. */
  url: string
  /** Sends one report to whoever listens. */
  send(): Promise<void>
  /** What it does wrong from now on; undefined: nothing. */
  setFault(fault: PriceFault | undefined): void
  /** Ends all connections without a goodbye; new ones are taken. */
  cut(): void
  /** Whether connections are taken. */
  setOpen(isOpen: boolean): void
  listeners(): number
  close(): Promise<void>
}

const PATH = '/api/v1/ws'
const REFUSED = 503

/** Where a source on a port of this machine is listened to. */
export const formatSourceUrl = (port: number) => `ws://${LOCALHOST}:${port}${PATH}`

/**
 * A source of signed reports as Data Streams' WebSocket sends them, signed by the stack's own test keys. A report is
 * signed once, whoever listens.
 */
export async function startPriceSource(options: PriceSourceOptions): Promise<PriceSource> {
  const { port = 0, priceAt, nowMs = Date.now, look, perSecond } = options
  let fault: PriceFault | undefined
  let isOpen = true
  let sequence = 0
  let last: string | undefined
  let sending: Promise<void> | undefined

  const http = createServer((_, response) => {
    response.writeHead(426).end('this is a WebSocket\n')
  })
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_024 })
  http.on('upgrade', (request, socket, head) => {
    // A connection that is given up before it is one is nobody's failure.
    socket.on('error', () => {})
    const isHere = new URL(request.url ?? '', 'ws://local').pathname === PATH
    if (isOpen && isHere) server.handleUpgrade(request, socket, head, () => {})
    else socket.end(`HTTP/1.1 ${REFUSED} Service Unavailable\r\nconnection: close\r\n\r\n`)
  })
  http.listen(port, LOCALHOST)
  await once(http, 'listening')

  async function makeNext(): Promise<string | undefined> {
    if (fault === 'mute') return undefined
    if (fault === 'garbage') return '{"report":'
    if (fault === 'repeat' && last !== undefined) return last
    await look?.()
    const atMs = nowMs()
    const priceWad = priceAt(atMs)
    if (priceWad === undefined) return undefined
    const price = { observedAt: Math.floor(atMs / 1_000), sequence: ++sequence, priceWad }
    last = formatMessage(price, await makeSignedReport(price, fault))
    return last
  }

  async function send(): Promise<void> {
    const text = await makeNext()
    if (text === undefined) return
    for (const client of server.clients) client.send(text)
  }

  const timer =
    perSecond > 0
      ? setInterval(() => {
          // A machine that is too busy to sign so many sends fewer.
          sending ??= send().finally(() => {
            sending = undefined
          })
        }, 1_000 / perSecond)
      : undefined

  return {
    url: formatSourceUrl((http.address() as AddressInfo).port),
    send,
    setFault(next) {
      fault = next
    },
    cut() {
      for (const client of server.clients) client.terminate()
    },
    setOpen(next) {
      isOpen = next
    },
    listeners: () => server.clients.size,
    async close() {
      clearInterval(timer)
      await sending
      for (const client of server.clients) client.terminate()
      server.close()
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
}
