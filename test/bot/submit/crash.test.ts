import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqliteJournal } from '../../../bot/journal/openSqliteJournal.ts'
import { formatRequest } from '../../../bot/sign/reportText.ts'
import { createSubmitter, type Progress } from '../../../bot/submit/createSubmitter.ts'
import type { PushDraft } from '../../../bot/submit/pushDraft.ts'
import { type FaultyNode, startFaultyNode } from '../support/startFaultyNode.ts'
import { createContext, type PushChain, sender, startPushChain } from './support/pushChain.ts'

const patience = 600_000
const program = fileURLToPath(new URL('support/runSubmitter.ts', import.meta.url))

let chain: PushChain
let node: FaultyNode
let draft: PushDraft
let folder: string

beforeAll(async () => {
  chain = await startPushChain()
  node = await startFaultyNode(chain.url)
  draft = await chain.createDraft()
  folder = await mkdtemp(join(tmpdir(), 'gimbal-crash-'))
}, patience)

afterAll(async () => {
  await node?.close()
  await chain?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

// A block comes with each look at a receipt: the push is sent, mined, covered, and settled in turn.
async function withBlocks<Answer>(method: string, forward: () => Promise<Answer>): Promise<Answer> {
  if (method === 'eth_getTransactionReceipt') await chain.client.mine({ blocks: 1 })
  return forward()
}

interface Crash {
  /** The request at which it happens, from 1. */
  at: number
  /** Whether the request still reaches the node. */
  isForwarded: boolean
}

/** Runs the bot's process, and kills it at a request. Returns what it had printed. */
async function runUntil(crash: Crash | undefined, file: string): Promise<string[]> {
  node.methods = []
  const input = JSON.stringify({
    request: formatRequest(draft.report),
    signatures: draft.signatures,
  })
  const args = [program, node.url, file, chain.scope.riskParameters]
  const child = execa(process.execPath, args, { input, reject: false })
  node.meddle = async ({ method }, forward) => {
    const isCrash = node.methods.length === crash?.at
    const fate = isCrash && !crash?.isForwarded ? 'silence' : await withBlocks(method, forward)
    if (!isCrash) return fate
    child.kill('SIGKILL')
    await child
    return 'silence'
  }
  const { stdout } = await child
  return stdout.split('\n').filter((line) => line !== '')
}

/** Goes on from the journal, as a bot does that was started again. */
async function finish(file: string): Promise<Progress[]> {
  node.meddle = ({ method }, forward) => withBlocks(method, forward)
  const journal = openSqliteJournal(file)
  const { riskParameters } = chain.scope
  const submitter = createSubmitter(createContext({ url: node.url, riskParameters, journal }))
  const steps: Progress[] = []
  for (;;) {
    const step = await submitter.advance(draft)
    steps.push(step)
    if (step.type === 'settled' || step.type === 'held') break
  }
  expect(await journal.listOpen(sender)).toEqual([])
  await journal.close()
  return steps
}

describe('a push whose process is killed', { timeout: patience }, () => {
  test('default: at every request, before and after the node has it, one transaction gets in, once', async () => {
    const { client } = chain
    const nonceBefore = await client.getTransactionCount({ address: sender.account })
    const start = await client.snapshot()
    const steps = await runUntil(undefined, join(folder, 'whole.sqlite'))
    expect(steps).toEqual(['sent', 'shallow', 'shallow', 'settled'])
    const requests = [...node.methods]
    expect(requests.length).toBeGreaterThanOrEqual(12)

    const sendAt = requests.indexOf('eth_sendRawTransaction') + 1
    const crashes = requests.flatMap((_, index): Crash[] => {
      const at = index + 1
      const either = [false, true].map((isForwarded) => ({ at, isForwarded }))
      // What reads has one effect either way; what sends has two.
      return at === sendAt ? either : either.filter((crash) => crash.isForwarded === (at % 2 === 0))
    })
    let snapshot = start
    for (const crash of crashes) {
      await client.revert({ id: snapshot })
      snapshot = await client.snapshot()
      const file = join(folder, `crash-${crash.at}-${crash.isForwarded}.sqlite`)
      await runUntil(crash, file)
      const last = (await finish(file)).at(-1)
      const name = `${JSON.stringify(crash)} ${requests[crash.at - 1]}`
      expect(last, name).toMatchObject({ type: 'settled', settlement: { outcome: 'taken' } })
      const nonceAfter = await client.getTransactionCount({ address: sender.account })
      expect(nonceAfter - nonceBefore, name).toBe(1)
    }
  })
})
