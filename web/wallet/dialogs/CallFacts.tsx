import type { Address } from 'viem'
import type { ContractCall } from '../../../client/contractCall.ts'
import { formatEther } from '../../../client/formatEther.ts'
import type { Rehearsal } from '../../../client/rehearseCall.ts'
import { formatAmount } from '../../../governance/index.ts'
import { useSession } from '../../network/session.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Short, Stranger } from '../../ui/texts.tsx'
import { describeCall } from '../describeCall.ts'
import styles from './dialogs.module.css'

/** From how many characters on an argument is folded. */
const LONG = 400

/** What the wallet is going to be asked for. */
export function CallFacts(props: {
  call: ContractCall
  account: Address
  /** Undefined: what it costs is not known. */
  rehearsal: Rehearsal | undefined
}) {
  const { call, account, rehearsal } = props
  const { network } = useSession()
  const { contract, functionName, args } = describeCall(call, network)
  const cost = rehearsal === undefined ? [] : describeCost(rehearsal)
  return (
    <>
      <Facts
        facts={[
          ['From', <Short key="from" hex={account} what="the account" />],
          [
            'To',
            <span key="to">
              {contract ?? 'a contract that the network does not name'}{' '}
              <Short hex={call.address} what="the contract" />
            </span>,
          ],
          ['Function', <code key="function">{functionName}</code>],
          ...cost,
        ]}
      />
      <dl className={styles.arguments}>
        {args.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd tabIndex={text.length > LONG ? 0 : undefined}>
              <Stranger text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function describeCost({ gas, fees }: Rehearsal): [string, string][] {
  const price = fees.type === 'legacy' ? fees.gasPrice : fees.maxFeePerGas
  return [
    ['Gas', `${formatAmount(gas, 'gas')} at most, ${formatAmount(price, 'gwei')} each at most`],
    ['Fee', `${formatEther(gas * price)} at most; the wallet may propose another`],
  ]
}
