// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LoanLib} from "../../../contracts/libraries/LoanLib.sol";
import {Test} from "../support/Test.sol";

/// Against real values worked out apart. A cut is held against the core's own share in
/// test/venues/leveragedBacktest.test.ts.
contract LoanLibTest is Test {
    function test_default_growthIsTheExponentialRoundedUp() external pure {
        _checkGrowth(1, 1_000001000000500000);
        _checkGrowth(100_000, 1_105170918075647625);
        _checkGrowth(1_000_000, 2_718281828459045235);
        _checkGrowth(4_000_000, 54_598150033144239078);
        assertEq(LoanLib.growthUpQ63(0), 1 << 63, "e^0");
    }

    function test_default_theLoanIsInsideBelowTheGuard() external pure {
        // Health e^0.1 is 1.10517091807564...
        assertTrue(LoanLib.isInside(1_105_170_918, 1e9, 100_000), "a unit below");
        assertTrue(!LoanLib.isInside(1_105_170_919, 1e9, 100_000), "a unit above");
        assertTrue(!LoanLib.isInside(0, 0, 100_000), "nobody owes");
        assertTrue(LoanLib.isInside(999, 1000, 0), "guard 0: health below 1");
        assertTrue(!LoanLib.isInside(1000, 1000, 0), "guard 0: health 1");
    }

    function test_default_aCutLeavesThreeHalvesOfTheGuard() external pure {
        // (1.161834242728283 x 1000 - 1000) / (1.161834242728283 - 0.8) = 447.266...
        assertEq(LoanLib.cutQuote(1000e6, 1000e6, 100_000, 800_000), 447_260_717, "at health 1");
        assertEq(LoanLib.cutQuote(1_161_834_243, 1000e6, 100_000, 800_000), 0, "at the aim");
        assertEq(LoanLib.cutQuote(800e6, 1000e6, 100_000, 800_000), 1000e6, "worth the debt: everything");
        assertEq(LoanLib.cutQuote(1, 1000e6, 100_000, 800_000), 1000e6, "under water: everything");
        assertEq(LoanLib.cutQuote(1000e6, 1000e6, 4_000_000, 800_000), 996_282_401, "the aim ends at 4");
    }

    function test_default_leverageLeavesTheSameHealth() external pure {
        // 1 / (1 - 0.825 e^-0.15) and 1 / (1 - 0.8)
        assertEq(LoanLib.leverageE3(100_000, 825_000, 900_000), 3449, "by the guard");
        assertEq(LoanLib.leverageE3(0, 825_000, 800_000), 5000, "by the largest loan");
        assertEq(LoanLib.leverageE3(4_000_000, 825_000, 800_000), 1015, "health e^4");
        assertEq(LoanLib.leverageE3(100_000, 0, 0), 1000, "no collateral");
        assertEq(LoanLib.leverageE3(0, 1_000_000, 1_000_000), 65_535, "no end");
    }

    /// What is left after the cut has the aimed-at health, and one unit less would not.
    function testFuzz_behavior_theCutIsTheLeastThatHelps(uint256 seed, uint256 seed2) external pure {
        uint256 debt = bound(seed, 1e6, 1e15);
        uint256 threshold = bound(seed >> 64, 300_000, 950_000);
        uint256 guard = bound(seed >> 128, 0, 1_000_000);
        uint256 worth = debt + bound(seed2, debt / 1000 + 1, debt);
        uint256 cut = LoanLib.cutQuote((worth * threshold) / 1e6, debt, guard, threshold);
        assertLe(cut, debt, "no more than is owed");
        if (cut == 0) return;
        uint256 aim = LoanLib.growthUpQ63(LoanLib.aimPips(guard));
        // Two units: the backing is rounded down.
        uint256 backing = ((worth - cut) * threshold) / 1e6 + 2;
        assertLe(((debt - cut) * aim) >> 63, backing, "healthy");
        uint256 less = cut - (cut >> 20) - 4;
        if (cut < 8) return;
        assertTrue(((debt - less) * aim) >> 63 > ((worth - less) * threshold) / 1e6 - 1, "no more than needed");
    }

    function testFuzz_behavior_aCutRisesWithTheGuardAndFallsWithHealth(uint256 seed, uint256 seed2) external pure {
        uint256 debt = bound(seed, 1e6, 1e15);
        uint256 threshold = bound(seed >> 64, 300_000, 950_000);
        uint256 guard = bound(seed2, 0, 3_000_000);
        uint256 backing = bound(seed >> 128, 0, 3 * debt);
        uint256 cut = LoanLib.cutQuote(backing, debt, guard, threshold);
        assertLe(cut, LoanLib.cutQuote(backing, debt, guard + bound(seed2 >> 64, 0, 1e6), threshold), "guard");
        assertLe(LoanLib.cutQuote(backing + bound(seed2 >> 128, 0, debt), debt, guard, threshold), cut, "health");
        assertLe(
            LoanLib.leverageE3(guard + 1000, threshold, 1e6),
            LoanLib.leverageE3(guard, threshold, 1e6),
            "leverage falls with the guard"
        );
    }

    /// Within 2^-49 of a value in wad, and not below it.
    function _checkGrowth(uint256 xPips, uint256 expectedWad) private pure {
        uint256 gotWad = (LoanLib.growthUpQ63(xPips) * 1e18) >> 63;
        assertLe(expectedWad, gotWad + 1, "never below");
        assertLe(gotWad, expectedWad + (expectedWad >> 48) + 1, "near");
    }
}
