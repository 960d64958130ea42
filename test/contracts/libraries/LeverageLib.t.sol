// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LeverageLib} from "../../../contracts/libraries/LeverageLib.sol";
import {Test} from "../support/Test.sol";

contract LeverageLibTest is Test {
    uint256 private constant ONE = 1e36;

    function test_default_docsExample() external pure {
        // A guard of 14.08 % is the gap of the calm year in docs/strategies.md.
        assertEq(LeverageLib.carryLeverageE3(140_780, 10_000, 700_000), _exact(140_780, 10_000, 700_000), "exact");
        assertEq(LeverageLib.carryLeverageE3(0, 62_500, 700_000), 11_200, "without a gap");
        assertEq(LeverageLib.carryLeverageE3(0, 1, 1_000_000), 65_535, "at most the type's maximum");
        assertEq(LeverageLib.carryLeverageE3(type(uint32).max, 62_500, 700_000), 0, "nothing carries such a gap");
    }

    function testFuzz_behavior_withinOneOfTheExactValue(
        uint256 gapPips,
        uint256 maintenancePips,
        uint256 topUpPips
    ) external pure {
        gapPips = bound(gapPips, 0, 4e6);
        maintenancePips = bound(maintenancePips, 1, 1e6);
        topUpPips = bound(topUpPips, 1, 1e6);
        uint256 leverageE3 = LeverageLib.carryLeverageE3(gapPips, maintenancePips, topUpPips);
        uint256 exact = _exact(gapPips, maintenancePips, topUpPips);
        assertLe(leverageE3, exact, "rounded down");
        assertLe(exact, leverageE3 + 1, "by at most 1");
        assertLe(
            LeverageLib.carryLeverageE3(gapPips + 1, maintenancePips, topUpPips),
            leverageE3,
            "never up with the gap"
        );
    }

    /// e^x by its series in 36 decimals: no step of it is the library's.
    function _exact(uint256 gapPips, uint256 maintenancePips, uint256 topUpPips) private pure returns (uint256) {
        uint256 rise = 0;
        uint256 term = ONE;
        for (uint256 k = 1; k < 60; ++k) {
            term = (term * gapPips) / (k * 1e6);
            rise += term;
        }
        uint256 leverageE3 = (topUpPips * 1e3 * (ONE / 1e6)) / (rise + (maintenancePips * ONE) / 1e6);
        return leverageE3 < 65_535 ? leverageE3 : 65_535;
    }
}
