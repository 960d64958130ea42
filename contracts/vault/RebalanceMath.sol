// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Parameters} from "../libraries/ModelTypes.sol";

/// What docs/model.md says a protocol does with its parameters, as pure functions.
///
/// Domain: any operands of the given types; nav > 0 where it divides.
/// Accuracy: every result is exact but for the one rounding that its line states.
/// Source: docs/model.md, "Targets" and "What a protocol does with it".
library RebalanceMath {
    uint256 internal constant ONE_PIPS = 1e6;

    /// Weight of a part in the whole, in pips, rounded down. The part is at most the whole.
    function weightPips(uint256 partQuote, uint256 navQuote) internal pure returns (uint32) {
        return uint32(Math.mulDiv(partQuote, ONE_PIPS, navQuote)); // at most 1e6
    }

    /// CPPI: the largest exposure that the floor allows, multiplier x cushion, rounded down; 0 at or below the floor.
    function cppiExposureQuote(
        uint256 navQuote,
        uint256 floorQuote,
        uint16 multiplierE3
    ) internal pure returns (uint256) {
        return Math.mulDiv(Math.saturatingSub(navQuote, floorQuote), multiplierE3, 1e3);
    }

    /// |left - right|.
    function distance(uint256 left, uint256 right) internal pure returns (uint256) {
        return left > right ? left - right : right - left;
    }

    /// What is to be traded of a drift, in quote: the part of it beyond `returnPips` of the net asset value, which is
    /// rounded up.
    function excessQuote(uint256 driftQuote, uint256 navQuote, uint32 returnPips) internal pure returns (uint256) {
        return Math.saturatingSub(driftQuote, Math.mulDiv(navQuote, returnPips, ONE_PIPS, Math.Rounding.Ceil));
    }

    /// Size of a trade that may wait, in quote: min(excess, max(lot, excess x min(1, A x min(elapsed, interval) /
    /// epoch))), lot and share rounded down. After a long calm it is no larger than after one interval.
    function tradeQuote(
        uint256 excessQuote_,
        uint256 navQuote,
        Parameters memory values,
        uint40 elapsedSec,
        uint32 epochSec
    ) internal pure returns (uint256) {
        uint256 whole = ONE_PIPS * epochSec;
        uint256 part = Math.min(values.aggressivenessPips * Math.min(elapsedSec, values.intervalSec), whole);
        uint256 lotQuote = Math.mulDiv(navQuote, values.lotPips, ONE_PIPS);
        return Math.min(excessQuote_, Math.max(lotQuote, Math.mulDiv(excessQuote_, part, whole)));
    }

    /// Curvature of a constant mix, in pips: weight x (1 - weight), rounded up.
    function constantMixCurvaturePips(uint32 weightPips_) internal pure returns (uint32) {
        return uint32(Math.ceilDiv(weightPips_ * (ONE_PIPS - weightPips_), ONE_PIPS)); // at most 250,000
    }

    /// Curvature of CPPI, in pips: |multiplier - 1| x exposure / nav, rounded up. The exposure is at most nav.
    function cppiCurvaturePips(
        uint256 exposureQuote,
        uint256 navQuote,
        uint16 multiplierE3
    ) internal pure returns (uint32) {
        if (exposureQuote == 0) return 0;
        // At most 64.6e6: the model's domain reaches to 1e8.
        uint256 slopePips = distance(multiplierE3, 1e3) * (ONE_PIPS / 1e3);
        return uint32(Math.mulDiv(exposureQuote, slopePips, navQuote, Math.Rounding.Ceil));
    }
}
