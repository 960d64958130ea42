import pRetry from 'p-retry'
import {
  type Abi,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
  type PublicClient,
} from 'viem'
import { governorAbi, riskParametersErrors, timelockAbi } from '../abi/index.ts'
import { proposalStates } from '../governance/index.ts'
import { CallRefusedError } from './errors.ts'

/** A call of a contract that changes something. */
export interface ContractCall {
  address: Address
  abi: Abi
  functionName: string
  args: readonly unknown[]
}

/** What anything under the Governor may refuse with. */
const errors = [...governorAbi, ...timelockAbi, ...riskParametersErrors].filter(
  ({ type }) => type === 'error',
)

/**
 * Runs a call without sending it.
 *
 * @returns what it returns.
 * @throws CallRefusedError if the contract refuses it.
 */
export async function tryCall(
  client: PublicClient,
  account: Address,
  call: ContractCall,
): Promise<unknown> {
  try {
    const abi = [...call.abi.filter(({ type }) => type !== 'error'), ...errors]
    // As of the block that would hold it: whether a vote is open depends on that block's time.
    const request = { ...call, abi, account, blockTag: 'pending' }
    return (await client.simulateContract(request as never)).result
  } catch (cause) {
    throw describeRefusal(call.functionName, cause)
  }
}

/**
 * Sends a call that was tried, and waits until it is in a block.
 *
 * @returns the transaction's hash.
 * @throws CallRefusedError if it is refused when tried, or in the block.
 */
export async function sendCall(
  client: PublicClient,
  rpcUrl: string,
  account: LocalAccount,
  call: ContractCall,
): Promise<Hex> {
  await tryCall(client, account.address, call)
  const wallet = createWalletClient({ account, transport: http(rpcUrl) })
  const hash = await wallet.writeContract({ ...call, chain: null } as never).catch((cause) => {
    throw describeRefusal(call.functionName, cause)
  })
  const { status } = await client.waitForTransactionReceipt({ hash })
  if (status === 'success') return hash
  throw new CallRefusedError(
    `${call.functionName} was reverted in its block (transaction ${hash}); try it again to see why`,
    undefined,
  )
}

function describeRefusal(functionName: string, cause: unknown): unknown {
  if (!(cause instanceof BaseError)) return cause
  const reverted = cause.walk((error) => error instanceof ContractFunctionRevertedError)
  if (!(reverted instanceof ContractFunctionRevertedError)) {
    // Of the cause what the node said: viem's own text may hold the URL.
    const said = cause.details || cause.shortMessage.split('\n')[0]
    const message = `the node does not take ${functionName} (${said}); check the account's balance, or try another node`
    return new CallRefusedError(message, undefined, { cause })
  }
  const { errorName, args = [] } = reverted.data ?? {}
  return new CallRefusedError(
    `${functionName} is refused: ${explain(errorName, args)}`,
    errorName,
    { cause },
  )
}

/** What the refusals that people meet mean; the others by their name and arguments. */
function explain(name: string | undefined, args: readonly unknown[]): string {
  switch (name) {
    case undefined:
      return 'without a reason'
    case 'GovernorUnexpectedProposalState':
      return `the proposal is ${proposalStates[Number(args[1])]}; wait for its time, or see \`gimbal proposals show\``
    case 'TimelockUnexpectedOperationState':
      return "the timelock's delay is not over; wait until the time that `gimbal proposals show` tells"
    case 'GovernorInsufficientProposerVotes':
      return `${args[0]} has ${args[1]} votes, ${args[2]} are needed to propose; get more delegated`
    case 'GovernorAlreadyCastVote':
      return `${args[0]} has voted on chain already; that vote is final`
    case 'GovernorInvalidSignature':
      return `the signature is not ${args[0]}'s for this ballot; sign it again`
    case 'GovernorNonexistentProposal':
      return `there is no proposal ${args[0]}; see \`gimbal proposals list\``
    case 'GovernorUnableToCancel':
      return `${args[1]} may not cancel it; its proposer may, before the vote begins`
    default:
      return `${name}(${args.join(', ')})`
  }
}

/**
 * Waits until nothing of an account is on its way: what an earlier run has sent and not seen in a block.
 *
 * @throws CallRefusedError if something stays on its way for a minute.
 */
export async function waitUntilSettled(client: PublicClient, address: Address): Promise<void> {
  await pRetry(
    async () => {
      const [settled, sent] = await Promise.all([
        client.getTransactionCount({ address, blockTag: 'latest' }),
        client.getTransactionCount({ address, blockTag: 'pending' }),
      ])
      if (settled === sent) return
      throw new CallRefusedError(
        `${sent - settled} transactions of ${address} are still on their way; wait for them, or replace them`,
        undefined,
      )
    },
    { retries: 60, minTimeout: 1_000, factor: 1 },
  )
}
