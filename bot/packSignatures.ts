import { type Address, concat, type Hex, numberToHex, size, slice } from 'viem'

/**
 * A reporter's signature of a report: 65 bytes of an account (r, s, v), or what a contract takes as its own (ERC-1271),
 * with the contract's address.
 */
export type ReportSignature = Hex | { signer: Address; signature: Hex }

/**
 * Signatures in a row, as the contract takes them: of an account `v | r | s`, 65 bytes; of a contract `0x00`, its address,
 * the length in 3 bytes, and the signature.
 *
 * @param signatures - Ascending by signer.
 */
export function packSignatures(signatures: readonly ReportSignature[]): Hex {
  const parts = signatures.flatMap((one): Hex[] => {
    if (typeof one === 'string') return [slice(one, 64), slice(one, 0, 64)]
    const { signer, signature } = one
    return ['0x00', signer, numberToHex(size(signature), { size: 3 }), signature]
  })
  // Of no parts at all viem makes no text.
  return concat(['0x', ...parts])
}
