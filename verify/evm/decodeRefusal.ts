import { decodeErrorResult, type Hex, hexToString, parseAbi } from 'viem'
import {
  BoundsInvertedError,
  type BoundsRefusal,
  ClockBackwardsError,
  OutOfDomainError,
} from '../../core/index.ts'
import { EvmEngineError } from './errors.ts'

// Written out here, since an ABI need not list the errors of the libraries that a contract uses.
const refusalAbi = parseAbi([
  'error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max)',
  'error BoundsInverted(bytes32 field, uint256 min, uint256 max)',
  'error ClockBackwards(uint256 nowAt, uint256 lastAt)',
])

/**
 * The error class for the revert data of the twin contract.
 *
 * @throws EvmEngineError for any other data, such as a panic: a defect, not a refusal.
 */
export function decodeRefusal(data: Hex): BoundsRefusal {
  const { errorName, args } = decode(data)
  switch (errorName) {
    case 'OutOfDomain':
      return new OutOfDomainError(toFieldName(args[0]), args[1], args[2], args[3])
    case 'BoundsInverted':
      return new BoundsInvertedError(toFieldName(args[0]), args[1], args[2])
    case 'ClockBackwards':
      return new ClockBackwardsError(args[0], args[1])
  }
}

function decode(data: Hex) {
  try {
    return decodeErrorResult({ abi: refusalAbi, data })
  } catch (cause) {
    throw new EvmEngineError(`the twin contract failed with ${data}; report the input`, { cause })
  }
}

function toFieldName(field: Hex): string {
  return hexToString(field, { size: 32 })
}
