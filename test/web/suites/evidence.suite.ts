import { describe, expect, test } from 'vitest'
import { findMarket } from '../../../client/findMarket.ts'
import { createQueryClient, fetchEvidence, fetchLatest } from '../../../query/index.ts'
import { listCompared } from '../../../web/markets/evidenceWords.ts'
import type { Suite } from '../support/consoleUnderTest.ts'
import { findBarriers, keepShot } from '../support/openConsole.ts'

const SIGNED = 'weth-usd'
const PROVEN = 'weth-usd-proven'

/** Kinds of evidence on the market's page, and on the first page. */
export const describeEvidence: Suite = (subject) =>
  describe('evidence', () => {
    /** What the index says of a market's latest update. */
    async function readLatest(name: string) {
      const index = createQueryClient({ url: subject().network.graphqlUrl ?? '' })
      const { markets } = await fetchLatest(index)
      const id = findMarket(name, [...markets.keys()])
      const updateId = id && markets.get(id)?.latestUpdateId
      if (updateId === undefined) throw new Error(`${name} has no update`)
      const evidence = (await fetchEvidence(index, [updateId])).get(updateId)
      if (evidence === undefined) throw new Error(`the index does not have ${updateId}`)
      return evidence
    }

    test("P-184 the kind of the latest push, and its figures beside the index's own, from phone to desktop", async () => {
      const evidence = await readLatest(PROVEN)
      const expected = listCompared(evidence) ?? []
      expect(expected).toHaveLength(18)
      const visit = await subject().open({ path: `/markets/${PROVEN}` })
      const { page } = visit
      const panel = page.getByRole('region', { name: 'Latest evidence', exact: true })
      await panel.getByText('proven', { exact: true }).waitFor()
      await panel.getByText('Figure by figure').click()
      const rows = panel.getByRole('table').getByRole('row')
      const texts = await rows.evaluateAll((found) =>
        found.map((row) => [...row.children].map((cell) => cell.textContent)),
      )
      expect(texts.slice(1)).toEqual(
        expected.map(({ name, reported, own, apart }) => [name, reported, own, apart]),
      )
      const pushes = page.getByRole('region', { name: 'Pushes, newest first' })
      const details = pushes.getByText(/^at most [\d.]+ % from the index$/).first()
      await details.click()
      await pushes
        .getByText(/^model's .*, index .*: [+-][\d.]+ %$/)
        .first()
        .waitFor()
      for (const [width, scheme] of [
        [360, 'light'],
        [1600, 'dark'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme: scheme })
        const readBeside = () =>
          page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
        await expect.poll(readBeside, { message: `at ${width}` }).toBe(0)
        if (width === 360) expect(await findBarriers(page), `at ${width}`).toEqual([])
        await keepShot(page, `evidence-${width}-${scheme}`)
      }
      expect(visit.problems).toEqual([])
      await visit.close()
    })

    test('P-184 a signed push is what the index measured', async () => {
      const { difference } = await readLatest(SIGNED)
      expect(difference?.largestTargetPips).toBe(0n)
      const visit = await subject().open({ path: `/markets/${SIGNED}` })
      const { page } = visit
      const panel = page.getByRole('region', { name: 'Latest evidence', exact: true })
      await panel.getByText('signed', { exact: true }).waitFor()
      await panel.getByText(/; as the index measured\.$/).waitFor()
      expect(visit.problems).toEqual([])
      await visit.close()
    })

    test('default: the first page names the kind of each market', async () => {
      const visit = await subject().open()
      const { page } = visit
      for (const [name, kind] of [
        [SIGNED, 'signed'],
        [PROVEN, 'proven'],
      ] as const) {
        const card = page.getByRole('region', { name, exact: true })
        await card.getByText(kind, { exact: true }).waitFor()
      }
      expect(visit.problems).toEqual([])
      await visit.close()
    })
  })
