/** Coins by their whole names. */
const tickers: Readonly<Record<string, string>> = { BITCOIN: 'BTC', ETHEREUM: 'ETH', ETHER: 'ETH' }

/** What exchanges call a coin: `ETH` for `ethereum`; another name in capital letters. */
export function toTicker(name: string): string {
  const upper = name.toUpperCase()
  return tickers[upper] ?? upper
}
