import { isAddress, isAddressEqual } from 'viem'
import { useParams } from 'wouter'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { Short, Stranger } from '../../ui/texts.tsx'
import { useWallet } from '../../wallet/useWallet.ts'
import { WalletGate } from '../../wallet/WalletGate.tsx'
import styles from './account.module.css'
import { ChooseAccount } from './ChooseAccount.tsx'
import { DelegatePanel } from './DelegatePanel.tsx'
import { DelegatorsPanel } from './DelegatorsPanel.tsx'
import { HoldingPanel } from './HoldingPanel.tsx'
import { OpenVotesPanel } from './OpenVotesPanel.tsx'

/** What an account has and may vote on: the wallet's, or any whose address is given. */
export default function AccountPage() {
  const { account: given } = useParams()
  const { account: own } = useWallet()
  const isValid = given === undefined || isAddress(given)
  const account = given === undefined ? own : isAddress(given) ? given : undefined
  const isOwn = account !== undefined && own !== undefined && isAddressEqual(account, own)
  return (
    <Page
      title={given === undefined || isOwn ? 'Your account' : 'Account'}
      lead={
        account === undefined ? (
          'Tokens, votes, delegate and open votes of an account.'
        ) : (
          <Short hex={account} what="the account's address" />
        )
      }
    >
      {!isValid && (
        <Notice tone="warn" title="That is no address">
          <p>
            <Stranger text={given ?? ''} isInline /> is no address, or one of its characters is
            wrong. Give 0x and 40 hex digits.
          </p>
        </Notice>
      )}
      {account === undefined && isValid && (
        <WalletGate why="Connect a wallet to see your own account, or give the address of any.">
          {null}
        </WalletGate>
      )}
      {account !== undefined && (
        <div className={styles.columns} key={account}>
          <div className={styles.column}>
            <HoldingPanel account={account} />
            {isOwn && <DelegatePanel account={account} />}
          </div>
          <div className={styles.column}>
            <OpenVotesPanel account={account} isOwn={isOwn} />
            <DelegatorsPanel account={account} />
          </div>
        </div>
      )}
      <ChooseAccount own={isOwn ? undefined : own} />
    </Page>
  )
}
