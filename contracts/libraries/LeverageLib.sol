// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MathLib} from "./MathLib.sol";

/// @title How much of a short position its own margin may carry
/// Method:   topUp / (e^gap - 1 + maintenance): a margin that has fallen to `topUp` of its start still pays for a rise
///           of e^gap and leaves the maintenance. e^gap is one over MathLib's e^-gap, rounded up.
/// Domain:   gap any, maintenance and topUp 1 ... 4e9 pips.
/// Special:  gap 0: topUp / maintenance. A gap of 40 or more counts as 40: no leverage is left.
/// Accuracy: within 1 of the exact value, never above it by more than 1e-9 (test: LeverageLib.t.sol).
/// Source:   docs/strategies.md, `carryLeverageE3`; assembly/strategies/gap.ts takes the gap from a variance instead.
library LeverageLib {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_Q63 = 1 << 63;
    uint256 private constant MAX_GAP_PIPS = 40e6;
    uint256 private constant MAX_LEVERAGE_E3 = 65_535;

    /// Short over margin at the start, 1e3 = 1, rounded down, at most 65,535.
    function carryLeverageE3(
        uint256 gapPips,
        uint256 maintenancePips,
        uint256 topUpPips
    ) internal pure returns (uint256) {
        uint256 capped = gapPips < MAX_GAP_PIPS ? gapPips : MAX_GAP_PIPS;
        // e^-40 is 39 of its 2^63 units.
        uint256 fallQ63 = MathLib.expNeg((capped << 58) / ONE_PIPS);
        uint256 riseQ63 = (ONE_Q63 * ONE_Q63 - 1) / fallQ63 + 1 - ONE_Q63;
        uint256 leverageE3 = (1e3 * topUpPips * ONE_Q63) / (ONE_PIPS * riseQ63 + maintenancePips * ONE_Q63);
        return leverageE3 < MAX_LEVERAGE_E3 ? leverageE3 : MAX_LEVERAGE_E3;
    }

    /// The share of the net value in the asset at a leverage: of `backedQuote`, L / (1 + L), rounded down.
    function carryExposureQuote(uint256 backedQuote, uint256 leverageE3) internal pure returns (uint256) {
        return (backedQuote * leverageE3) / (1e3 + leverageE3);
    }
}
