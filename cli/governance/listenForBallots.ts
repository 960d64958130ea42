import { parseUnits } from 'viem'
import { waitUntilSettled } from '../../client/sendCall.ts'
import { showText } from '../../core/showText.ts'
import { formatVotes } from '../../governance/index.ts'
import { printJson, printText } from '../io/print.ts'
import type { NetworkFlags } from '../network/readNetwork.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { createBallotDesk, type DeskEvent } from './createBallotDesk.ts'
import { readListenAddress } from './readListenAddress.ts'
import { isSent, openSession, openSigner, type SigningFlags } from './session.ts'
import { startBallotServer } from './startBallotServer.ts'

interface ListenOptions {
  /** As it was given. */
  minVotes: string | undefined
  json: boolean | undefined
  flags: NetworkFlags & SigningFlags
}

/** `gimbal relay --listen`: brings the ballots that are posted, until a signal ends it. */
export async function listenForBallots(
  listen: string,
  { minVotes: minText, json, flags }: ListenOptions,
): Promise<ExitCode> {
  const address = readListenAddress(listen)
  const minVotes = readMinVotes(minText)
  if (!isSent(flags)) {
    throw new UsageError(
      'a relay that listens sends what it is given, and your key pays; add --yes (without --dry-run)',
    )
  }
  const told = Promise.withResolvers<void>()
  const stopListening = onStopSignal(() => told.resolve())
  try {
    const session = await openSession(flags)
    const { network } = session
    const account = await openSigner(flags)
    // Votes of an earlier run may still be pending. Without this wait they would be sent again.
    await waitUntilSettled(session.client, account.address)
    const tell = (event: DeskEvent) => {
      const { voter, outcome, reason, transactionHash } = event
      const parts = [voter, outcome, transactionHash, reason].filter((part) => part !== undefined)
      void (json ? printJson(event) : printText(showText(parts.join('  '))))
    }
    const desk = createBallotDesk({ session, account, minVotes, tell })
    const { chainId } = network
    const { governor } = network.addresses
    const about = { relay: 'gimbal', chainId, governor, minVotes: formatVotes(minVotes) }
    const server = await startBallotServer(address, desk, about)
    const text = `Ballots for the Governor ${governor} on chain ${chainId} are taken at ${server.url}; ${account.address} pays. Ctrl-C ends it.`
    await (json
      ? printJson({ url: server.url, ...about, payer: account.address })
      : printText(text))
    await told.promise
    await server.close()
    const left = await desk.close()
    if (left > 0 && !json) await printText(`${left} of those that were sent are in no block yet.`)
    return exitCodes.ok
  } finally {
    stopListening()
  }
}

function readMinVotes(text = '0'): bigint {
  if (!/^\d{1,30}(\.\d{1,18})?$/.test(text)) {
    throw new UsageError(`--min-votes is ${text}; give a number of votes such as 100`)
  }
  const votes = parseUnits(text, 18)
  return votes === 0n ? 1n : votes
}
