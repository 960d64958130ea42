// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Status} from "../interfaces/IRiskParameters.sol";
import {Loosening} from "./BoundsLib.sol";
import {Parameters} from "./ModelTypes.sol";

/// The value in force as it lies in storage: a vector, and how far it may be trusted.
struct Value {
    Parameters values;
    uint40 observedAt;
    uint32 maxAgeSec;
    bool isHalted;
    bool isOnFallback;
}

/// @title One storage slot for the value in force, one for the loosening budget
/// @notice A reader needs the vector, its age and its greatest age from one slot. The three ratios are therefore stored
/// in the bits that the model's caps need (docs/model.md, section 4), not in those of their types; RiskParameters never
/// admits a bound above a cap.
///
/// Value, lowest bits first:
///   aggressivenessPips 20 | bandPips 20 | maxTradeUsd6 64 | minIntervalSec 32 | cppiMultiplierE3 16 | guardPips 22
///   | observedAt 40 | maxAgeSec 32 | flags: halted, on fallback, without evidence | unused 7
/// A value is in force if no flag is set and it is not too old.
/// Loosening, lowest bits first: the six fields of `used` in the width of their types, 208 | lastAt 40 | unused 8
library ParametersPacking {
    /// The greatest values of the three fields that are stored in fewer bits than their type has.
    uint256 internal constant MAX_AGGRESSIVENESS_PIPS = 1_000_000; // 100 %, below 2^20
    uint256 internal constant MAX_BAND_PIPS = 1_000_000; // 100 %, below 2^20
    uint256 internal constant MAX_GUARD_PIPS = 4_000_000; // 4, below 2^22

    uint256 private constant HALTED_FLAG = 1 << 246;
    uint256 private constant FALLBACK_FLAG = 1 << 247;
    uint256 private constant NO_EVIDENCE_FLAG = 1 << 248;
    uint256 private constant MAX_WITHOUT_FLAGS = (1 << 246) - 1;

    /// Packs a value whose ratios are within the caps above.
    function packValue(Value memory value) internal pure returns (uint256 word) {
        word = packValues(value.values) | (uint256(value.observedAt) << 174) | (uint256(value.maxAgeSec) << 214);
        if (value.isHalted) word |= HALTED_FLAG;
        if (value.isOnFallback) word |= FALLBACK_FLAG;
        if (value.observedAt == 0) word |= NO_EVIDENCE_FLAG;
    }

    function unpackValue(uint256 word) internal pure returns (Value memory value) {
        value.values = unpackValues(word);
        value.observedAt = unpackObservedAt(word);
        value.maxAgeSec = unpackMaxAgeSec(word);
        value.isHalted = isHalted(word);
        value.isOnFallback = isOnFallback(word);
    }

    /// The vector's part of the slot: two vectors are equal if these words are.
    function packValues(Parameters memory values) internal pure returns (uint256) {
        return
            uint256(values.aggressivenessPips) |
            (uint256(values.bandPips) << 20) |
            (uint256(values.maxTradeUsd6) << 40) |
            (uint256(values.minIntervalSec) << 104) |
            (uint256(values.cppiMultiplierE3) << 136) |
            (uint256(values.guardPips) << 152);
    }

    function unpackValues(uint256 word) internal pure returns (Parameters memory values) {
        values.aggressivenessPips = uint32(word & 0xfffff);
        values.bandPips = uint32((word >> 20) & 0xfffff);
        values.maxTradeUsd6 = uint64(word >> 40);
        values.minIntervalSec = uint32(word >> 104);
        values.cppiMultiplierE3 = uint16(word >> 136);
        values.guardPips = uint32((word >> 152) & 0x3fffff);
    }

    /// Ends the call with (vector, Status.Active, age) if the value is in force, and returns otherwise.
    /// Every trade of every protocol pays for this answer: Solidity's own decoding and encoding take 600 gas more.
    function returnIfActive(uint256 word) internal view {
        uint256 status = uint256(Status.Active);
        assembly ("memory-safe") {
            // Evidence is never from the future. Any flag makes the word as large as the lowest of them or larger.
            let ageSec := sub(timestamp(), and(shr(174, word), 0xffffffffff))
            if iszero(or(gt(ageSec, and(shr(214, word), 0xffffffff)), gt(word, MAX_WITHOUT_FLAGS))) {
                let answer := mload(0x40)
                mstore(answer, and(word, 0xfffff))
                mstore(add(answer, 0x20), and(shr(20, word), 0xfffff))
                mstore(add(answer, 0x40), and(shr(40, word), 0xffffffffffffffff))
                mstore(add(answer, 0x60), and(shr(104, word), 0xffffffff))
                mstore(add(answer, 0x80), and(shr(136, word), 0xffff))
                mstore(add(answer, 0xa0), and(shr(152, word), 0x3fffff))
                mstore(add(answer, 0xc0), status)
                mstore(add(answer, 0xe0), ageSec)
                return(answer, 0x100)
            }
        }
    }

    /// Why a value of a market that exists is not in force, and how old it is: the type's maximum without evidence.
    function computeStatus(uint256 word) internal view returns (Status status, uint40 ageSec) {
        // Safe: evidence is never from the future, and a block's time has fewer than 40 bits for 34,000 years.
        ageSec = hasEvidence(word) ? uint40(block.timestamp - unpackObservedAt(word)) : type(uint40).max;
        // Halted outranks Fallback: whoever halts a market wants to see that it stands still.
        if (isHalted(word)) return (Status.Halted, ageSec);
        return (isOnFallback(word) || !hasEvidence(word) ? Status.Fallback : Status.Stale, ageSec);
    }

    /// The slot with a new vector and the time of its evidence. A market that takes evidence has no other flag.
    function withEvidence(uint256 word, uint256 valuesWord, uint40 observedAt) internal pure returns (uint256) {
        return (uint256(unpackMaxAgeSec(word)) << 214) | (uint256(observedAt) << 174) | valuesWord;
    }

    function unpackObservedAt(uint256 word) internal pure returns (uint40) {
        return uint40(word >> 174);
    }

    function unpackMaxAgeSec(uint256 word) internal pure returns (uint32) {
        return uint32(word >> 214);
    }

    function isHalted(uint256 word) internal pure returns (bool) {
        return word & HALTED_FLAG != 0;
    }

    function isOnFallback(uint256 word) internal pure returns (bool) {
        return word & FALLBACK_FLAG != 0;
    }

    function hasEvidence(uint256 word) internal pure returns (bool) {
        return word & NO_EVIDENCE_FLAG == 0;
    }

    function packLoosening(Loosening memory loosening) internal pure returns (uint256) {
        Parameters memory used = loosening.used;
        return
            uint256(used.aggressivenessPips) |
            (uint256(used.bandPips) << 32) |
            (uint256(used.maxTradeUsd6) << 64) |
            (uint256(used.minIntervalSec) << 128) |
            (uint256(used.cppiMultiplierE3) << 160) |
            (uint256(used.guardPips) << 176) |
            (uint256(loosening.lastAt) << 208);
    }

    function unpackLoosening(uint256 word) internal pure returns (Loosening memory loosening) {
        Parameters memory used = loosening.used;
        used.aggressivenessPips = uint32(word);
        used.bandPips = uint32(word >> 32);
        used.maxTradeUsd6 = uint64(word >> 64);
        used.minIntervalSec = uint32(word >> 128);
        used.cppiMultiplierE3 = uint16(word >> 160);
        used.guardPips = uint32(word >> 176);
        loosening.lastAt = uint40(word >> 208);
    }
}
