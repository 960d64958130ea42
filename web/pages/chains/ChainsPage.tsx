import type { BridgeNow, ChainNow } from '../../../client/bridge/readBridge.ts'
import { formatUtc } from '../../../client/formatUtc.ts'
import { describeError } from '../../data/useReading.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Stranger } from '../../ui/texts.tsx'
import { MarketPanel } from './MarketPanel.tsx'
import { MessagesPanel } from './MessagesPanel.tsx'
import { RecordsPanel } from './RecordsPanel.tsx'
import { useChains } from './useChains.ts'

/** What the chains of a network have of each other: values, votes for other chains, messages. */
export default function ChainsPage() {
  return (
    <Page
      title="Chains"
      lead="What other chains have of the parameters here, within bounds of their own; votes for them, step by step; and every message between them, with what anyone can do where one is stuck."
    >
      <ReadingView
        reading={useChains()}
        what="the chains"
        isEmpty={({ now }) => now === undefined}
        empty={
          <p>
            This network is on one chain. Its file names no bridge, and no chain away under remotes.
          </p>
        }
      >
        {({ now }) => now !== undefined && <ChainsView now={now} />}
      </ReadingView>
    </Page>
  )
}

function ChainsView({ now }: { now: BridgeNow }) {
  const unread = now.chains.filter(({ blockNumber }) => blockNumber === undefined)
  return (
    <>
      {unread.map(({ name, failure }) => (
        <Notice key={name} tone="warn" title={`${name} was not read`}>
          <p>
            {failure === undefined
              ? 'The network names no node of it.'
              : `${describeError(failure)}.`}{' '}
            What it has, and what has come there, is not known meanwhile.
          </p>
        </Notice>
      ))}
      {now.markets.map((market) => (
        <MarketPanel key={market.id} market={market} chains={now.chains} />
      ))}
      <RecordsPanel records={now.records} />
      <MessagesPanel messages={now.messages} olderCount={now.olderCount} />
      <Panel title="Where it was read">
        <Facts facts={now.chains.map((chain) => [nameChain(chain), describeBlock(chain)])} />
      </Panel>
    </>
  )
}

function nameChain({ name, isHome }: ChainNow): string {
  return isHome ? `${name} (home)` : name
}

function describeBlock({ chainId, blockNumber, blockAt }: ChainNow) {
  const where = blockAt === undefined ? 'not read' : `block ${blockNumber}, ${formatUtc(blockAt)}`
  return <Stranger isInline text={`chain ${chainId}, ${where}`} />
}
