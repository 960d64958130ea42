import { afterAll, beforeAll, describe } from 'vitest'
import { describeCharts } from './suites/charts.suite.ts'
import { describeDraft } from './suites/draft.suite.ts'
import { describeEvidence } from './suites/evidence.suite.ts'
import { describeFrame } from './suites/frame.suite.ts'
import { describeMarkets } from './suites/markets.suite.ts'
import { describeOperations } from './suites/operations.suite.ts'
import { describeProposals } from './suites/proposals.suite.ts'
import { describeSite } from './suites/site.suite.ts'
import { describeVaults } from './suites/vaults.suite.ts'
import { describeVerify } from './suites/verify.suite.ts'
import { describeWallet } from './suites/wallet.suite.ts'
import { describeWhatIf } from './suites/whatIf.suite.ts'
import { type Subject, startSubject } from './support/startSubject.ts'

/** Everything that the pages are tested on is started once: it takes most of the time. */
let subject: Subject

beforeAll(async () => {
  subject = await startSubject()
})

afterAll(() => subject?.stop())

/** Those that only read come first; what the later ones propose and vote is in their stack. */
const suites = [
  describeFrame,
  describeMarkets,
  describeEvidence,
  describeCharts,
  describeVerify,
  describeVaults,
  describeOperations,
  describeProposals,
  describeDraft,
  describeWhatIf,
  describeWallet,
  describeSite,
]

describe('the console', () => {
  for (const describeSuite of suites) describeSuite(() => subject.console)
})
