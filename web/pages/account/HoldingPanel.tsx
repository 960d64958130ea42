import { type Address, isAddressEqual } from 'viem'
import { describeVotes, explainNoVotes } from '../../../client/explainPower.ts'
import { formatEther } from '../../../client/formatEther.ts'
import type { Holding } from '../../../client/readHolding.ts'
import { formatVotes } from '../../../governance/index.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Words } from '../../ui/texts.tsx'
import { pageWords } from '../../voting/delegationWords.ts'
import { AccountLink } from './AccountLink.tsx'
import styles from './account.module.css'
import { useHolding } from './useHolding.ts'

/** Votes, tokens, delegate and ether of an account. */
export function HoldingPanel({ account }: { account: Address }) {
  const reading = useHolding(account)
  return (
    <Panel title="Votes and tokens">
      <ReadingView reading={reading} what="what the account has">
        {(holding) => <Shown holding={holding} />}
      </ReadingView>
    </Panel>
  )
}

function Shown({ holding }: { holding: Holding }) {
  const { account, votes, tokens, delegate, etherWei } = holding
  const none = explainNoVotes(holding, pageWords)
  return (
    <>
      <p className={styles.votes}>
        <strong>{formatVotes(votes)}</strong> votes now
      </p>
      {votes > 0n && <p className={styles.soft}>{capitalize(describeVotes(holding))}.</p>}
      <Facts
        facts={[
          ['Tokens', formatVotes(tokens)],
          ['Delegate', <Delegate key="delegate" account={account} delegate={delegate} />],
          ['Ether', formatEther(etherWei, 'down').replace(' ether', '')],
        ]}
      />
      {none !== undefined && (
        <Notice tone="warn" title="This account cannot vote">
          <Words text={`${capitalize(none)}. That counts for proposals whose vote begins later.`} />
        </Notice>
      )}
    </>
  )
}

function Delegate({ account, delegate }: { account: Address; delegate: Address | undefined }) {
  if (delegate === undefined) return 'nobody'
  return isAddressEqual(delegate, account) ? 'itself' : <AccountLink account={delegate} />
}

const capitalize = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
