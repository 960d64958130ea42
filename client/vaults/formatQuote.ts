import { formatAmount } from '../../governance/units.ts'

const USD6_DECIMALS = 6
const CENT_USD6 = 10_000n

/** An amount of quote, which vaults take as the dollar, to the cent: `$9,358,077.12`. */
export function formatQuote(amount: bigint, { decimals }: { decimals: number }): string {
  const usd6 =
    decimals >= USD6_DECIMALS
      ? amount / 10n ** BigInt(decimals - USD6_DECIMALS)
      : amount * 10n ** BigInt(USD6_DECIMALS - decimals)
  const cents = (usd6 + CENT_USD6 / 2n) / CENT_USD6
  return formatAmount(cents * CENT_USD6, 'usd6')
}
