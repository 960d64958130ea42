import { expect, test } from 'vitest'
import { createPortfolio } from '../../backtest/portfolios/createPortfolio.ts'
import { parsePortfolio } from '../../backtest/portfolios/document.ts'
import { runBacktest } from '../../backtest/runBacktest.ts'
import { loadCore, loadStrategies } from '../../core/index.ts'
import { diskReader } from '../../market/files/diskReader.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import { createRule } from '../../strategy/rules/standardRules.ts'
import { defaultFill } from './support/defaultRun.ts'

const core = await loadCore()
const strategies = await loadStrategies()

/** What a year earned, as a log of the net value, 1 = 100 %. */
async function earn(name: string, timing?: string): Promise<number> {
  const market = await openMarket(name)
  const document = parsePortfolio({
    kind: 'carry',
    nav: '$1,000,000',
    margin: 'isolated',
    leverage: '3 x',
    maintenance: '1 %',
    topUp: '50 %',
    ...(timing !== undefined && { timing }),
  })
  const portfolio = createPortfolio(document, strategies)
  const rules = [{ rule: createRule('band-1', defaultFill) }]
  const settings = { core, market, others: [], portfolio, rules, fill: defaultFill }
  const [run] = await runBacktest(settings, diskReader.readSteps(market))
  const days = run?.days ?? []
  const elapsedSec = days.reduce((sum, day) => sum + day.elapsedSec, 0)
  const growth = (days.at(-1)?.navEndUsd6 ?? 0) / (days[0]?.navStartUsd6 ?? 1)
  expect(run?.incidents.liquidations).toBe(0)
  return Math.log(growth) / (elapsedSec / 31_557_600)
}

test.each(['carry-2023', 'carry-2023-btc'])(
  'behavior: on %s, a carry that times its funding earns no more than one that stays in',
  async (name) => {
    const always = await earn(name)
    expect(always).toBeGreaterThan(0.07)
    expect(always).toBeLessThan(0.09)
    for (const timing of ['1 d', '3 d', '10 d', '30 d']) {
      expect(await earn(name, timing)).toBeLessThanOrEqual(always)
    }
  },
)
