import { type Address, type Hex, parseEventLogs, type TransactionReceipt } from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import { fromAbiState } from '../../client/readValues.ts'
import { parameterFields, unpackUpdate } from '../../core/index.ts'
import type { SubmitClient } from './context.ts'
import { ReadBackError } from './errors.ts'

/** A push that a node calls successful. */
interface TakenPush {
  riskParameters: Address
  marketId: Hex
  /** Of the transaction. */
  hash: Hex
  /** Of its evidence, unix seconds; undefined: the contract chose it. */
  observedAt?: bigint
}

/**
 * Checks that the value in the receipt's event is in force at the end of its block, unless later evidence came in it.
 *
 * @throws ReadBackError if the node's receipt and its state contradict each other.
 */
export async function readBackUpdate(
  client: SubmitClient,
  { riskParameters, marketId, hash, observedAt }: TakenPush,
  receipt: TransactionReceipt,
): Promise<void> {
  const isOurs = ({ address }: { address: Address }) =>
    address.toLowerCase() === riskParameters.toLowerCase()
  const events = parseEventLogs({
    abi: riskParametersEvents,
    eventName: 'Updated',
    logs: receipt.logs.filter(isOurs),
  })
  const update = events
    .filter(({ args }) => args.marketId.toLowerCase() === marketId.toLowerCase())
    .map(({ args }) => unpackUpdate(args.words))
    .find((one) => observedAt === undefined || one.observedAt === observedAt)
  if (update === undefined)
    throw new ReadBackError(hash, 'its receipt has no event with the new value')
  const state = fromAbiState(
    await client.readContract({
      address: riskParameters,
      abi: riskParametersAbi,
      functionName: 'marketState',
      args: [marketId],
      blockNumber: receipt.blockNumber,
    }),
  )
  if (state.observedAt > update.observedAt) return
  const field = parameterFields.find((name) => state.values[name] !== update.newValues[name])
  if (state.observedAt === update.observedAt && field === undefined) return
  const place =
    field === undefined ? `evidence of ${state.observedAt}` : `${field} ${state.values[field]}`
  throw new ReadBackError(hash, `the market has ${place} at its end, which differs from the event`)
}
