// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RebalanceMath} from "../../../contracts/vault/RebalanceMath.sol";
import {Test} from "../support/Test.sol";

contract RebalanceMathTest is Test {
    uint32 private constant EPOCH_SEC = 3600;

    function test_default_weight() external pure {
        assertEq(RebalanceMath.weightPips(1, 3), 333_333, "rounded down");
        assertEq(RebalanceMath.weightPips(0, 3), 0, "nothing");
        assertEq(RebalanceMath.weightPips(type(uint256).max, type(uint256).max), 1_000_000, "all of it");
    }

    function test_default_cppiIsMultiplierTimesCushion() external pure {
        assertEq(RebalanceMath.cppiWeightPips(1000, 900, 4000, 999_999), 400_000, "4 x 10 %");
        assertEq(RebalanceMath.cppiWeightPips(1000, 900, 2500, 999_999), 250_000, "2.5 x 10 %");
        assertEq(RebalanceMath.cppiWeightPips(3, 2, 1000, 999_999), 333_333, "rounded down");
    }

    function test_behavior_cppiNeverExceedsTheLargestWeight() external pure {
        assertEq(RebalanceMath.cppiWeightPips(1000, 900, 65_535, 600_000), 600_000, "capped");
        assertEq(RebalanceMath.cppiWeightPips(1000, 0, 1000, 999_999), 999_999, "all cushion");
    }

    function test_behavior_cppiHoldsNothingAtOrBelowTheFloor() external pure {
        assertEq(RebalanceMath.cppiWeightPips(900, 900, 4000, 999_999), 0, "at");
        assertEq(RebalanceMath.cppiWeightPips(899, 900, 4000, 999_999), 0, "below");
        assertEq(RebalanceMath.cppiWeightPips(901, 900, 4000, 999_999), 4439, "just above");
    }

    function testFuzz_behavior_cppiRisesWithValueAndMultiplier(
        uint128 nav,
        uint128 floor,
        uint16 multiplierE3,
        uint128 more
    ) external pure {
        uint256 value = uint256(nav) + 1;
        uint256 weight = RebalanceMath.cppiWeightPips(value, floor, multiplierE3, 999_999);
        assertLe(weight, RebalanceMath.cppiWeightPips(value + more, floor, multiplierE3, 999_999), "value");
        assertLe(weight, RebalanceMath.cppiWeightPips(value, floor, type(uint16).max, 999_999), "multiplier");
        assertLe(RebalanceMath.cppiWeightPips(value, uint256(floor) + more, multiplierE3, 999_999), weight, "floor");
    }

    function testFuzz_default_distance(uint256 a, uint256 b) external pure {
        assertEq(RebalanceMath.distance(a, b), RebalanceMath.distance(b, a), "both orders");
        assertEq(RebalanceMath.distance(a, a), 0, "none");
        if (a > b) assertEq(RebalanceMath.distance(a, b), a - b, "larger less smaller");
    }

    function test_default_dueAfterTheInterval() external pure {
        assertTrue(RebalanceMath.isDue(20_001, 20_000, 3600, 3600), "after it, just beyond the band");
        assertTrue(!RebalanceMath.isDue(20_001, 20_000, 3599, 3600), "before it, just beyond the band");
    }

    function test_behavior_aLargerDriftWaitsLess() external pure {
        // Three times the band: a ninth of the interval.
        assertTrue(RebalanceMath.isDue(60_000, 20_000, 400, 3600), "at a ninth");
        assertTrue(!RebalanceMath.isDue(60_000, 20_000, 399, 3600), "before a ninth");
        assertTrue(!RebalanceMath.isDue(1_000_000, 20_000, 0, 3600), "never in the block of the last trade");
    }

    function test_behavior_noIntervalOrNoBandNeverWaits() external pure {
        assertTrue(RebalanceMath.isDue(1, 0, 0, type(uint32).max), "no band");
        assertTrue(RebalanceMath.isDue(20_001, 20_000, 0, 0), "no interval");
    }

    function testFuzz_behavior_dueForEveryOperand(
        uint32 drift,
        uint32 band,
        uint40 elapsed,
        uint32 interval
    ) external pure {
        bool due = RebalanceMath.isDue(drift, band, elapsed, interval);
        if (drift > band && elapsed >= interval) assertTrue(due, "after the interval");
        if (drift <= band && elapsed < interval && drift != 0 && band != 0) assertTrue(!due, "before it");
    }

    function test_default_tradeIsTheShareOfTheDrift() external pure {
        uint256 none = type(uint256).max;
        assertEq(RebalanceMath.tradeQuote(1000, 500_000, 3600, EPOCH_SEC, none), 500, "half in an epoch");
        assertEq(RebalanceMath.tradeQuote(1000, 500_000, 1800, EPOCH_SEC, none), 250, "a quarter in half an epoch");
        assertEq(RebalanceMath.tradeQuote(1000, 500_000, 7200, EPOCH_SEC, none), 1000, "all in two epochs");
        assertEq(RebalanceMath.tradeQuote(1000, 500_000, 72_000, EPOCH_SEC, none), 1000, "never more than all");
        assertEq(RebalanceMath.tradeQuote(999, 1, 1, EPOCH_SEC, none), 0, "rounded down");
        assertEq(RebalanceMath.tradeQuote(3.6e9, 1, 1, EPOCH_SEC, none), 1, "a part of a pip counts");
    }

    function test_behavior_tradeIsCapped() external pure {
        assertEq(RebalanceMath.tradeQuote(1000, 500_000, 3600, EPOCH_SEC, 499), 499, "capped");
        assertEq(RebalanceMath.tradeQuote(1000, 500_000, 3600, EPOCH_SEC, 0), 0, "nothing allowed");
    }

    function testFuzz_behavior_tradeNeverExceedsDriftOrCap(
        uint256 drift,
        uint32 aggressiveness,
        uint40 elapsed,
        uint256 cap
    ) external pure {
        uint256 trade = RebalanceMath.tradeQuote(drift, aggressiveness, elapsed, EPOCH_SEC, cap);
        assertLe(trade, drift, "drift");
        assertLe(trade, cap, "cap");
        // Waiting longer never trades less.
        assertLe(trade, RebalanceMath.tradeQuote(drift, aggressiveness, type(uint40).max, EPOCH_SEC, cap), "longer");
    }

    function test_default_dollars() external pure {
        assertEq(RebalanceMath.fromUsd6(1_234_567, 6), 1_234_567, "six decimals");
        assertEq(RebalanceMath.fromUsd6(1_234_567, 18), 1.234567e18, "eighteen");
        assertEq(RebalanceMath.fromUsd6(1_234_567, 2), 123, "two, rounded down");
        assertEq(RebalanceMath.toUsd6(1.2345678e18, 18), 1_234_567, "back from eighteen, rounded down");
        assertEq(RebalanceMath.toUsd6(123, 2), 1_230_000, "back from two");
        assertEq(RebalanceMath.toUsd6(1_234_567, 6), 1_234_567, "back from six");
    }

    function testFuzz_behavior_dollarsLoseNothingThatFits(uint64 usd6, uint8 decimals) external pure {
        uint8 within = uint8(bound(decimals, 6, 18));
        assertEq(RebalanceMath.toUsd6(RebalanceMath.fromUsd6(usd6, within), within), usd6, "there and back");
    }
}
