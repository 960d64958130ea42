import { describe, expect, test } from 'vitest'
import type { Suite } from '../support/consoleUnderTest.ts'

/** What stands around every page. */
export const describeFrame: Suite = (subject) =>
  describe('frame', () => {
    test('default: a visitor without a wallet sees the network, its latest block, and every page by name', async () => {
      const { page, problems, close } = await subject().open()
      await page.getByRole('heading', { level: 1, name: 'Markets' }).waitFor()
      await page.getByText(/^block [\d,]+, /).waitFor()
      const names = await page.getByRole('navigation').getByRole('link').allTextContents()
      expect(names).toEqual([
        ...['Markets', 'Proposals', 'Draft', 'Verify', 'Vaults', 'Chains', 'Operations', 'Account'],
        'Settings',
      ])
      expect(problems).toEqual([])
      await close()
    })

    test('error: what is neither the site nor a service of the network is asked nothing', async () => {
      const { page, close } = await subject().open()
      await page.getByText(/^block [\d,]+, /).waitFor()
      const outcome = await page.evaluate(() =>
        fetch('http://127.0.0.1:9/').then(
          () => 'asked',
          (error: Error) => error.message,
        ),
      )
      expect(outcome).toMatch(/Content Security Policy|Failed to fetch/)
      const blocked = await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
              resolve(`${effectiveDirective} ${blockedURI}`),
            )
            void fetch('http://127.0.0.1:9/again').catch(() => {})
          }),
      )
      expect(blocked).toMatch(/^connect-src http:\/\/127\.0\.0\.1:9\//)
      await close()
    })
  })
