import { keccak256 } from 'viem'
import { bridgeSigners, SIGNATURES_NEEDED } from './bridgeSigners.ts'

/** Who signs for the local gateways: as a gateway is told at its creation, and as every proof names them. */
export const axelarSigners = {
  signers: bridgeSigners.axelar.map(({ address }) => ({ signer: address, weight: 1n })),
  threshold: BigInt(SIGNATURES_NEEDED),
  nonce: keccak256('0x01'),
} as const
