import { useCallback, useEffect, useRef, useState } from 'react'
import type { Update } from '../../../verify/readUpdates.ts'
import { describeFailure } from '../../verify/describeFailure.ts'
import type { JobResult, Outcome, Progress, VerifyJob } from '../../verify/job.ts'
import { getVerifier } from '../../verify/verifier.ts'

/** What is known of a job so far. */
export interface Verification {
  state: 'running' | 'done' | 'failed' | 'cancelled'
  progress: Progress | undefined
  /** All that could be checked; undefined until they were read. */
  updates: Update[] | undefined
  outcomes: Outcome[]
  result: JobResult | undefined
  failure: string | undefined
}

const beginning: Verification = {
  state: 'running',
  progress: undefined,
  updates: undefined,
  outcomes: [],
  result: undefined,
  failure: undefined,
}

/** Why a job ends that nobody waits for any more. */
const cancelled = new Error('the check was cancelled')

/** Runs a job while the page is open: leaving it, or asking for another one, ends it. */
export function useVerification(job: VerifyJob): Verification & {
  cancel: () => void
  runAgain: () => void
} {
  const [verification, setVerification] = useState(beginning)
  const [turn, setTurn] = useState(0)
  const controller = useRef<AbortController>(undefined)
  const key = JSON.stringify([turn, job], (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that a job is made of
  useEffect(() => {
    const own = new AbortController()
    controller.current = own
    const change = (part: Partial<Verification>) =>
      setVerification((before) => (own.signal.aborted ? before : Object.assign({}, before, part)))
    setVerification(beginning)
    const outcomes: Outcome[] = []
    getVerifier()
      .run(
        job,
        {
          onProgress: (progress) => change({ progress }),
          onUpdates: (updates) => change({ updates }),
          onOutcome: (outcome) => {
            outcomes.push(outcome)
            change({ outcomes: [...outcomes] })
          },
        },
        own.signal,
      )
      .then((result) => change({ state: 'done', result }))
      .catch((error: unknown) => change({ state: 'failed', failure: describeFailure(error) }))
    return () => own.abort(cancelled)
  }, [key])
  const cancel = useCallback(() => {
    controller.current?.abort(cancelled)
    setVerification((before) => Object.assign({}, before, { state: 'cancelled' }))
  }, [])
  const runAgain = useCallback(() => setTurn((before) => before + 1), [])
  return Object.assign({}, verification, { cancel, runAgain })
}
