// The structures that Axelar's gateway takes and hashes, as it names them.

import { parseAbi } from 'viem'

/** Whose signatures count, and how many. */
export const weightedSignersType = {
  type: 'tuple',
  components: [
    {
      name: 'signers',
      type: 'tuple[]',
      components: [
        { name: 'signer', type: 'address' },
        { name: 'weight', type: 'uint128' },
      ],
    },
    { name: 'threshold', type: 'uint128' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const

/** The signers, and what some of them have signed, in their order. */
export const proofType = {
  type: 'tuple',
  components: [
    { ...weightedSignersType, name: 'signers' },
    { name: 'signatures', type: 'bytes[]' },
  ],
} as const

/** Messages that are approved together. */
export const messagesType = {
  type: 'tuple[]',
  components: [
    { name: 'sourceChain', type: 'string' },
    { name: 'messageId', type: 'string' },
    { name: 'sourceAddress', type: 'string' },
    { name: 'contractAddress', type: 'address' },
    { name: 'payloadHash', type: 'bytes32' },
  ],
} as const

export const gatewayAbi = parseAbi([
  'struct Message { string sourceChain; string messageId; string sourceAddress; address contractAddress; bytes32 payloadHash; }',
  'struct WeightedSigner { address signer; uint128 weight; }',
  'struct WeightedSigners { WeightedSigner[] signers; uint128 threshold; bytes32 nonce; }',
  'struct Proof { WeightedSigners signers; bytes[] signatures; }',
  'event ContractCall(address indexed sender, string destinationChain, string destinationContractAddress, bytes32 indexed payloadHash, bytes payload)',
  'function approveMessages(Message[] messages, Proof proof)',
  'function isMessageApproved(string sourceChain, string messageId, string sourceAddress, address contractAddress, bytes32 payloadHash) view returns (bool)',
  'function isMessageExecuted(string sourceChain, string messageId) view returns (bool)',
  'function messageToCommandId(string sourceChain, string messageId) view returns (bytes32)',
  'function messageHashToSign(bytes32 signersHash, bytes32 dataHash) view returns (bytes32)',
])
