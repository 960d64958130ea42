import { afterAll, beforeAll, describe } from 'vitest'
import { describeDraft } from './suites/draft.suite.ts'
import { describeFrame } from './suites/frame.suite.ts'
import { type Subject, startSubject } from './support/startSubject.ts'

/** Everything that the pages are tested on is started once: it takes most of the time. */
let subject: Subject

beforeAll(async () => {
  subject = await startSubject()
})

afterAll(() => subject?.stop())

describe('the console', () => {
  for (const describeSuite of [describeFrame, describeDraft]) describeSuite(() => subject.console)
})
