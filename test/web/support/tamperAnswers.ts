import type { Page } from 'playwright-core'

/**
 * Changes what a service answers to this page: each question of a batch by itself. The patch returns the answer that the page
 * gets.
 */
export async function tamperAnswers<Question extends object, Answer extends object>(
  page: Page,
  url: string,
  patch: (question: Question, answer: Answer) => Answer,
): Promise<void> {
  await page.route(`${url}**`, async (route) => {
    const asked: Question[] = [route.request().postDataJSON()].flat()
    const response = await route.fetch()
    const answered = (await response.json()) as Answer | Answer[]
    const json = Array.isArray(answered)
      ? answered.map((answer) => {
          const question = asked.find((one) => numberOf(one) === numberOf(answer))
          return patch(question as Question, answer)
        })
      : patch(asked[0] as Question, answered)
    await route.fulfill({ response, json })
  })
}

/** Of a batch, what says which answer is of which question. */
function numberOf(part: object): unknown {
  return (part as { id?: unknown }).id
}
