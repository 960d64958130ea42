import type { Update } from '../../verify/readUpdates.ts'
import type { JobResult, Outcome, Progress, VerifyJob } from './job.ts'

/** What a job asks of a node: the page does it, since only a page is held to the policy that it has set. */
export interface FetchRequest {
  url: string
  headers: Record<string, string>
  body: string
}

export type FetchAnswer =
  | { status: number; headers: Record<string, string>; body: ArrayBuffer }
  | { failure: string }

/** From the page to the worker. */
export type ToWorker =
  | { type: 'run'; jobId: number; job: VerifyJob }
  | { type: 'answer'; fetchId: number; answer: FetchAnswer }

/** From the worker to the page. */
export type FromWorker =
  | { type: 'fetch'; jobId: number; fetchId: number; request: FetchRequest }
  | { type: 'progress'; jobId: number; progress: Progress }
  | { type: 'updates'; jobId: number; updates: Update[] }
  | { type: 'outcome'; jobId: number; outcome: Outcome }
  | { type: 'done'; jobId: number; result: JobResult }
  | { type: 'failed'; jobId: number; message: string }
