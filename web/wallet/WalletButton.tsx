import { useConnection } from 'wagmi'

/** The wallet in the page's head: connect, or whose account it is. */
export function WalletButton() {
  const { address } = useConnection()
  return <span>{address ?? 'no wallet'}</span>
}
