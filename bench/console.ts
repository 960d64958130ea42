/**
 * The console in a real Chromium without a graphics processor: what its first page weighs and how soon it answers on a slow
 * machine, how soon the charts follow a slider, and how smoothly a chart of many observations moves. On the stack that
 * GIMBAL_TEST_STACK names, or on one that plays half an hour of the day.
 */
import { startSubject } from '../test/web/support/startSubject.ts'
import type { Bench, Figure } from './figure.ts'
import { serveBenchPage } from './support/benchPage.ts'
import { measureReadiness, measureScripts } from './support/firstView.ts'
import { median } from './support/median.ts'
import { measurePan } from './support/panRun.ts'
import { measureWhatIf } from './support/whatIfRun.ts'

const LOADS = 10
const SLOWDOWN = 4
/** 30 days, one in two minutes. */
const WHAT_IF_OBSERVATIONS = 21_600
const WHAT_IF_STEPS = 30
const OBSERVATIONS = 100_000
const PANS = 3
const PAN_MS = 3_000

const measureConsole: Bench = async () => {
  const subject = await startSubject()
  try {
    const { browser, console: site } = subject
    const scripts = await measureScripts(browser, site.url)
    const bytes = [...scripts.values()].reduce((sum, size) => sum + size, 0)
    const loads: number[] = []
    for (let load = 0; load < LOADS; load++) {
      loads.push((await measureReadiness(browser, site.url, SLOWDOWN)).readyMs)
    }
    const page = await serveBenchPage()
    try {
      const steps = await measureWhatIf(browser, page.url, WHAT_IF_OBSERVATIONS, WHAT_IF_STEPS)
      const pans: number[] = []
      for (let pan = 0; pan < PANS; pan++) {
        pans.push(await measurePan(browser, page.url, OBSERVATIONS, PAN_MS))
      }
      return [
        {
          name: 'javascript-gzip-kb',
          value: Math.round(bytes / 100) / 10,
          unit: 'kB',
          aim: 250,
          better: 'lower',
        },
        ...describeTimes('interaction-ready', loads, 1_500),
        ...describeTimes('what-if', steps, 100),
        {
          name: 'pan-frames-per-second',
          value: Math.round(median(pans) * 10) / 10,
          unit: 'frames/s',
          aim: 50,
          better: 'higher',
        },
      ]
    } finally {
      await page.close()
    }
  } finally {
    await subject.stop()
  }
}

export default measureConsole

/** The median, which has the aim, and the worst beside it. */
function describeTimes(name: string, times: readonly number[], aim: number): Figure[] {
  return [
    { name: `${name}-ms`, value: Math.round(median(times)), unit: 'ms', aim, better: 'lower' },
    {
      name: `${name}-worst-ms`,
      value: Math.round(Math.max(...times)),
      unit: 'ms',
      better: 'lower',
    },
  ]
}
