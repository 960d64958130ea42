import { type Hex, size, slice } from 'viem'
import { formatEther } from '../../../client/formatEther.ts'
import type { MadeProposal } from '../../../client/readProposals.ts'
import { useSession } from '../../network/session.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Copy, Short } from '../../ui/texts.tsx'
import styles from './proposal.module.css'
import { nameContract, readCall } from './readCall.ts'

/** One call as the timelock would make it: target, function, value, raw data. */
export function CallFacts({ made, index }: { made: MadeProposal; index: number }) {
  const { network } = useSession()
  const target = made.targets[index]
  const calldata = made.calldatas[index] ?? '0x'
  const valueWei = made.values[index] ?? 0n
  if (target === undefined) return null
  const name = nameContract(target, network)
  const selector = size(calldata) < 4 ? calldata : slice(calldata, 0, 4)
  return (
    <div className={styles.call}>
      <Facts
        facts={[
          [
            'Target',
            <>
              {name !== undefined && <>{name} </>}
              <Short hex={target} what="the target’s address" />
            </>,
          ],
          ['Function', <code key="selector">{selector}</code>],
          [
            'It reads as',
            <bdi key="call" dir="ltr">
              {readCall(target, calldata, network) ?? 'nothing that is known here'}
            </bdi>,
          ],
          ['Ether sent', valueWei === 0n ? 'none' : formatEther(valueWei)],
        ]}
      />
      <RawData hex={calldata} />
    </div>
  )
}

/** Raw bytes, all of them, in a box that scrolls. */
function RawData({ hex }: { hex: Hex }) {
  return (
    <div className={styles.raw}>
      <div className={styles.rawHead}>
        <span>Raw data, {size(hex).toLocaleString('en')} bytes</span>
        <Copy text={hex} what="the raw data" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <pre tabIndex={0}>{hex}</pre>
    </div>
  )
}
