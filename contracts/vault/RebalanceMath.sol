// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// What docs/model.md says a protocol does with its parameters, as pure functions.
///
/// Domain: any operands of the given types; nav > 0 where it divides.
/// Accuracy: every result is exact but for the one rounding that its line states.
/// Source: docs/model.md, sections "Targets" (band, interval, aggressiveness, size, CPPI multiplier).
library RebalanceMath {
    uint256 internal constant ONE_PIPS = 1e6;

    /// Weight of a part in the whole, in pips, rounded down. The part is at most the whole.
    function weightPips(uint256 partQuote, uint256 navQuote) internal pure returns (uint32) {
        return uint32(Math.mulDiv(partQuote, ONE_PIPS, navQuote)); // at most 1e6
    }

    /// CPPI: multiplier x cushion, as a weight in pips, rounded down: min(largest, m * (nav - floor) / nav), and 0 at
    /// or below the floor.
    function cppiWeightPips(
        uint256 navQuote,
        uint256 floorQuote,
        uint16 multiplierE3,
        uint32 largestPips
    ) internal pure returns (uint32) {
        if (navQuote <= floorQuote) return 0;
        uint256 exposurePips = Math.mulDiv(navQuote - floorQuote, multiplierE3 * (ONE_PIPS / 1e3), navQuote);
        return uint32(Math.min(exposurePips, largestPips)); // at most largestPips
    }

    /// |left - right|.
    function distance(uint256 left, uint256 right) internal pure returns (uint256) {
        return left > right ? left - right : right - left;
    }

    /// True if a drift beyond the band has waited long enough: elapsed * drift^2 >= interval * band^2. After the
    /// interval that holds for every drift beyond the band; before it, for a drift that is larger in proportion.
    function isDue(
        uint32 driftPips,
        uint32 bandPips,
        uint40 elapsedSec,
        uint32 minIntervalSec
    ) internal pure returns (bool) {
        // Operands of at most 40 bits: products of three stay below 2^104.
        uint256 waited = uint256(elapsedSec) * driftPips * driftPips;
        return waited >= uint256(minIntervalSec) * bandPips * bandPips;
    }

    /// Size of the trade in quote: min(1, A * elapsed / epoch) of the drift, at most `maxTradeQuote`, rounded down.
    function tradeQuote(
        uint256 driftQuote,
        uint32 aggressivenessPips,
        uint40 elapsedSec,
        uint32 epochSec,
        uint256 maxTradeQuote
    ) internal pure returns (uint256) {
        uint256 whole = ONE_PIPS * epochSec;
        uint256 part = Math.min(uint256(aggressivenessPips) * elapsedSec, whole);
        return Math.min(Math.mulDiv(driftQuote, part, whole), maxTradeQuote);
    }

    /// Dollars x 1e6 in the smallest unit of a dollar token, rounded down.
    function fromUsd6(uint256 usd6, uint8 decimals) internal pure returns (uint256) {
        return Math.mulDiv(usd6, 10 ** decimals, 1e6);
    }

    /// The smallest unit of a dollar token in dollars x 1e6, rounded down.
    function toUsd6(uint256 amount, uint8 decimals) internal pure returns (uint256) {
        return Math.mulDiv(amount, 1e6, 10 ** decimals);
    }
}
