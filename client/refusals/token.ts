import type { tokenAbi } from '../../abi/index.ts'
import { showText } from '../../core/showText.ts'
import { formatVotes } from '../../governance/index.ts'
import { formatUtc } from '../formatUtc.ts'
import type { Sentences } from './sentences.ts'

/** What the token refuses with. */
export const tokenSentences: Sentences<typeof tokenAbi> = {
  ERC5805FutureLookup: (timepoint, clock) =>
    `votes at ${formatUtc(timepoint)} are not known yet, the chain is at ${formatUtc(BigInt(clock))}; wait until then`,
  ERC20InsufficientBalance: (sender, balance, needed) =>
    `${sender} holds ${formatVotes(balance)} tokens, ${formatVotes(needed)} are needed`,
  ERC20InsufficientAllowance: (spender, allowance, needed) =>
    `${spender} may spend ${formatVotes(allowance)} tokens, ${formatVotes(needed)} are needed; have more approved`,
  ERC20ExceededSafeSupply: (supply, cap) =>
    `the supply would be ${formatVotes(supply)} tokens, ${formatVotes(cap)} are the most`,
  ERC20InvalidReceiver: (receiver) => `${receiver} cannot receive tokens; give another account`,
  ERC20InvalidSender: (sender) => `${sender} cannot send tokens; give another account`,
  ERC20InvalidApprover: (approver) => `${approver} cannot approve; give another account`,
  ERC20InvalidSpender: (spender) => `${spender} cannot spend; give another account`,
  ERC2612ExpiredSignature: (deadline) =>
    `the permit ended at ${formatUtc(deadline)}; sign another one`,
  ERC2612InvalidSigner: (signer, owner) =>
    `the permit is signed by ${signer}, its owner is ${owner}; sign it as the owner`,
  VotesExpiredSignature: (expiry) =>
    `the signed delegation ended at ${formatUtc(expiry)}; sign another one`,
  InvalidAccountNonce: (account, currentNonce) =>
    `the signature is used up, or ${account} signed another first: nonce ${currentNonce} comes next; sign it again`,
  ECDSAInvalidSignature: () => 'the signature is invalid; sign it again',
  ECDSAInvalidSignatureLength: (length) =>
    `the signature has ${length} bytes, 65 are right; copy all of it`,
  ECDSAInvalidSignatureS: () =>
    'the signature is in the form that can be forged (high s); sign it with another wallet',
  HoldersMismatch: (holders, amounts) =>
    `${holders} holders come with ${amounts} amounts; give one amount for each, and one at least`,
  CheckpointUnorderedInsertion: () =>
    'the votes would be written in the past; check that the clock of the chain does not run backwards',
  SafeCastOverflowedUintDowncast: (bits, value) =>
    `the number ${value} does not fit in ${bits} bits; give a smaller one`,
  InvalidShortString: () => 'a short text in the contract is damaged; check the address',
  StringTooLong: (text) => `"${showText(text)}" is too long for the contract; shorten it`,
}
