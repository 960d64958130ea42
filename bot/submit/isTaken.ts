import { BaseError } from 'viem'

/** How nodes say that they have a transaction already, in small letters; nethermind writes it in one word. */
const known = [
  // go-ethereum, reth, erigon: "already known"; nethermind: "AlreadyKnown"
  /already ?known/,
  // besu: "Known transaction"; erigon and older go-ethereum: "known transaction: 0x…", not "unknown transaction"
  /\bknown transaction\b/,
  // anvil: "transaction already imported"; openethereum: "… with the same hash was already imported"
  /already imported/,
  // hardhat: "Known transaction"; others: "already exists", "already in the mempool"
  /transaction already exists|already in (the )?(mem|tx)?pool/,
]
/** go-ethereum: "nonce too low"; nethermind: "OldNonce"; anvil and reth as go-ethereum; besu: "Nonce too low". */
const nonceUsed = /nonce ?(is )?too ?low|old ?nonce/

/** Whether a node refuses a transaction only because it has it: then it was taken. */
export function isTaken(error: unknown): boolean {
  const text = readText(error)
  return known.some((phrase) => phrase.test(text))
}

/** Whether a node refuses a transaction because a block has one with its nonce: it may be this very one. */
export function isNonceUsed(error: unknown): boolean {
  return nonceUsed.test(readText(error))
}

function readText(error: unknown): string {
  if (error instanceof BaseError) return `${error.details} ${error.shortMessage}`.toLowerCase()
  return error instanceof Error ? error.message.toLowerCase() : ''
}
