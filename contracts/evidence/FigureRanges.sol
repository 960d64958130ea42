// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IEvidenceChecker, Tolerances} from "../interfaces/IEvidenceChecker.sol";
import {Observation} from "../libraries/ModelTypes.sol";

/// @title Whether signed figures lie near measured ones
/// @notice Every field of an observation has a range (Tolerances): a share of the measured figure to either side; from
/// below the lower of two base fees to above the higher one; likewise around what both prove of the gas that was used.
library FigureRanges {
    /// The other ends of what is measured with two figures; the observation has the ones that a report takes.
    /// `lowerBaseFeePerGas`: of the two base fees. `gasUsedLowerPips`: the proven lower bound. `toldNavUsd6`,
    /// `toldCurvaturePips`: what the portfolio tells now; signers have seen that, and only a report that is taken lets
    /// what is kept rise. `elapsedSec`: since the report's time; a horizon has become as much shorter.
    struct Ends {
        uint256 lowerBaseFeePerGas;
        uint256 gasUsedLowerPips;
        uint256 toldNavUsd6;
        uint256 toldCurvaturePips;
        uint256 elapsedSec;
    }

    uint256 private constant ONE_PIPS = 1e6;

    /// Reverts with FigureDiffers for the first field, in the order of Observation, that lies outside its range.
    function check(
        Observation memory signed,
        Observation memory measured,
        Ends memory ends,
        Tolerances memory t
    ) internal pure {
        checkCongestion(signed, measured, ends, t);
        requireNear("nativePriceUsd6", signed.nativePriceUsd6, measured.nativePriceUsd6, t.nativePricePips);
        requireNear("depthUsd6", signed.depthUsd6, measured.depthUsd6, t.depthPips);
        requireNear("depthRefUsd6", signed.depthRefUsd6, measured.depthRefUsd6, t.averagesPips);
        requireNear("varianceWad", signed.varianceWad, measured.varianceWad, t.averagesPips);
        requireBetween("navUsd6", signed.navUsd6, measured.navUsd6, ends.toldNavUsd6, t.navPips);
        requireNear("dataFeeWei", signed.dataFeeWei, measured.dataFeeWei, t.toldPips);
        checkTold(signed, measured, ends, t.toldPips);
    }

    function checkCongestion(
        Observation memory signed,
        Observation memory measured,
        Ends memory ends,
        Tolerances memory t
    ) private pure {
        uint256 low = lower(ends.lowerBaseFeePerGas, t.baseFeePips);
        requireWithin("baseFeePerGas", signed.baseFeePerGas, low, higher(measured.baseFeePerGas, t.baseFeePips));
        low = ends.gasUsedLowerPips > t.gasUsedRatioPips ? ends.gasUsedLowerPips - t.gasUsedRatioPips : 0;
        uint256 high = uint256(measured.gasUsedRatioPips) + t.gasUsedRatioPips;
        requireWithin("gasUsedRatioPips", signed.gasUsedRatioPips, low, high);
    }

    function checkTold(
        Observation memory signed,
        Observation memory measured,
        Ends memory ends,
        uint256 toldPips
    ) private pure {
        (uint256 curvature, uint256 told) = (measured.curvaturePips, ends.toldCurvaturePips);
        requireBetween("curvaturePips", signed.curvaturePips, curvature, told, toldPips);
        uint256 low = lower(measured.horizonSec, toldPips);
        uint256 high = higher(measured.horizonSec, toldPips) + ends.elapsedSec;
        requireWithin("horizonSec", signed.horizonSec, low, high);
    }

    /// From below the lower of two figures to above the higher one.
    function requireBetween(bytes32 field, uint256 signed, uint256 a, uint256 b, uint256 sharePips) private pure {
        (uint256 least, uint256 most) = a < b ? (a, b) : (b, a);
        requireWithin(field, signed, lower(least, sharePips), higher(most, sharePips));
    }

    function requireNear(bytes32 field, uint256 signed, uint256 measured, uint256 sharePips) private pure {
        requireWithin(field, signed, lower(measured, sharePips), higher(measured, sharePips));
    }

    function requireWithin(bytes32 field, uint256 signed, uint256 lowest, uint256 highest) private pure {
        bool isWithin = signed >= lowest && signed <= highest;
        require(isWithin, IEvidenceChecker.FigureDiffers(field, signed, lowest, highest));
    }

    // A figure has 64 bits and a share 32: the product stays within the word.

    function lower(uint256 measured, uint256 sharePips) private pure returns (uint256) {
        return sharePips < ONE_PIPS ? measured - (measured * sharePips) / ONE_PIPS : 0;
    }

    function higher(uint256 measured, uint256 sharePips) private pure returns (uint256) {
        return measured + (measured * sharePips) / ONE_PIPS;
    }
}
