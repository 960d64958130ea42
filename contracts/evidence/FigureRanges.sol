// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IEvidenceChecker, Tolerances} from "../interfaces/IEvidenceChecker.sol";
import {Observation} from "../libraries/ModelTypes.sol";

/// @title Whether signed figures lie near measured ones
/// @notice Every field of an observation has a range (Tolerances): a share of the measured figure to either side; from
/// below the lower of two base fees to above the higher one; likewise around what both prove of the gas that was used.
library FigureRanges {
    /// The lower ends of what is measured with two figures; the observation has the higher ones. `lowerBaseFeePerGas`:
    /// of the two base fees. `gasUsedLowerPips`: the proven lower bound.
    struct Lows {
        uint256 lowerBaseFeePerGas;
        uint256 gasUsedLowerPips;
    }

    uint256 private constant ONE_PIPS = 1e6;

    /// Reverts with FigureDiffers for the first field, in the order of Observation, that lies outside its range.
    function check(
        Observation memory signed,
        Observation memory measured,
        Lows memory lows,
        Tolerances memory t
    ) internal pure {
        uint256 low = lower(lows.lowerBaseFeePerGas, t.baseFeePips);
        requireWithin("baseFeePerGas", signed.baseFeePerGas, low, higher(measured.baseFeePerGas, t.baseFeePips));
        low = lows.gasUsedLowerPips > t.gasUsedRatioPips ? lows.gasUsedLowerPips - t.gasUsedRatioPips : 0;
        uint256 high = uint256(measured.gasUsedRatioPips) + t.gasUsedRatioPips;
        requireWithin("gasUsedRatioPips", signed.gasUsedRatioPips, low, high);
        requireNear("nativePriceUsd6", signed.nativePriceUsd6, measured.nativePriceUsd6, t.nativePricePips);
        requireNear("depthUsd6", signed.depthUsd6, measured.depthUsd6, t.depthPips);
        requireNear("depthRefUsd6", signed.depthRefUsd6, measured.depthRefUsd6, t.averagesPips);
        requireNear("varianceWad", signed.varianceWad, measured.varianceWad, t.averagesPips);
        requireNear("navUsd6", signed.navUsd6, measured.navUsd6, t.navPips);
        requireNear("dataFeeWei", signed.dataFeeWei, measured.dataFeeWei, t.toldPips);
        requireNear("curvaturePips", signed.curvaturePips, measured.curvaturePips, t.toldPips);
        requireNear("horizonSec", signed.horizonSec, measured.horizonSec, t.toldPips);
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
