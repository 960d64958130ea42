import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { readPageAssets } from '../../../backtest/node/readPageAssets.ts'
import { backtest } from '../../../backtest/orchestrate/backtest.ts'
import { SeriesSink } from '../../../backtest/page/createSeries.ts'
import { listShownRules, renderPage } from '../../../backtest/page/page.ts'
import { formatResult, hashResultText } from '../../../backtest/report/hashResult.ts'
import { createInputs, engine, makeMarket } from '../orchestrate/support/madeBacktest.ts'

const attack = `"><script>alert(1)</script></title><img src=x onerror=alert(2)>\u202e'&`

let page: string
beforeAll(async () => {
  const sink = new SeriesSink(() => true)
  const hostile = makeMarket(70)
  const market = {
    ...hostile,
    manifest: { ...hostile.manifest, title: attack, assumptions: [attack, '</script>'] },
  }
  const inputs = createInputs({ title: attack, markets: [market, makeMarket(5, 'short')] })
  const { result, runs } = await backtest(inputs, engine, { sink })
  const backtestHash = hashResultText(formatResult(result))
  const content = { result, backtestHash, runs, series: sink.finish(runs) }
  page = renderPage(content, await readPageAssets())
})

const contentPolicy = () =>
  /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#39;', "'")

test('default', () => {
  expect(page.startsWith('<!doctype html>')).toBe(true)
  for (const heading of [
    'What is left out and assumed',
    'Cost and risk of every rule',
    'Over time',
    'Where each rule traded',
    'What each change alone does',
    'Fold by fold',
    'The worst times',
    'Other assumptions',
    'Other markets and portfolios',
    'How much of this may be luck',
    'Inputs and hashes',
  ]) {
    expect(page).toContain(`>${heading}</h2>`)
  }
})

test('behavior: what is left out and assumed stands before the first figure', () => {
  expect(page.indexOf('What is left out and assumed')).toBeLessThan(page.indexOf('class="tiles"'))
})

test('P-127 nothing in it asks anybody for anything', () => {
  // uPlot's script names itself in a comment, which loads nothing.
  const markup = page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '')
  expect(markup).not.toMatch(/https?:|\/\/[a-z]/i)
  expect(markup).not.toMatch(
    /<(img|link|iframe|object|embed|video|audio|source|base|form|a href="(?!#))/i,
  )
  const styles = page.match(/<style>.*?<\/style>/gs)?.join('') ?? ''
  expect(styles).not.toMatch(/url\(|@import/i)
  const scripts = page.match(/<script>.*?<\/script>/gs)?.join('') ?? ''
  expect(scripts).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|sendBeacon|importScripts|import\(/)
})

test('behavior: its policy allows the scripts and styles that are in it, and nothing else', () => {
  const policy = contentPolicy() ?? ''
  expect(policy).toMatch(/^default-src 'none'; /)
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:/)
  const inline = [...page.matchAll(/<(script|style)>(.*?)<\/\1>/gs)]
  expect(inline).toHaveLength(4)
  for (const [, , text = ''] of inline) {
    expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  }
  expect(page).not.toMatch(/ style="/)
  expect(page).not.toMatch(/ on[a-z]+="/)
})

test("behavior: strangers' texts are shown, not obeyed", () => {
  expect(page).not.toContain('<script>alert')
  expect(page).not.toContain('<img')
  expect(page).not.toContain('\u202e')
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('\\u{202e}')
  expect(page.match(/<\/script>/g)).toHaveLength(3)
})

test('behavior: each table has a caption, and headings of columns and rows', () => {
  const tables = page.match(/<table>.*?<\/table>/gs) ?? []
  expect(tables.length).toBeGreaterThan(5)
  for (const table of tables) {
    expect(table).toMatch(/<caption>[^<]+<\/caption>/)
    expect(table).toContain('<th scope="col">')
    expect(table).toContain('<th scope="row">')
  }
})

test('behavior: the data of the charts are as many points for each shown rule', () => {
  const [, json = ''] =
    /<script type="application\/json" id="chart-data">(.*?)<\/script>/s.exec(page) ?? []
  const { at, rules } = JSON.parse(json)
  expect(at.length).toBeGreaterThan(800)
  for (const rule of rules) {
    for (const name of ['nav', 'drift', 'band', 'drawdown'])
      expect(rule[name]).toHaveLength(at.length)
  }
})

test('behavior: shown are what is judged, holding, and the plain rule with the lowest J', async () => {
  const { result } = await backtest(createInputs({ markets: [makeMarket(5)] }), engine)
  const shown = listShownRules(result)
  expect(shown.slice(0, 3)).toEqual(['proposal', 'in-force', 'hold'])
  expect(shown.length).toBeLessThanOrEqual(4)
})
