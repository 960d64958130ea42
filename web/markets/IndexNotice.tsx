import { formatDuration } from '../../client/formatDuration.ts'
import type { Latest } from '../../query/index.ts'
import { describeError, type Reading } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

/** Fewer blocks than these the index may be behind without a word, as it works while a block comes. */
const SILENT_BLOCKS = 3n

/** What is wrong with the index, if anything is: it does not answer, or is behind the chain, or ahead of the node. */
export function IndexNotice(props: {
  latest: Reading<Latest | undefined>
  /** The block that the page shows. */
  blockNumber: bigint
  blockAt: bigint
}) {
  const { latest, blockNumber, blockAt } = props
  const { data, error, isFetching } = latest
  if (error !== null) {
    return (
      <Notice tone="warn" title="The index does not answer">
        <p>{describeError(error)}</p>
        <p>
          What is in force comes from the chain and is shown.{' '}
          {data === undefined
            ? 'What the model asks for is not known without the index.'
            : `What the model asks for is as of block ${format(data.block.number)}.`}
        </p>
        <Button isSmall onClick={() => void latest.refetch()} disabled={isFetching}>
          {isFetching ? 'Asking …' : 'Ask again'}
        </Button>
      </Notice>
    )
  }
  if (data === undefined) return null
  const lagBlocks = blockNumber - data.block.number
  if (lagBlocks < -SILENT_BLOCKS) {
    return (
      <Notice tone="warn" title="The node is behind the index">
        <p>
          The node's latest block is {format(blockNumber)}, the index has{' '}
          {format(data.block.number)}: what is in force may have changed since.
        </p>
      </Notice>
    )
  }
  if (lagBlocks <= SILENT_BLOCKS) return null
  const lagSec = blockAt > data.block.timestamp ? blockAt - data.block.timestamp : 0n
  return (
    <Notice tone="warn" title="The index is behind the chain">
      <p>
        It is at block {format(data.block.number)}, {format(lagBlocks)} blocks (
        {formatDuration(lagSec)}) behind: what the model asks for is as of then.
      </p>
    </Notice>
  )
}

function format(value: bigint): string {
  return value.toLocaleString('en')
}
