// One WebSocket that is opened again whenever it ends, with longer and longer waits until it has been of use.
//
// Method:   the client is that of `ws`. Node's own leaves a connection open whose other side says no goodbye, for as long
//           as the process lasts, and takes messages of any length (test/prices/stream/openPriceStream.test.ts).

import { WebSocket } from 'ws'

/** What happens to a connection. */
interface ConnectionHandlers {
  onOpen(): void
  onText(text: string): void
  /** It has ended, or could not be opened; it is tried again after `waitMs`. */
  onLost(reason: string, waitMs: number): void
}

interface ConnectionOptions extends ConnectionHandlers {
  url: string
  /** Sent with each opening, such as a provider's credentials. */
  headers?: (() => Readonly<Record<string, string>>) | undefined
  /** Without use for so long, the connection is given up, milliseconds. */
  silentAfterMs: number
  /** 0 to 1. */
  random(): number
}

export interface Connection {
  /** It has been of use: waits begin anew, and so does the time that it may be silent. */
  noteUse(): void
  /** Ends it, and opens none again. */
  close(): Promise<void>
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 30_000
/** Of one message; a longer one ends the connection. */
const MOST_BYTES = 65_536
/** How long the other side may take to say goodbye, milliseconds. */
const GOODBYE_MS = 1_000

export function openConnection(options: ConnectionOptions): Connection {
  const { url, headers, silentAfterMs, random, onOpen, onText, onLost } = options
  let socket: WebSocket | undefined
  let failures = 0
  let isClosed = false
  let waiting: NodeJS.Timeout | undefined
  let silence: NodeJS.Timeout | undefined

  function open(): void {
    const opened = new WebSocket(url, {
      headers: headers?.(),
      handshakeTimeout: silentAfterMs,
      maxPayload: MOST_BYTES,
    })
    socket = opened
    const isCurrent = () => socket === opened
    let failure: string | undefined
    opened.on('open', () => isCurrent() && onOpen())
    // What is not text is no report either, and is counted as what it is.
    opened.on('message', (data, isBinary) => isCurrent() && onText(isBinary ? '' : `${data}`))
    opened.on('error', ({ message }) => {
      failure = message
    })
    opened.on('close', (code, reason) => {
      const said = reason.length === 0 ? '' : `, ${reason}`
      if (isCurrent()) lose(failure ?? `it closes (${code}${said})`)
    })
    watchSilence()
  }

  function watchSilence(): void {
    clearTimeout(silence)
    silence = setTimeout(() => {
      const silent = socket
      lose(`it says nothing of use for ${silentAfterMs} ms`)
      silent?.terminate()
    }, silentAfterMs)
  }

  function lose(reason: string): void {
    socket = undefined
    clearTimeout(silence)
    if (isClosed) return
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++)
    // By chance down to half: many that lost the same source should not come back at once.
    const waitMs = Math.round(longest * (1 - random() / 2))
    onLost(reason, waitMs)
    waiting = setTimeout(open, waitMs)
  }

  open()
  return {
    noteUse() {
      failures = 0
      if (!isClosed && socket !== undefined) watchSilence()
    },
    async close() {
      isClosed = true
      clearTimeout(waiting)
      clearTimeout(silence)
      const open = socket
      socket = undefined
      if (open === undefined || open.readyState === WebSocket.CLOSED) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => open.terminate(), GOODBYE_MS)
        open.once('close', () => {
          clearTimeout(timer)
          resolve()
        })
        open.close()
      })
    },
  }
}
