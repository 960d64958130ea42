import { formatMinute } from '../../../market/formatMinute.ts'
import { typeCommand } from '../../program/typedCommand.ts'
import { formatCheck, formatFact, title } from '../formatSummary.ts'
import { type Check, countOf } from '../listChecks.ts'
import type { AcrossSummary } from './summarizeAcross.ts'

/** What has to hold of the second chain. */
export function listAcrossChecks(summary: AcrossSummary): Check[] {
  const { name, updates, messages, halt } = summary
  const differences = updates.flatMap((update) => update.differences)
  const count = countOf(updates.length, 'vector', 'vectors')
  const { sent, delivered, underWay, failed } = messages
  return [
    updates.length === 0
      ? check(false, `no vector was in force on ${name}`)
      : check(
          differences.length === 0,
          differences.length === 0
            ? `${count} in force on ${name}: what home had when it was sent, as far as the bounds there let it, bit by bit; each within them, and at most a step from the one before`
            : `${count} in force on ${name}, and not all as they have to be`,
          differences,
        ),
    check(
      sent > 0 && underWay === 0 && failed === 0,
      `of ${countOf(sent, 'message', 'messages')} ${delivered} delivered, ${underWay} under way, ${failed} failed`,
    ),
    check(
      halt.blocksTaken !== undefined && halt.isOnFallback,
      halt.blocksTaken === undefined
        ? `home's halt never came to ${name}`
        : `home's halt put ${name} on its fallback within ${countOf(halt.blocksTaken, 'block', 'blocks')}`,
    ),
  ]
}

/** The result of the second chain as text: at most 80 columns. */
export function formatAcrossSummary(
  summary: AcrossSummary,
  { color, folderArgs }: { color: boolean; folderArgs: readonly string[] },
): string {
  const checks = listAcrossChecks(summary)
  return [
    title(`What happened on ${summary.name}`, color),
    ...describe(summary).flatMap(([name, ...texts]) => formatFact([name, ...texts])),
    '',
    title('Checks across chains', color),
    ...checks.flatMap((one) => formatCheck(one, color)),
    '',
    ...[
      ['chains', 'status'],
      ['doctor', '--network', 'local'],
    ].map((words) => `  ${typeCommand(...(words as [string, ...string[]]), ...folderArgs)}`),
    '',
  ].join('\n')
}

type Fact = [name: string, ...texts: string[]]

function describe(summary: AcrossSummary): Fact[] {
  const { bridges, updates, messages, heldBack, nativePriceUsd6 } = summary
  const took = updates.map(({ tookSec }) => Number(tookSec)).toSorted((a, b) => a - b)
  const middle = took[Math.floor((took.length - 1) / 2)] ?? 0
  const median = (values: readonly bigint[]) =>
    values.toSorted((a, b) => Number(a - b))[Math.floor((values.length - 1) / 2)] ?? 0n
  const [first] = updates
  const last = updates.at(-1)
  const paid = (wei: bigint) => {
    const usd = Number((wei * nativePriceUsd6) / 10n ** 18n) / 1e6
    return `$${usd.toLocaleString('en-US', { maximumFractionDigits: usd < 1 ? 4 : 2 })}`
  }
  return [
    [
      'messages',
      `${messages.sent} sent by ${bridges.join(' and ')}, ${messages.delivered} delivered`,
    ],
    [
      'vectors',
      `${updates.length} in force there${first && last ? `, from ${formatMinute(first.at)} to ${formatMinute(last.at)}` : ''}`,
      `${middle} s of market time from the sending to there, in the middle; ${took.at(-1) ?? 0} s at most`,
      `${heldBack} of them were held back by the bounds there in one field or more`,
    ],
    [
      'gas',
      `a vector took ${median(updates.map(({ sendGas }) => sendGas)).toLocaleString('en-US')} at home and ${median(updates.map(({ deliverGas }) => deliverGas)).toLocaleString('en-US')} there`,
      `the relayer paid ${paid(summary.paidHomeWei)} at home, ${paid(summary.paidAwayWei)} there; the local chain has no data fee`,
    ],
    ['portfolio', 'each chain has its own pool; trading the whole is left out of this run'],
    ['the end', "home's guardian halted the market, so that you see it arrive"],
  ]
}

function check(isOk: boolean, text: string, details: readonly string[] = []): Check {
  return { isOk, text, details: isOk ? [] : details }
}
