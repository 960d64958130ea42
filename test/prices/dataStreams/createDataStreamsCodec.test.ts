import fc from 'fast-check'
import { concat, type Hex, numberToHex, size, slice, zeroHash } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { createDataStreamsCodec } from '../../../prices/dataStreams/createDataStreamsCodec.ts'
import { decodeReport, encodeReport, type Report } from '../../../prices/dataStreams/report.ts'
import {
  decodeSignedReport,
  encodeSignedReport,
  recoverSigners,
  signReport,
} from '../../../prices/dataStreams/signedReport.ts'
import { ReportRefusedError } from '../../../prices/errors.ts'
import { formatMessage, makeSignedReport } from '../../../stack/prices/makeMessage.ts'
import {
  TEST_FAULTS,
  testConfigDigest,
  testFeedId,
  testSignerAddresses,
  testSigners,
} from '../../../stack/prices/testSigners.ts'

const codec = createDataStreamsCodec({
  feedId: testFeedId,
  signers: testSignerAddresses,
  faults: TEST_FAULTS,
})
const price = { observedAt: 1_700_000_000, sequence: 7, priceWad: 2_000n * 10n ** 18n }

/** Why a report is refused, at whichever check. */
async function refuse(signedReport: Hex): Promise<string> {
  try {
    codec.decode(signedReport)
    await codec.checkSignatures(signedReport)
    return 'taken'
  } catch (error) {
    if (!(error instanceof ReportRefusedError)) throw error
    return error.reason
  }
}

describe('a report', () => {
  test('default: nine words, there and back, whatever they hold', () => {
    const seconds = fc.nat(2 ** 32 - 1)
    const wad = fc.bigInt(-(2n ** 191n), 2n ** 191n - 1n)
    const fee = fc.bigInt(0n, 2n ** 192n - 1n)
    const tail = fc.uint8Array({ minLength: 30, maxLength: 30 })
    const report = fc.record<Report>({
      feedId: tail.map((bytes) => `0x0003${Buffer.from(bytes).toString('hex')}` as const),
      validFromAt: seconds,
      observedAt: seconds,
      nativeFeeWei: fee,
      linkFeeJuels: fee,
      expiresAt: seconds,
      priceWad: wad,
      bidWad: wad,
      askWad: wad,
    })
    fc.assert(
      fc.property(report, (one) => {
        const data = encodeReport(one)
        expect(size(data)).toBe(288)
        expect(decodeReport(data)).toEqual(one)
      }),
      { seed: 19 },
    )
  })

  test('error: another schema, another length, bits beyond a type', async () => {
    const { data } = decodeSignedReport(await makeSignedReport(price))
    const dirty = concat([
      slice(data, 0, 32),
      numberToHex(1n << 40n, { size: 32 }),
      slice(data, 64),
    ])
    for (const wrong of [slice(data, 0, 256), `0x0004${data.slice(6)}` as const, dirty]) {
      expect(() => decodeReport(wrong)).toThrow(/malformed/)
    }
  })

  test('default: the signers are found, in their order', async () => {
    const signed = decodeSignedReport(await makeSignedReport(price))
    expect(await recoverSigners(signed)).toEqual(testSignerAddresses.slice(0, TEST_FAULTS + 1))
    expect(decodeSignedReport(encodeSignedReport(signed))).toEqual(signed)
  })
})

describe('P-216 what the signatures do not vouch for is refused', () => {
  test('default: f + 1 of the signers, any of them', async () => {
    const { context, data } = decodeSignedReport(await makeSignedReport(price))
    for (const [one, other] of [
      [0, 1],
      [3, 2],
      [1, 3],
    ] as const) {
      const signers = [one, other].flatMap((at) => testSigners[at] ?? [])
      const signed = encodeSignedReport(await signReport({ context, data }, signers))
      expect(await refuse(signed)).toBe('taken')
    }
    const half = price.priceWad / 10_000n
    expect(codec.decode(await makeSignedReport(price))).toEqual({
      feedId: testFeedId,
      observedAt: price.observedAt,
      sequence: 7n,
      priceWad: price.priceWad,
      bidWad: price.priceWad - half,
      askWad: price.priceWad + half,
      expiresAt: price.observedAt + 86_400,
    })
  })

  test.each([
    ['tampered', 'signatures'],
    ['stranger', 'signatures'],
    ['too-few', 'signatures'],
    ['twice', 'signatures'],
    ['other-feed', 'other-feed'],
  ] as const)('error: %s', async (fault, reason) => {
    expect(await refuse(await makeSignedReport(price, fault))).toBe(reason)
  })

  test('error: one signature more than f + 1, as the contract refuses it', async () => {
    const { context, data } = decodeSignedReport(await makeSignedReport(price))
    const signed = await signReport({ context, data }, testSigners.slice(0, TEST_FAULTS + 2))
    expect(await refuse(encodeSignedReport(signed))).toBe('signatures')
  })

  test('error: its number, which orders reports, is signed too', async () => {
    const { data, signatures } = decodeSignedReport(await makeSignedReport(price))
    const context = [testConfigDigest, numberToHex(99, { size: 32 }), zeroHash] as const
    expect(await refuse(encodeSignedReport({ context, data, signatures }))).toBe('signatures')
  })

  test('error: a price of nothing', async () => {
    expect(await refuse(await makeSignedReport({ ...price, priceWad: 0n }))).toBe('out-of-range')
  })

  test('error: any bit that is turned over', async () => {
    const signedReport = await makeSignedReport(price)
    const bytes = Buffer.from(signedReport.slice(2), 'hex')
    const meant = decodeSignedReport(signedReport)
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const turned = Buffer.from(bytes)
        const at = bit >> 3
        turned[at] = (turned[at] as number) ^ (1 << (bit & 7))
        const text: Hex = `0x${turned.toString('hex')}`
        // Padding, and bytes behind the last signature's bit, mean nothing.
        const isSame = (() => {
          try {
            return encodeSignedReport(decodeSignedReport(text)) === encodeSignedReport(meant)
          } catch {
            return false
          }
        })()
        expect((await refuse(text)) === 'taken').toBe(isSame)
      }),
      { seed: 19, numRuns: 300 },
    )
  })

  test('error: random bytes, and messages of other forms', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async (bytes) => {
        expect(await refuse(`0x${Buffer.from(bytes).toString('hex')}`)).toBe('malformed')
      }),
      { seed: 19 },
    )
    expect(() => codec.readMessage('{"report":')).toThrow(/no JSON/)
    expect(() => codec.readMessage('{"report":{"fullReport":7}}')).toThrow(/fullReport/)
    expect(codec.readMessage('{"hello":1}')).toBeUndefined()
    const signedReport = await makeSignedReport(price)
    expect(codec.readMessage(formatMessage(price, signedReport))).toBe(signedReport)
  })

  test('error: keys of other stacks', async () => {
    const other = createDataStreamsCodec({
      feedId: testFeedId,
      signers: [privateKeyToAccount(`0x${'07'.repeat(32)}`).address],
      faults: 0,
    })
    await expect(other.checkSignatures(await makeSignedReport(price))).rejects.toThrow(/exactly 1/)
  })
})
