import type { Address, Hex } from 'viem'
import type { ContractCall } from '../../client/contractCall.ts'

/** The account of a wallet that the visitor has connected. */
export interface Connected {
  account: Address
  /** On which the wallet is. */
  chainId: number
  /** How the wallet calls itself: a stranger's text. */
  name: string
  /** The wallet's picture, a data URI; undefined if it has none that is safe to show. */
  icon: string | undefined
}

/** What is to be sent by the visitor's wallet. */
export interface CallRequest {
  /** What it does, as its button says: `Vote for`. */
  label: string
  call: ContractCall
  onDone: ((hash: Hex) => void) | undefined
}

/** Of a wallet's name. */
const MAX_NAME = 60

/** As much of a wallet's own name as a button holds. */
export function cutName(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)} …` : name
}

/** Only pictures that a page can show without asking anybody for them. */
export function readIcon(icon: string | undefined): string | undefined {
  return icon !== undefined && /^\s*data:image\//i.test(icon) ? icon.trim() : undefined
}

const STORAGE_KEY = 'gimbal.wallet'

/** The wallet that was connected when the page was closed, by the id that it announces; undefined: none. */
export function readRemembered(storage: Pick<Storage, 'getItem'>): string | undefined {
  try {
    return storage.getItem(STORAGE_KEY) ?? undefined
  } catch {
    return undefined
  }
}

/** A browser that keeps nothing asks again after each reload. */
export function remember(
  storage: Pick<Storage, 'setItem' | 'removeItem'>,
  id: string | undefined,
): void {
  try {
    if (id === undefined) storage.removeItem(STORAGE_KEY)
    else storage.setItem(STORAGE_KEY, id)
  } catch {
    // It keeps nothing.
  }
}
