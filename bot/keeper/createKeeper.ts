// One turn of a keeper's work: ask the vaults, choose, send.
//
// Method:   a turn looks at the vaults, the journal and the chain alone; what it keeps in memory (who was served, whose
//           actions were refused) makes it fair and sparing, and can be lost. A failure ends the turn and is reported.

import type { Hex, PublicClient } from 'viem'
import type { PricedReport } from '../../prices/codec.ts'
import { describeFailure } from '../describeFailure.ts'
import type { PriceDesk } from '../prices/openPrices.ts'
import type { Turning } from '../runLoop.ts'
import type { ChainHead, Endpoints } from '../sources/createEndpoints.ts'
import type { Failover } from '../submit/createFailover.ts'
import type { Progress } from '../submit/createSubmitter.ts'
import type { ActionDraft, KeptVault } from './actionErrand.ts'
import type { KeeperMonitor } from './createKeeperMonitor.ts'
import type { Queue, VaultDue } from './createQueue.ts'
import { readPricedVault } from './readPricedVault.ts'
import { isRefusal, readVault, type VaultReading } from './readVault.ts'
import { overtakings } from './vaultWords.ts'

interface KeeperOptions {
  vaults: readonly KeptVault[]
  endpoints: Endpoints
  submitter: Failover<ActionDraft>
  queue: Queue
  monitor: KeeperMonitor
  /** Signed prices for vaults that take them; without: all act on the mean price of their pool. */
  prices?: PriceDesk | undefined
  /** Told the time of the latest block, unix seconds. */
  onHead(timestamp: bigint): void
}

/** Time alone makes something due, also while no block comes: vaults are asked again after so long, milliseconds. */
const ASK_AGAIN_MS = 2_000

export function createKeeper(options: KeeperOptions): Turning {
  const { vaults, endpoints, submitter, queue, monitor, prices, onHead } = options
  let asked: { at: Hex; untilMs: number } | undefined
  let balanceAt: Hex | undefined

  async function findDrafts(head: ChainHead): Promise<ActionDraft[]> {
    const { hash } = head.block
    if (asked?.at === hash && performance.now() < asked.untilMs) return []
    const readings = await askVaults(head.inUse, prices?.freshest(head.block.timestamp))
    asked = { at: hash, untilMs: performance.now() + ASK_AGAIN_MS }
    const dues = vaults.flatMap((vault, at): VaultDue[] => {
      const answer = readings[at]
      if (answer === undefined || typeof answer === 'string') {
        monitor.vaultFailed(vault, answer ?? 'no endpoint answers')
        return []
      }
      monitor.vaultRead(vault, answer)
      return [{ vault, reading: answer }]
    })
    return queue.order(dues)
  }

  /**
   * What each vault says, or why it does not. If an endpoint says that nothing is due and another that something is, it
   * counts as due: the trial before it is sent finds out.
   */
  async function askVaults(
    inUse: readonly number[],
    price: PricedReport | undefined,
  ): Promise<(VaultReading | string | undefined)[]> {
    const { answers } = await endpoints.askEach(
      (client) => Promise.all(vaults.map((vault) => ask(client, vault, price?.signedReport))),
      inUse,
    )
    return vaults.map((_, at) => {
      const said = answers.map(({ answer }) => answer[at])
      const read = said.filter((one) => typeof one === 'object')
      return (
        read.find(({ action }) => action === 'cut') ??
        read.find(({ action }) => action !== 'none') ??
        read[0] ??
        said[0]
      )
    })
  }

  /** Sends the first draft that nothing stands against; without one it goes on with what is under way. */
  async function send(drafts: readonly ActionDraft[], inUse: readonly number[]): Promise<Progress> {
    let progress: Progress = { type: 'idle' }
    for (const draft of drafts.length > 0 ? drafts : [undefined]) {
      progress = await submitter.advance(draft, inUse)
      monitor.progressed(progress, draft)
      if (progress.type === 'settled') note(progress)
      if (progress.type === 'sent' && progress.way !== 'again' && draft !== undefined) {
        queue.noteSent(draft.vault.address)
      }
      if (progress.type !== 'held' || draft === undefined) break
      // It is the same for every vault.
      if (progress.reason === 'fee-above-budget') break
      const isOvertaken = 'refusal' in progress && overtakings.includes(progress.refusal ?? '')
      if (progress.reason === 'refused' && !isOvertaken) queue.noteRefused(draft.vault.address)
    }
    return progress
  }

  function note({ record: { subject }, settlement }: Extract<Progress, { type: 'settled' }>): void {
    // Something else may be due now, also in the same block.
    asked = undefined
    if (subject.kind !== 'action') return
    if (settlement.outcome === 'taken') queue.noteTaken(subject.vault)
    if (settlement.outcome === 'reverted') queue.noteRefused(subject.vault)
  }

  return {
    async step(isDraining) {
      const head = await endpoints.readHead()
      const { hash, timestamp } = head.block
      monitor.headRead(head)
      onHead(timestamp)
      prices?.review()
      const drafts = isDraining ? [] : await findDrafts(head)
      const progress = await send(drafts, head.inUse)
      if (hash !== balanceAt) {
        balanceAt = hash
        monitor.balanceRead(await submitter.checkBalance())
      }
      return progress.type
    },
  }
}

async function ask(
  client: Pick<PublicClient, 'call' | 'readContract'>,
  vault: KeptVault,
  signedReport: Hex | undefined,
): Promise<VaultReading | string> {
  const isPriced = vault.takesPrices === true && signedReport !== undefined
  const priced = isPriced && (await readPricedVault(client, vault.address, signedReport))
  if (priced) return priced
  try {
    return await readVault(client, vault)
  } catch (error) {
    if (!isRefusal(error)) throw error
    return describeFailure(error)
  }
}
