import type { Hex } from 'viem'
import { z } from 'zod'
import { checkAnswer, type Request } from './createRequest.ts'
import { type Envelope, hexSchema } from './envelope.ts'
import { MessageRefusedError } from './errors.ts'
import { getSnapshotId } from './signMessage.ts'

/** What the sequencer gives for a message. */
export interface PostedMessage {
  id: Hex
  /** The CID of the envelope; undefined if the sequencer had taken the message at an attempt without an answer. */
  ipfs: string | undefined
}

const postedSchema = z.object({ id: hexSchema, ipfs: z.string() })
const refusalSchema = z.object({ error: z.string(), error_description: z.string() })

/** Posts a signed message. @throws MessageRefusedError, and what a Request throws. */
export async function postEnvelope(
  request: Request,
  sequencerUrl: string,
  envelope: Envelope,
): Promise<PostedMessage> {
  const { origin } = new URL(sequencerUrl)
  let wasTaken = false
  try {
    const answer = await request({
      url: sequencerUrl,
      body: envelope,
      readRefusal: (status, refusal, isRepeated) => {
        const { data } = refusalSchema.safeParse(refusal)
        if (data === undefined) return undefined
        wasTaken = isRepeated && data.error_description === 'duplicate message'
        return new MessageRefusedError(origin, status, data.error_description)
      },
    })
    return checkAnswer(sequencerUrl, postedSchema, answer)
  } catch (error) {
    if (wasTaken) return { id: getSnapshotId(envelope.data), ipfs: undefined }
    throw error
  }
}
