// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Status} from "../interfaces/IRiskParameters.sol";
import {Loosening} from "./BoundsLib.sol";
import {Parameters} from "./ModelTypes.sol";

/// @title One storage slot for the value, one for the loosening budget
/// @notice A reader needs the vector, its age and its greatest age from one slot. The ratios are therefore stored in
/// the bits that the model's caps need (docs/model.md, "Targets"), not in those of their types; RiskParameters never
/// admits a bound above a cap.
///
/// Vector, lowest bits first, 190 in all:
///   aggressivenessPips 20 | bandPips 20 | maxTradeUsd 40 | intervalSec 32 | cppiMultiplierE3 16 | guardPips 22
///   | lotPips 20 | returnPips 20
/// Value: vector 190 | observedAt 38 | maxAgeSec 25 | flags: halted, on fallback, awaiting evidence
/// A value is in force if no flag is set and it is not too old.
/// Loosening: the fields of `used` 26 | 26 | 40 | 32 | 16 | 26 | 26 | 26 | lastAt 38. BoundsLib writes no more than
/// that holds, and MarketRules admits no budget that could not be counted in it.
library ParametersPacking {
    uint256 internal constant VECTOR_BITS = 190;
    uint256 private constant VECTOR_MASK = (1 << 190) - 1;
    uint256 private constant OBSERVED_AT_MASK = (1 << 38) - 1;
    uint256 private constant MAX_AGE_SHIFT = 228;
    uint256 private constant MAX_AGE_MASK = (1 << 25) - 1;
    uint256 private constant HALTED_FLAG = 1 << 253;
    uint256 private constant FALLBACK_FLAG = 1 << 254;
    uint256 private constant AWAITING_FLAG = 1 << 255;
    uint256 private constant MAX_WITHOUT_FLAGS = (1 << 253) - 1;

    /// The slot of a market that has no evidence yet.
    function newValue(uint256 maxAgeSec) internal pure returns (uint256) {
        return AWAITING_FLAG | (maxAgeSec << MAX_AGE_SHIFT);
    }

    /// The vector's 190 bits: two vectors are equal if these are. Every field has to fit its bits.
    function packValues(Parameters memory values) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := or(mload(values), shl(20, mload(add(values, 0x20))))
            word := or(word, shl(40, mload(add(values, 0x40))))
            word := or(word, shl(80, mload(add(values, 0x60))))
            word := or(word, shl(112, mload(add(values, 0x80))))
            word := or(word, shl(128, mload(add(values, 0xa0))))
            word := or(word, shl(150, mload(add(values, 0xc0))))
            word := or(word, shl(170, mload(add(values, 0xe0))))
        }
    }

    /// Writes the vector in the lowest 190 bits of a word into memory that is there already: a struct that is returned
    /// would be filled with zeros before.
    function unpackValues(uint256 word, Parameters memory values) internal pure {
        assembly ("memory-safe") {
            mstore(values, and(word, 0xfffff))
            mstore(add(values, 0x20), and(shr(20, word), 0xfffff))
            mstore(add(values, 0x40), and(shr(40, word), 0xffffffffff))
            mstore(add(values, 0x60), and(shr(80, word), 0xffffffff))
            mstore(add(values, 0x80), and(shr(112, word), 0xffff))
            mstore(add(values, 0xa0), and(shr(128, word), 0x3fffff))
            mstore(add(values, 0xc0), and(shr(150, word), 0xfffff))
            mstore(add(values, 0xe0), and(shr(170, word), 0xfffff))
        }
    }

    /// The vector's 190 bits of a slot.
    function vectorOf(uint256 word) internal pure returns (uint256) {
        return word & VECTOR_MASK;
    }

    /// One field of a packed vector.
    function maxTradeUsdOf(uint256 word) internal pure returns (uint256) {
        return uint40(word >> 40);
    }

    /// Ends the call with (vector, Status.Active, age) if the value is in force, and returns otherwise.
    /// Every trade of every protocol pays for this answer: Solidity's own decoding and encoding take 600 gas more.
    function returnIfActive(uint256 word) internal view {
        uint256 status = uint256(Status.Active);
        assembly ("memory-safe") {
            // Evidence is never from the future. Any flag makes the word as large as the lowest of them or larger.
            let ageSec := sub(timestamp(), and(shr(VECTOR_BITS, word), OBSERVED_AT_MASK))
            if iszero(or(gt(ageSec, and(shr(MAX_AGE_SHIFT, word), MAX_AGE_MASK)), gt(word, MAX_WITHOUT_FLAGS))) {
                let answer := mload(0x40)
                mstore(answer, and(word, 0xfffff))
                mstore(add(answer, 0x20), and(shr(20, word), 0xfffff))
                mstore(add(answer, 0x40), and(shr(40, word), 0xffffffffff))
                mstore(add(answer, 0x60), and(shr(80, word), 0xffffffff))
                mstore(add(answer, 0x80), and(shr(112, word), 0xffff))
                mstore(add(answer, 0xa0), and(shr(128, word), 0x3fffff))
                mstore(add(answer, 0xc0), and(shr(150, word), 0xfffff))
                mstore(add(answer, 0xe0), and(shr(170, word), 0xfffff))
                mstore(add(answer, 0x100), status)
                mstore(add(answer, 0x120), ageSec)
                return(answer, 0x140)
            }
        }
    }

    /// Why the value of a market that exists is not in force, and how old it is: the type's maximum if there is none.
    function computeStatus(uint256 word) internal view returns (Status status, uint40 ageSec) {
        uint256 observedAt = unpackObservedAt(word);
        // Safe: evidence is never from the future, and a block's time has fewer than 40 bits for 34,000 years.
        ageSec = observedAt == 0 ? type(uint40).max : uint40(block.timestamp - observedAt);
        // Halted outranks Fallback: whoever halts a market wants to see that it stands still.
        if (isHalted(word)) return (Status.Halted, ageSec);
        return (isOnFallback(word) || isAwaitingEvidence(word) ? Status.Fallback : Status.Stale, ageSec);
    }

    /// Whether the reader gets the vector of this slot.
    function isActive(uint256 word) internal view returns (bool) {
        unchecked {
            uint256 maxAgeSec = (word >> MAX_AGE_SHIFT) & MAX_AGE_MASK;
            // Evidence is never from the future.
            return word <= MAX_WITHOUT_FLAGS && block.timestamp - unpackObservedAt(word) <= maxAgeSec;
        }
    }

    /// The slot with a new vector and the time of its evidence. A market that takes evidence is neither halted nor on
    /// its fallback, and now awaits none.
    function withEvidence(uint256 word, uint256 valuesWord, uint256 observedAt) internal pure returns (uint256) {
        return (word & (MAX_AGE_MASK << MAX_AGE_SHIFT)) | (observedAt << VECTOR_BITS) | valuesWord;
    }

    /// The slot with another vector, as old as the one before and with its flags.
    function withValues(uint256 word, uint256 valuesWord) internal pure returns (uint256) {
        return (word & ~VECTOR_MASK) | valuesWord;
    }

    function withMaxAge(uint256 word, uint256 maxAgeSec) internal pure returns (uint256) {
        return (word & ~(MAX_AGE_MASK << MAX_AGE_SHIFT)) | (maxAgeSec << MAX_AGE_SHIFT);
    }

    function withHalt(uint256 word) internal pure returns (uint256) {
        return word | HALTED_FLAG;
    }

    function withFallback(uint256 word) internal pure returns (uint256) {
        return word | FALLBACK_FLAG;
    }

    function withoutEvidence(uint256 word) internal pure returns (uint256) {
        return word | AWAITING_FLAG;
    }

    /// The slot of a market that goes on: neither halted nor on its fallback, and awaiting evidence.
    function resumed(uint256 word) internal pure returns (uint256) {
        return (word & MAX_WITHOUT_FLAGS) | AWAITING_FLAG;
    }

    function unpackObservedAt(uint256 word) internal pure returns (uint40) {
        return uint40((word >> VECTOR_BITS) & OBSERVED_AT_MASK);
    }

    function isHalted(uint256 word) internal pure returns (bool) {
        return word & HALTED_FLAG != 0;
    }

    function isOnFallback(uint256 word) internal pure returns (bool) {
        return word & FALLBACK_FLAG != 0;
    }

    function isAwaitingEvidence(uint256 word) internal pure returns (bool) {
        return word & AWAITING_FLAG != 0;
    }

    /// Packs what BoundsLib wrote, or what was unpacked from here.
    function packLoosening(Loosening memory loosening) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            let used := mload(loosening)
            word := or(mload(used), shl(26, mload(add(used, 0x20))))
            word := or(word, shl(52, mload(add(used, 0x40))))
            word := or(word, shl(92, mload(add(used, 0x60))))
            word := or(word, shl(124, mload(add(used, 0x80))))
            word := or(word, shl(140, mload(add(used, 0xa0))))
            word := or(word, shl(166, mload(add(used, 0xc0))))
            word := or(word, shl(192, mload(add(used, 0xe0))))
            word := or(word, shl(218, mload(add(loosening, 0x20))))
        }
    }

    /// Writes the record into memory that is there already.
    function unpackLoosening(uint256 word, Loosening memory loosening) internal pure {
        assembly ("memory-safe") {
            let used := mload(loosening)
            mstore(used, and(word, 0x3ffffff))
            mstore(add(used, 0x20), and(shr(26, word), 0x3ffffff))
            mstore(add(used, 0x40), and(shr(52, word), 0xffffffffff))
            mstore(add(used, 0x60), and(shr(92, word), 0xffffffff))
            mstore(add(used, 0x80), and(shr(124, word), 0xffff))
            mstore(add(used, 0xa0), and(shr(140, word), 0x3ffffff))
            mstore(add(used, 0xc0), and(shr(166, word), 0x3ffffff))
            mstore(add(used, 0xe0), and(shr(192, word), 0x3ffffff))
            mstore(add(loosening, 0x20), shr(218, word))
        }
    }
}
