import type { Page } from 'playwright-core'
import { getAbiItem, type Hex, toFunctionSelector } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi } from '../../../abi/index.ts'
import { parameterFields } from '../../../core/index.ts'
import type { Visit, VisitOptions } from '../../web/support/consoleUnderTest.ts'
import { findBarriers, keepShot } from '../../web/support/openConsole.ts'
import { tamperAnswers } from '../../web/support/tamperAnswers.ts'
import type { ExampleSuite } from '../support/examplesOnStack.ts'
import type { ExampleCopy } from '../support/installExample.ts'

interface Question {
  method: string
  params: [{ data?: Hex }?]
}
interface Answer {
  result?: unknown
}

const EQUAL = '✓ Equal to the last bit'

export const describePage: ExampleSuite = (subject) =>
  describe('page', () => {
    /** Installed, tested and built, with the network's file beside it. */
    let example: ExampleCopy
    beforeAll(async () => {
      example = await subject().install('page')
      const lines = [
        'mkdir -p public',
        'cp .gimbal/stack/network.json public/',
        'npm test',
        'npm run build',
      ]
      for (const line of lines) await example.runAsWritten(line)
    })

    test('P-190 the page shows the value in force and recomputes it, from the server for development and as it is built', async () => {
      const { values } = await subject().readInForce()
      for (const line of ['npm start', 'npm run preview']) {
        const { page, problems, close } = await visit(line)
        await page.getByText(EQUAL).waitFor()
        expect(await page.locator('#status').innerText()).toBe('Active')
        expect(await readShown(page)).toEqual(parameterFields.map((field) => `${values[field]}`))
        expect(await page.getByText('Equal: all 8 parameters, all 190 bits').count()).toBe(2)
        expect(problems).toEqual([])
        // What is not checked on the page is by the command that it names.
        const command = await page.locator('code').innerText()
        expect(await example.run(command)).toContain('all bits agree')
        await close()
      }
    })

    test('behavior: whatever the node tells otherwise is found, and named', async () => {
      const { page, close } = await visit('npm run preview')
      const { rpcUrl } = subject()
      await page.getByText(EQUAL).waitFor()

      await tamperAnswers(page, rpcUrl, flipTarget)
      await page.reload()
      await page.getByText('✗ The chain and this browser differ').waitFor()
      await page.getByText('Differs: aggressiveness.').waitFor()
      await page.unroute(`${rpcUrl}**`)

      await tamperAnswers(page, rpcUrl, sayHalted)
      await page.reload()
      await page.getByText('Halted', { exact: true }).waitFor()
      await page.getByText('Protocols read the voted fallback instead of it.').waitFor()
      await close()
    })

    test.each([
      ['light', 1280],
      ['dark', 360],
    ] as const)(
      'behavior: %s and %i pixels wide, it fits, and has no barrier',
      async (scheme, width) => {
        const { page, close } = await visit('npm run preview', { scheme, width })
        await page.getByText(EQUAL).waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        expect(await findBarriers(page)).toEqual([])
        await keepShot(page, `example-page-${scheme}-${width}`)
        await close()
      },
    )

    /** The page, served by a command of the example. */
    async function visit(line: string, options: VisitOptions = {}): Promise<Visit> {
      const output = await example.start(line).waitFor(/Local: +http:\S+\//)
      const url = /Local: +(http:\S+\/)/.exec(output)?.[1] ?? ''
      return subject()
        .openSite(url)
        .open({ ...options, path: 'weth-usd' })
    }
  })

/** The eight values as the page has them, in the contract's own units. */
function readShown(page: Page): Promise<(string | null)[]> {
  return page
    .locator('#values [data-raw]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-raw')))
}

/** The lowest bit of the target in an update's event: aggressiveness. */
function flipTarget({ method }: Question, answer: Answer): Answer {
  if (method !== 'eth_getLogs') return answer
  const logs = (answer.result as { data: Hex }[]).map((log) => {
    return { ...log, data: flipLastBit(log.data, 2) }
  })
  return { ...answer, result: logs }
}

/** The status is the word behind the eight values. */
function sayHalted({ method, params }: Question, answer: Answer): Answer {
  const selector = toFunctionSelector(getAbiItem({ abi: riskParametersAbi, name: 'parameters' }))
  if (method !== 'eth_call' || !params[0]?.data?.startsWith(selector)) return answer
  const result = answer.result as Hex
  const [start, end] = [2 + 8 * 64, 2 + 9 * 64]
  return { ...answer, result: result.slice(0, start) + '3'.padStart(64, '0') + result.slice(end) }
}

function flipLastBit(data: Hex, word: number): Hex {
  const end = 2 + (word + 1) * 64
  const digit = Number.parseInt(data[end - 1] ?? '', 16) ^ 1
  return `0x${data.slice(2, end - 1)}${digit.toString(16)}${data.slice(end)}`
}
