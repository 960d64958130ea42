// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CongestionLib} from "../../../contracts/evidence/CongestionLib.sol";
import {Test} from "../support/Test.sol";

/// The lower end of what two base fees prove, against blocks of the network's own recursion.
contract CongestionLowerTest is Test {
    uint256 private constant ONE_PIPS = 1e6;

    /// Ethereum's rule, random blocks.
    function test_TheLowerBoundIsNeverAboveTheTruth(uint256 seed, uint256 from, uint256 n) public pure {
        from = bound(from, 1e6, 1e11);
        n = bound(n, 1, 256);
        (uint256 to, uint256 sumPips) = run(from, n, seed, ONE_PIPS);
        uint256 lower = CongestionLib.lowerPips(from, to, n, CongestionLib.FeeRule(500_000, 8));
        assertTrue(lower * n <= sumPips, "at most the mean");
    }

    /// Blocks that are alike: there it is the truth, but for wei and the series that ends at the cube.
    function test_TheLowerBoundIsTheTruthOfBlocksThatAreAlike(uint256 usedPips, uint256 n) public pure {
        usedPips = bound(usedPips, 0, ONE_PIPS);
        n = bound(n, 1, 256);
        uint256 from = 1e13;
        uint256 to = from;
        uint256 lowest = from;
        for (uint256 i = 0; i < n; i++) {
            to = nextFee(to, usedPips);
            if (to < lowest) lowest = to;
        }
        uint256 lower = CongestionLib.lowerPips(from, to, n, CongestionLib.FeeRule(500_000, 8));
        if (lowest < 1e8 || to > 1e18) return; // wei count there
        assertTrue(lower <= usedPips, "at most the truth");
        assertTrue(lower + 60 >= usedPips, "and near it");
    }

    function test_NothingIsProvenWithoutARule() public pure {
        CongestionLib.FeeRule memory rule = CongestionLib.FeeRule(500_000, 1);
        assertEq(CongestionLib.lowerPips(1e9, 2e9, 10, rule), 0, "denominator of one");
        rule.baseFeeDenominator = 8;
        assertEq(CongestionLib.lowerPips(0, 2e9, 10, rule), 0, "no earlier fee");
        assertEq(CongestionLib.lowerPips(1e9, 0, 10, rule), 0, "no fee now");
        assertEq(CongestionLib.lowerPips(1e9, 2e9, 0, rule), 0, "no block between");
        assertEq(CongestionLib.lowerPips(1e9, 1e12, 10, rule), ONE_PIPS, "more than blocks can rise");
        assertEq(CongestionLib.lowerPips(1e12, 1e9, 10, rule), 0, "more than they can fall");
    }

    /// The base fee after `n` blocks, each of them used at random up to `mostPips`, and the sum of what they used.
    function run(
        uint256 fee,
        uint256 n,
        uint256 seed,
        uint256 mostPips
    ) private pure returns (uint256, uint256 sumPips) {
        for (uint256 i = 0; i < n; i++) {
            uint256 word = uint256(keccak256(abi.encode(seed, i)));
            uint256 usedPips = word % 3 == 0 ? ((word >> 8) % 2) * mostPips : (word >> 8) % (mostPips + 1);
            sumPips += usedPips;
            fee = nextFee(fee, usedPips);
        }
        return (fee, sumPips);
    }

    /// EIP-1559, with a gas limit of 1e6 and half of it as the target.
    function nextFee(uint256 fee, uint256 usedPips) private pure returns (uint256) {
        uint256 target = ONE_PIPS / 2;
        if (usedPips >= target) return fee + (fee * (usedPips - target)) / target / 8;
        return fee - (fee * (target - usedPips)) / target / 8;
    }
}
