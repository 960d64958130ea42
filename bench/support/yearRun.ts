/** A process of its own that runs twelve rules over a market: `node yearRun.ts FOLDER`. Prints one line of JSON. */
import { runInWorkers } from '../../backtest/node/workers/runInWorkers.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import { cpuSeconds } from './cpuSeconds.ts'
import { createYearJob } from './yearJob.ts'

const job = createYearJob(await openMarket(process.argv[2] as string))
const before = cpuSeconds()
const [runs] = await runInWorkers([job], { threads: 1 })
const seconds = cpuSeconds() - before
const trades = runs?.reduce((sum, run) => sum + run.trades.length, 0)
console.log(JSON.stringify({ seconds, memoryMb: process.resourceUsage().maxRSS / 1_024, trades }))
