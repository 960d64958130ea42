import type { timelockAbi } from '../../abi/index.ts'
import { formatAmount } from '../../governance/index.ts'
import type { Sentences } from './sentences.ts'

/** What the timelock refuses with. */
export const timelockSentences: Sentences<typeof timelockAbi> = {
  TimelockUnexpectedOperationState: () =>
    "the timelock's delay is not over, or the call is scheduled already; `gimbal proposals show` shows the time",
  TimelockInsufficientDelay: (delay, minDelay) =>
    `the delay is ${formatAmount(delay, 'sec')}, the timelock wants ${formatAmount(minDelay, 'sec')} at least`,
  TimelockInvalidOperationLength: (targets, payloads, values) =>
    `${targets} targets come with ${payloads} calls and ${values} values; give one of each`,
  TimelockUnauthorizedCaller: (caller) =>
    `${caller} may not change the timelock; only a proposal that has passed may`,
  TimelockUnexecutedPredecessor: (id) =>
    `the operation ${id} has to be executed before; execute that first`,
  AccessControlUnauthorizedAccount: (account, role) =>
    `${account} lacks the role ${role} at the timelock; the Governor needs it: check the deployment`,
  AccessControlBadConfirmation: () =>
    'a role is given up by its own account only; sign as that one',
  FailedCall: () =>
    'a call of the proposal fails without a reason; `gimbal verify proposal` shows what it calls',
}
