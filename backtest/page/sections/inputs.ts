import { stringify } from 'yaml'
import type { PageContent } from '../content.ts'
import { type Html, html } from '../html.ts'
import { renderTable } from './table.ts'

/** All that the result was made of, and how to make it again. */
export function renderInputs({ result, backtestHash }: PageContent): Html {
  const { inputs, markets, backtester, documentHash, seed } = result
  const yaml = (value: unknown) => stringify(value, { lineWidth: 0 }).trimEnd()
  const hashes: (readonly [string, string])[] = [
    ['result.json', backtestHash],
    ["proposal's document", documentHash ?? 'none: bare settings were run'],
    ...markets.flatMap(({ name, dataHash, manifestHash }) => [
      [`market ${name}`, dataHash] as const,
      [`market.json of ${name}`, manifestHash] as const,
    ]),
    ['Wasm core', backtester.coreHash],
    ["strategies' maths", backtester.strategiesHash],
    ["simulator's source", backtester.sourceHash],
  ]
  return html`<section>
<h2>Inputs and hashes</h2>
<p>Run it again and compare every byte:</p>
<pre><code>gimbal backtest verify result.json</code></pre>
<p>The hash of result.json stands in the proposal's description as <code>Backtest: 0x...</code>; <code>gimbal verify proposal ID --backtest result.json</code> compares the two.</p>
${renderTable({ caption: 'Hashes', head: ['Of', 'keccak256'], rows: hashes.map(([name, hash]) => [name, html`<code>${hash}</code>`]) })}
${renderTable({
  caption: 'Markets',
  head: ['Market', 'from', 'to', 'rows', 'gaps'],
  rows: markets.map(({ title, from, to, rows, gaps }) => [title, from, to, rows, gaps]),
})}
<details><summary>Portfolios, fills, seed</summary><pre>${yaml({ portfolios: inputs.portfolios, fill: inputs.fill, seed, draws: inputs.draws })}</pre></details>
<details><summary>Settings of the proposal</summary><pre>${yaml(inputs.proposal)}</pre></details>
<details><summary>Settings in force</summary><pre>${yaml(inputs.inForce)}</pre></details>
</section>`
}
