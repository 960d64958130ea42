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
/// Loosening: the fields of `used` 26 | 26 | 40 | 32 | 16 | 26 | 26 | 26 | lastAt 38. BoundsLib writes no more than that
/// holds: a ratio's budget above 2^26 - 1 pips (6,700 %) is as good as none.
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

    /// The vector's 190 bits: two vectors are equal if these are.
    function packValues(Parameters memory values) internal pure returns (uint256) {
        return
            uint256(values.aggressivenessPips) |
            (uint256(values.bandPips) << 20) |
            (uint256(values.maxTradeUsd) << 40) |
            (uint256(values.intervalSec) << 80) |
            (uint256(values.cppiMultiplierE3) << 112) |
            (uint256(values.guardPips) << 128) |
            (uint256(values.lotPips) << 150) |
            (uint256(values.returnPips) << 170);
    }

    /// The vector in the lowest 190 bits.
    function unpackValues(uint256 word) internal pure returns (Parameters memory values) {
        values.aggressivenessPips = uint32(word & 0xfffff);
        values.bandPips = uint32((word >> 20) & 0xfffff);
        values.maxTradeUsd = uint40(word >> 40);
        values.intervalSec = uint32(word >> 80);
        values.cppiMultiplierE3 = uint16(word >> 112);
        values.guardPips = uint32((word >> 128) & 0x3fffff);
        values.lotPips = uint32((word >> 150) & 0xfffff);
        values.returnPips = uint32((word >> 170) & 0xfffff);
    }

    /// The vector's bits alone.
    function vectorOf(uint256 word) internal pure returns (uint256) {
        return word & VECTOR_MASK;
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

    /// What a reader gets of a market that exists, and how old the value in storage is: the type's maximum if there is
    /// none.
    function computeStatus(uint256 word) internal view returns (Status status, uint40 ageSec) {
        uint256 observedAt = unpackObservedAt(word);
        // Safe: evidence is never from the future, and a block's time has fewer than 40 bits for 34,000 years.
        ageSec = observedAt == 0 ? type(uint40).max : uint40(block.timestamp - observedAt);
        if (isActive(word)) return (Status.Active, ageSec);
        // Halted outranks Fallback: whoever halts a market wants to see that it stands still.
        if (isHalted(word)) return (Status.Halted, ageSec);
        return (isOnFallback(word) || isAwaitingEvidence(word) ? Status.Fallback : Status.Stale, ageSec);
    }

    /// Whether the reader gets the vector of this slot.
    function isActive(uint256 word) internal view returns (bool) {
        uint256 maxAgeSec = (word >> MAX_AGE_SHIFT) & MAX_AGE_MASK;
        return word <= MAX_WITHOUT_FLAGS && block.timestamp - unpackObservedAt(word) <= maxAgeSec;
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
    function packLoosening(Loosening memory loosening) internal pure returns (uint256) {
        Parameters memory used = loosening.used;
        return
            uint256(used.aggressivenessPips) |
            (uint256(used.bandPips) << 26) |
            (uint256(used.maxTradeUsd) << 52) |
            (uint256(used.intervalSec) << 92) |
            (uint256(used.cppiMultiplierE3) << 124) |
            (uint256(used.guardPips) << 140) |
            (uint256(used.lotPips) << 166) |
            (uint256(used.returnPips) << 192) |
            (uint256(loosening.lastAt) << 218);
    }

    function unpackLoosening(uint256 word) internal pure returns (Loosening memory loosening) {
        Parameters memory used = loosening.used;
        used.aggressivenessPips = uint32(word & 0x3ffffff);
        used.bandPips = uint32((word >> 26) & 0x3ffffff);
        used.maxTradeUsd = uint40(word >> 52);
        used.intervalSec = uint32(word >> 92);
        used.cppiMultiplierE3 = uint16(word >> 124);
        used.guardPips = uint32((word >> 140) & 0x3ffffff);
        used.lotPips = uint32((word >> 166) & 0x3ffffff);
        used.returnPips = uint32((word >> 192) & 0x3ffffff);
        loosening.lastAt = uint40(word >> 218);
    }
}
