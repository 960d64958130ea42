import { describeChain } from '../../../client/network/chains.ts'
import { useSession } from '../../network/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import type { Connected } from '../connected.ts'
import { isUnknownChain } from '../describeWalletFailure.ts'
import { useTask } from '../useTask.ts'
import { useWalletContext } from '../walletContext.ts'
import { FailureNotice } from './FailureNotice.tsx'
import { Waiting } from './Waiting.tsx'

/** The wallet is on another chain than the page: changes it, and first tells the wallet of the chain where it has to. */
export function ChainPart({ connected }: { connected: Connected }) {
  const { network } = useSession()
  const { loadWallets } = useWalletContext()
  const switching = useTask<void>()
  const adding = useTask<void>()
  const wanted = describeChain(network.chainId)
  const change = () => switching.start(async () => (await loadWallets()).switchChain())
  const add = () =>
    adding.start(async () => {
      await (await loadWallets()).addChain()
      change()
    })
  if (switching.state.phase === 'waiting' || adding.state.phase === 'waiting') {
    const giveUp = () => {
      switching.giveUp()
      adding.giveUp()
    }
    const what = `It asks you whether it may ${adding.state.phase === 'waiting' ? `learn of ${wanted}` : `change to ${wanted}`}.`
    return <Waiting name={connected.name} what={what} onGiveUp={giveUp} />
  }
  const isUnknown = switching.state.phase === 'failed' && isUnknownChain(switching.state.error)
  return (
    <>
      <Notice tone="warn" title="The wallet is on another chain">
        <p>
          It is on {describeChain(connected.chainId)}; this page is about {wanted}.
        </p>
      </Notice>
      {switching.state.phase === 'failed' && !isUnknown && (
        <FailureNotice error={switching.state.error} what="changed" />
      )}
      {isUnknown ? (
        <>
          <p>The wallet does not know {wanted} yet. This is what it would be told:</p>
          <Facts
            facts={[
              ['Chain', wanted],
              ['Its node', <code key="node">{network.rpcUrl}</code>],
              ['Paid in', 'ether (ETH)'],
            ]}
          />
          <p>From then on the wallet asks this node. Only agree if you trust whoever runs it.</p>
          {adding.state.phase === 'failed' && (
            <FailureNotice error={adding.state.error} what="added" />
          )}
          <div>
            <Button look="primary" onClick={add}>
              Tell the wallet of {wanted}
            </Button>
          </div>
        </>
      ) : (
        <div>
          <Button look="primary" onClick={change}>
            Change the wallet to {wanted}
          </Button>
        </div>
      )}
    </>
  )
}
