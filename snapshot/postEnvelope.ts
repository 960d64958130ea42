import { type Hex, isAddressEqual, recoverAddress } from 'viem'
import { z } from 'zod'
import type { Request } from '../http/createRequest.ts'
import { isPassingStatus } from '../http/isPassingStatus.ts'
import { isPassingText } from '../http/isPassingText.ts'
import { checkAnswer } from './createSnapshotRequest.ts'
import { type Envelope, hexSchema } from './envelope.ts'
import { MessageRefusedError, SequencerFailedError } from './errors.ts'
import { getSnapshotId } from './signMessage.ts'

/** What the sequencer gives for a message. */
export interface PostedMessage {
  id: Hex
  /** The CID of the envelope; undefined if the sequencer had taken the message at an attempt without an answer. */
  ipfs: string | undefined
}

/** Where a message is posted to, and how the hub is asked whether it is there. */
interface Post {
  request: Request
  sequencerUrl: string
  /** Undefined if the hub does not have it, or does not answer. */
  findMessage: (id: Hex) => Promise<PostedMessage | undefined>
}

const postedSchema = z.object({ id: hexSchema, ipfs: z.string() })
const refusalSchema = z.object({ error: z.string(), error_description: z.string() })

/**
 * The sequencer gives these the status 400, as if the message were wrong. A block that it does not know yet is one that
 * its node has not seen. Source: snapshot-sequencer, src/ingestor.ts and src/writer.
 */
const PASSING =
  /^(failed|unable) to (check|fetch|get)\b|^pinning failed$|^request already being processed$|^invalid snapshot block$|^proposal snapshot must be in past$/i

/**
 * Posts a signed message. Before it is posted again, and before it is given up, the hub is asked whether it was taken:
 * an answer that was lost is no failure.
 *
 * @throws MessageRefusedError, SequencerFailedError, and what a Request throws.
 */
export async function postEnvelope(
  { request, sequencerUrl, findMessage }: Post,
  envelope: Envelope,
): Promise<PostedMessage> {
  const { origin } = new URL(sequencerUrl)
  const id = getSnapshotId(envelope.data)
  // The sequencer asks the chain whether a contract signed, and takes a node that fails for a no.
  const isOfContract = !(await isSignedByKey(envelope))
  let wasTaken = false
  try {
    const answer = await request({
      url: sequencerUrl,
      body: envelope,
      recall: () => findMessage(id),
      readRefusal: (status, content, isRepeated) => {
        const { data } = refusalSchema.safeParse(content)
        if (data === undefined) return undefined
        const { error_description: text } = data
        wasTaken = isRepeated && text === 'duplicate message'
        const isPassing =
          isPassingStatus(status) ||
          PASSING.test(text) ||
          isPassingText(text) ||
          (text === 'signature validation failed' && isOfContract)
        return {
          isPassing,
          toError: (note) =>
            isPassing
              ? new SequencerFailedError(origin, status, text, note)
              : new MessageRefusedError(origin, status, text),
        }
      },
    })
    return checkAnswer(sequencerUrl, postedSchema, answer)
  } catch (error) {
    if (wasTaken) return { id, ipfs: undefined }
    const isOpen = (error as { isRetryable?: boolean }).isRetryable === true
    const found = isOpen ? await findMessage(id) : undefined
    if (found !== undefined) return found
    throw error
  }
}

/** Whether a private key made the signature: nobody has to ask a chain then. */
async function isSignedByKey({ address, sig, data }: Envelope): Promise<boolean> {
  try {
    const signer = await recoverAddress({ hash: getSnapshotId(data), signature: sig })
    return isAddressEqual(signer, address)
  } catch {
    return false
  }
}
