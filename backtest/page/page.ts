import { sha256, stringToBytes } from 'viem'
import { sayVerdict } from '../report/sayVerdict.ts'
import type { BacktestResult } from '../result.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../statistics/compareRules.ts'
import type { PageContent } from './content.ts'
import { embedJson, Html, html } from './html.ts'
import { renderAssumptions } from './sections/assumptions.ts'
import { renderAttribution } from './sections/attribution.ts'
import { renderCases } from './sections/cases.ts'
import { renderHonesty } from './sections/honesty.ts'
import { renderInputs } from './sections/inputs.ts'
import { renderRules } from './sections/rules.ts'
import { renderSensitivity, renderStress, renderWalkForward } from './sections/tables.ts'
import { renderTiles } from './sections/tiles.ts'
import { renderTrades } from './sections/trades.ts'

/** Texts that are put into the page: its own style and script, and uPlot's. */
export interface PageAssets {
  style: string
  script: string
  uplotStyle: string
  uplotScript: string
}

/** Rules whose value is drawn over time: what is judged, standing still, and the plain rule with the lowest J. */
export function listShownRules(result: BacktestResult): string[] {
  const plain = result.rules.filter(({ kind }) => kind === 'plain')
  const best = plain.toSorted((a, b) => Number(a.metrics.jBpYear) - Number(b.metrics.jBpYear))[0]
  const wanted = [PROPOSAL_ID, IN_FORCE_ID, 'hold', ...(best === undefined ? [] : [best.ruleId])]
  return [...new Set(wanted)].filter((id) => result.rules.some(({ ruleId }) => ruleId === id))
}

/**
 * A result as one page that asks nothing of anybody: styles, scripts and figures are inside, and its policy forbids every request.
 * A pure function of its content.
 */
export function renderPage(content: PageContent, assets: PageAssets): string {
  const { result } = content
  const { title, governed } = result.inputs
  const { verdict, headline, sentences } = sayVerdict(result)
  const styles = [assets.uplotStyle, assets.style]
  const scripts = [assets.uplotScript, assets.script]
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${createPolicy(styles, scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} - backtest</title>
${styles.map((text) => new Html(`<style>${text}</style>`))}
</head>
<body>
<a class="skip" href="#figures">Skip to the figures</a>
<header>
<p class="eyebrow">Backtest of a proposal for <strong>${governed}</strong></p>
<h1>${title}</h1>
<div class="verdict ${verdict.replaceAll(' ', '-')}" role="note">
<p class="headline">${headline}</p>
${sentences.map((sentence) => html`<p>${sentence}</p>`)}
<p><small>J is what trading cost, and what being away from the target risked, in bp: hundredths of a percent of the portfolio. Less is better.</small></p>
</div>
</header>
<main>
${renderAssumptions(result)}
${renderTiles(result)}
${renderRules(result)}
${renderTime()}
${renderTrades(content)}
${renderAttribution(result)}
${renderWalkForward(result)}
${renderStress(result)}
${renderSensitivity(result)}
${renderCases(result)}
${renderHonesty(result)}
${renderInputs(content)}
</main>
<footer><p>Made by gimbal ${result.backtester.version}. The past of a market says little about its future; a vote decides about the future.</p></footer>
${embedJson('chart-data', createChartData(content))}
${scripts.map((text) => new Html(`<script>${text}</script>`))}
</body>
</html>
`
  return page.markup
}

function renderTime(): Html {
  const chart = (id: string, title: string, text: string) => html`<figure>
<figcaption><strong>${title}</strong> ${text}</figcaption>
<div class="chart" id="${id}" role="img" aria-label="${title} ${text}"></div>
</figure>`
  return html`<section id="time">
<h2>Over time</h2>
<p class="lead">Drag over a chart to zoom in, click twice to see all of it. The same figures are in steps.parquet.</p>
${chart('chart-value', 'Net value, dollars.', 'It moves with the price of the asset, which no rule decides.')}
${chart('chart-ahead', 'Net value less that of the policy in force, dollars.', 'Above 0: ahead of it. Most of it is luck of where the drift stood when the price moved.')}
${chart('chart-band', 'Drift and the band in force, percent.', 'A rule may trade where its drift leaves the band.')}
${chart('chart-drawdown', 'Below the highest net value so far, percent.', '')}
</section>`
}

/** What the script draws: series of the shown rules, each with its title. */
function createChartData({ result, series }: PageContent): object {
  return {
    at: series.at,
    rules: series.rules.map((rule) => ({
      ...rule,
      title: nameRule(result, rule.ruleId),
    })),
  }
}

function nameRule({ rules, inputs }: BacktestResult, id: string): string {
  if (id === PROPOSAL_ID) return 'proposal'
  if (id === IN_FORCE_ID) return inputs.isAddition ? 'example' : 'in force'
  return rules.find(({ ruleId }) => ruleId === id)?.ruleId ?? id
}

/** Only these scripts and styles, and nothing from anywhere. */
function createPolicy(styles: readonly string[], scripts: readonly string[]): string {
  const list = (texts: readonly string[]) => texts.map((text) => `'sha256-${hash(text)}'`).join(' ')
  return [
    "default-src 'none'",
    `style-src ${list(styles)}`,
    `script-src ${list(scripts)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hash(text: string): string {
  return btoa(String.fromCharCode(...sha256(stringToBytes(text), 'bytes')))
}
