import { z } from 'zod'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { MAX_BODY_BYTES, readBody } from '../sign/readBody.ts'
import type { Attestor } from './bridges/bridge.ts'

const TIMEOUT_MS = 10_000
const hex = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]*$/)])
const answerSchema = z.union([z.object({ proof: hex }), z.object({ pending: z.string() })])

/** Asks a service for proofs: it gets an `AttestationRequest` by POST and answers with an `Attestation`, both JSON. */
export function createHttpAttestor(serviceUrl: string): Attestor {
  return {
    async attest(request) {
      const { url, headers } = splitCredentials(serviceUrl)
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(request),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      const text = response.body ? await readBody(response.body, MAX_BODY_BYTES) : ''
      if (!response.ok) throw new Error(`the signers answer with HTTP status ${response.status}`)
      const answer = answerSchema.safeParse(parseJson(text ?? ''))
      if (!answer.success) throw new Error('the answer of the signers is not as expected')
      return answer.data
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
