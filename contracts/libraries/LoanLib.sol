// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {MathLib} from "./MathLib.sol";

/// @title What a guard asks of a loan: when it is cut, by how much, and how much leverage it leaves
/// Method:   growth e^x in Q63, rounded up, from MathLib's powers of 2. A cut aims at 3/2 of the guard, at most 4, so
///           that the next small fall is no cut again; leverage is measured by the same aim, so that nothing is bought
///           that the next cut would sell.
/// Domain:   guard 0 ... 4e6 pips; threshold and largest loan 0 ... 1e6 pips; amounts below 2^128.
/// Special:  guard 0: growth is 1 exactly. Collateral worth less than the debt: the cut is all of the debt.
/// Accuracy: growth within 2^-49, never below; cut within 1 + 1e-9 of the real value, never below
///           (test/contracts/libraries/LoanLib.t.sol).
/// Source:   docs/strategies.md; twin of assembly/strategies/gap.ts where the guard is the gap.
library LoanLib {
    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_Q63 = 1 << 63;
    uint256 private constant LOG2_E_Q63 = 0xb8aa3b295c17f0bb;
    uint256 private constant MOST_AIM_PIPS = 4e6; // health e^4
    uint256 private constant MAX_LEVERAGE_E3 = 65_535;

    /// Whether ln(backing / debt) < guard.
    /// @param backingQuote Threshold x collateral's worth.
    function isInside(uint256 backingQuote, uint256 debtQuote, uint256 guardPips) internal pure returns (bool) {
        return backingQuote * ONE_Q63 < debtQuote * growthUpQ63(guardPips);
    }

    /// What has to be sold and repaid so that health is e^aim: (e^aim debt - backing) / (e^aim - threshold), rounded
    /// up, at most the debt; 0 if it is there already.
    function cutQuote(
        uint256 backingQuote,
        uint256 debtQuote,
        uint256 guardPips,
        uint256 thresholdPips
    ) internal pure returns (uint256) {
        uint256 aimQ63 = growthUpQ63(aimPips(guardPips));
        uint256 wanted = debtQuote * aimQ63;
        uint256 there = backingQuote * ONE_Q63;
        if (there >= wanted) return 0;
        if (backingQuote * ONE_PIPS <= debtQuote * thresholdPips) return debtQuote;
        // Worth more than the debt from here on: the quotient is below the debt.
        uint256 full = aimQ63 * ONE_PIPS - thresholdPips * ONE_Q63;
        return Math.min(debtQuote, Math.mulDiv(wanted - there, ONE_PIPS, full, Math.Rounding.Ceil));
    }

    /// The leverage at which health is e^aim, 1 / (1 - threshold e^-aim), and at most what the venue lends,
    /// 1 / (1 - largest loan); rounded down, 1e3 = 1, at most 65,535.
    function leverageE3(uint256 guardPips, uint256 thresholdPips, uint256 maxLoanPips) internal pure returns (uint256) {
        // Of one unit of collateral, what may not be owed.
        uint256 owedQ63 = (thresholdPips * ONE_Q63 * ONE_Q63) / (ONE_PIPS * growthUpQ63(aimPips(guardPips)));
        uint256 ownQ63 = ONE_Q63 - owedQ63;
        uint256 ownPips = Math.saturatingSub(ONE_PIPS, maxLoanPips);
        uint256 healthyE3 = ownQ63 == 0 ? MAX_LEVERAGE_E3 : (1e3 * ONE_Q63) / ownQ63;
        uint256 lentE3 = ownPips == 0 ? MAX_LEVERAGE_E3 : (1e3 * ONE_PIPS) / ownPips;
        return Math.min(MAX_LEVERAGE_E3, Math.min(healthyE3, lentE3));
    }

    /// 3/2 of the guard, rounded up, at most 4.
    function aimPips(uint256 guardPips) internal pure returns (uint256) {
        return Math.min(MOST_AIM_PIPS, guardPips + Math.ceilDiv(guardPips, 2));
    }

    /// e^x in Q63, rounded up, for x in pips up to 4e6.
    function growthUpQ63(uint256 xPips) internal pure returns (uint256) {
        if (xPips == 0) return ONE_Q63;
        // Two units more than the quotient and the constant lose; what the power itself loses is below 2^-52 of it.
        uint256 exponentQ58 = ((Math.ceilDiv(xPips << 58, ONE_PIPS) * LOG2_E_Q63) >> 63) + 2;
        uint256 power = MathLib.exp2Down(exponentQ58);
        return power + (power >> 51) + 1;
    }
}
