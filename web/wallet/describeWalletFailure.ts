import { showText } from '../../core/index.ts'
import { describeError } from '../data/useReading.ts'

/** What a wallet answered instead of doing what it was asked, in words. */
export interface WalletFailure {
  /** `info`: the visitor wanted it so. */
  tone: 'info' | 'warn'
  title: string
  text: string
}

/** Of a wallet's own words, which may be a stranger's. */
const MAX_SHOWN = 200

/** EIP-1193, EIP-1474 and EIP-3326. */
const codes = {
  refused: 4001,
  unauthorized: 4100,
  unsupported: 4200,
  disconnected: 4900,
  chainDisconnected: 4901,
  unknownChain: 4902,
  pending: -32002,
  noMethod: -32601,
} as const

/** Every code that an error and its causes carry, the outermost first. */
function listCodes(error: unknown): number[] {
  const found: number[] = []
  let one: unknown = error
  for (let depth = 0; depth < 10 && typeof one === 'object' && one !== null; depth++) {
    const { code, cause, data } = one as { code?: unknown; cause?: unknown; data?: unknown }
    if (typeof code === 'number') found.push(code)
    // Some wallets wrap what they mean.
    const inner = Object(Object(data).originalError).code
    if (typeof inner === 'number') found.push(inner)
    one = cause
  }
  return found
}

/** Whether a wallet refuses to change to a chain because it does not know it. */
export function isUnknownChain(error: unknown): boolean {
  return listCodes(error).includes(codes.unknownChain)
}

/** Says what came of asking a wallet. @param what - What it was asked for: `sent`, `signed`, `connected`, `changed`. */
export function describeWalletFailure(error: unknown, what: string): WalletFailure {
  const found = listCodes(error)
  const has = (code: number) => found.includes(code)
  if (has(codes.refused)) {
    const text = `Nothing was ${what}. You can ask again whenever you like.`
    return { tone: 'info', title: 'You said no in the wallet', text }
  }
  if (has(codes.pending)) {
    const text =
      'An earlier question is still open in the wallet. Open its window and answer it, then ask again.'
    return { tone: 'warn', title: 'The wallet is waiting for you', text }
  }
  if (has(codes.unauthorized)) {
    const text = `The wallet does not let this page use the account, so nothing was ${what}. Connect it again.`
    return { tone: 'warn', title: 'The wallet does not allow it', text }
  }
  if (has(codes.unsupported) || has(codes.noMethod)) {
    const text = `The wallet cannot do this, so nothing was ${what}. Try another wallet, or the command line.`
    return { tone: 'warn', title: 'The wallet cannot do it', text }
  }
  if (has(codes.disconnected) || has(codes.chainDisconnected)) {
    const text = `The wallet has no connection to its chain, so nothing was ${what}. Check the wallet's own network settings.`
    return { tone: 'warn', title: 'The wallet is offline', text }
  }
  if (error instanceof Error && error.name === 'ChainMismatchError') {
    const text = `The wallet changed to another chain meanwhile, so nothing was ${what}. Change it back, and ask again.`
    return { tone: 'warn', title: 'The wallet is on another chain', text }
  }
  return { tone: 'warn', title: `Nothing was ${what}`, text: quote(error) }
}

/** viem's `details` are the wallet's own words; its message is long and names its version. */
function quote(error: unknown): string {
  const { details, shortMessage } = Object(error)
  const said = [details, shortMessage].find((text) => typeof text === 'string' && text !== '')
  if (said === undefined) return describeError(error)
  const cut = said.length > MAX_SHOWN ? `${said.slice(0, MAX_SHOWN)} …` : said
  return `The wallet says: "${showText(cut)}"`
}
