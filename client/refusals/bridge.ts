import type {
  axelarMessengerAbi,
  governanceReceiverAbi,
  governanceSenderAbi,
  hyperlaneMessengerAbi,
  messengerAbi,
  parametersSenderAbi,
  remoteParametersAbi,
} from '../../abi/index.ts'
import { formatAmount, formatMarket } from '../../governance/index.ts'
import { formatEther } from '../formatEther.ts'
import { formatUtc } from '../formatUtc.ts'
import type { riskParametersSentences } from './riskParameters.ts'
import type { Sentences } from './sentences.ts'
import type { timelockSentences } from './timelock.ts'

const seconds = (sec: bigint) => formatAmount(sec, 'sec')

/** What the contracts between chains refuse with, beside RiskParameters' errors and the timelock's. */
type BridgeSentences = Omit<
  Sentences<typeof messengerAbi> &
    Sentences<typeof axelarMessengerAbi> &
    Sentences<typeof hyperlaneMessengerAbi> &
    Sentences<typeof parametersSenderAbi> &
    Sentences<typeof remoteParametersAbi> &
    Sentences<typeof governanceSenderAbi> &
    Sentences<typeof governanceReceiverAbi>,
  keyof typeof riskParametersSentences | keyof typeof timelockSentences
>

/** What they mean. */
export const bridgeSentences: BridgeSentences = {
  NoRoute: (chainId) =>
    `this messenger reaches no chain ${chainId}; give another messenger, or have its owner set a route`,
  NameTaken: (chainId) =>
    `the bridge's name for the chain is that of chain ${chainId} already; end that route first, or give another name`,
  NotThePeer: (chainId, account) =>
    `${account} on chain ${chainId} is no messenger that is listened to; send it by the messenger's peer there`,
  NotTheBridge: (account) =>
    `${account} is not the bridge's own contract, which alone delivers; have the bridge deliver it`,
  NotApproved: (messageId) =>
    `the bridge has not approved the message ${messageId}, or has delivered it already; see \`gimbal chains status\``,
  OwnableUnauthorizedAccount: (account) =>
    `${account} does not own the messenger; its owner, the chain's timelock, sets routes`,
  OwnableInvalidOwner: (owner) => `${owner} cannot own the messenger; give the chain's timelock`,
  InsufficientBalance: (balanceWei, neededWei) =>
    `${formatEther(balanceWei)} are there where ${formatEther(neededWei)} are to be sent back; send what the bridge's fee takes`,
  StringsInsufficientHexLength: () =>
    'the address of the peer cannot be written as a text; check the route',
  NothingToSend: (id) =>
    `there is no market ${formatMarket(id)} on this chain, so there is nothing to send; see \`gimbal params list\``,
  NotMessenger: (account) =>
    `${account} is no messenger that is trusted there; send by one that is, or vote for it`,
  NotTheSender: (chainId, sender) =>
    `${sender} on chain ${chainId} is not the contract that is listened to; send from the home chain's own`,
  MalformedMessage: () =>
    "the message is not what the home chain's sender writes; send it anew by ParametersSender",
  MessageNotNewer: (madeAt, lastMadeAt) =>
    `the message is of ${formatUtc(madeAt)}, one of ${formatUtc(lastMadeAt)} has counted already: it is doubled or late; send what is in force now`,
  MessageInFuture: (madeAt, nowAt) =>
    `the message is of ${formatUtc(madeAt)}, the block's time there is ${formatUtc(nowAt)}; deliver it again once that time has come`,
  MessageTooOld: (ageSec, maxAgeSec) =>
    `the evidence of the message is ${seconds(ageSec)} old, ${seconds(maxAgeSec)} are allowed; send what is in force now`,
  NotTheTimelock: (account) => `${account} is not the timelock, which alone may do it; propose it`,
  NotRecorded: (chainId, nonce) =>
    `there is no record ${nonce} for chain ${chainId} with these calls; give them as the vote recorded them`,
  RecordTooLong: (lengthBytes, maxBytes) =>
    `the record has ${lengthBytes} bytes, ${maxBytes} are allowed; make two proposals of it`,
  NotThisChain: (chainId) => `the record is for chain ${chainId}; post it to the receiver there`,
  NonceAhead: (nonce, nextNonce) =>
    `record ${nonce} comes after record ${nextNonce}, which has not been scheduled yet; deliver that one first, then this again`,
  NoncePast: (nonce, nextNonce) =>
    `record ${nonce} was scheduled before, ${nextNonce} comes next; nothing is left to do`,
  BroughtBefore: (nonce, messenger) =>
    `${messenger} has brought record ${nonce} already; deliver it by another messenger that is listed`,
  MessengersInvalid: () =>
    'the messengers are not 1 to 8 rising addresses with a threshold of 1 to their number; correct the list',
}
