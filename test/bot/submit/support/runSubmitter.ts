/**
 * Run as a process: brings the report on stdin on chain, by the node argv[2] with the journal argv[3] and the contract
 * argv[4], and prints each step.
 */
import { text } from 'node:stream/consumers'
import type { Address } from 'viem'
import { defaultPolicy } from '../../../../backtest/defaultPolicy.ts'
import { openSqliteJournal } from '../../../../bot/journal/openSqliteJournal.ts'
import { parseRequest } from '../../../../bot/sign/reportText.ts'
import { createSubmitter } from '../../../../bot/submit/createSubmitter.ts'
import { core } from '../../support/defaultInput.ts'
import { createContext } from './pushChain.ts'

const [, , url = '', file = '', riskParameters] = process.argv
const { request, signatures } = JSON.parse(await text(process.stdin))
const parsed = parseRequest(request)
if ('problem' in parsed) throw new Error(parsed.problem)
const { report } = parsed
const target = core.evaluate(report.observation, defaultPolicy)
const journal = openSqliteJournal(file)
const context = createContext({ url, riskParameters: riskParameters as Address, journal })
const submitter = createSubmitter(context)
for (;;) {
  const { type } = await submitter.advance({ report, signatures, target })
  process.stdout.write(`${type}\n`)
  if (type === 'settled' || type === 'held') break
}
await journal.close()
