import { BaseError } from 'viem'

const LONGEST = 200

/** What went wrong with a node, in one line. URLs are left out: they may hold a key. */
export function describeFailure(error: unknown): string {
  const [line = ''] = readMessage(error).split('\n')
  return line.replace(/https?:\S+/g, '(URL)').slice(0, LONGEST)
}

function readMessage(error: unknown): string {
  if (error instanceof BaseError) return error.details || error.shortMessage
  return error instanceof Error ? error.message : String(error)
}
