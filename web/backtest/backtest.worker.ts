/** Runs one backtest beside the page, and ends with it. */
import { toFailure } from '../../backtest/failure.ts'
import { fetchSiteFile } from '../shipped/fetchSiteFile.ts'
import type { FromWorker, ToWorker } from './messages.ts'
import { runShippedBacktest } from './runShippedBacktest.ts'

/** Reports of progress are at least this far apart, milliseconds. */
const REPORT_MS = 50

const send = (message: FromWorker): void => postMessage(message)

let onCounted: (trials: number) => void = () => {}
let reportedMs = 0

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'counted') onCounted(data.trials)
  else void run(data)
})

async function run({ request, siteUrl }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  try {
    const text = await runShippedBacktest(request, {
      fetchFile: (file) => fetchSiteFile(siteUrl, file),
      backtester: __BACKTESTER__,
      countTrials(record) {
        send({ type: 'tries', record })
        return new Promise((resolve) => {
          onCounted = resolve
        })
      },
      onProgress(share) {
        const nowMs = performance.now()
        if (nowMs - reportedMs < REPORT_MS) return
        reportedMs = nowMs
        send({ type: 'progress', share })
      },
    })
    send({ type: 'done', text })
  } catch (error) {
    send({ type: 'failed', failure: toFailure(error) })
  }
}
