// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
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
        assertEq(RebalanceMath.cppiExposureQuote(1000, 900, 4000), 400, "4 x 100");
        assertEq(RebalanceMath.cppiExposureQuote(1000, 900, 65_535), 6553, "more than all");
        assertEq(RebalanceMath.cppiExposureQuote(3, 2, 1999), 1, "rounded down");
        assertEq(RebalanceMath.cppiExposureQuote(type(uint256).max, 0, 1000), type(uint256).max, "all cushion");
    }

    function test_behavior_cppiHoldsNothingAtOrBelowTheFloor() external pure {
        assertEq(RebalanceMath.cppiExposureQuote(900, 900, 4000), 0, "at");
        assertEq(RebalanceMath.cppiExposureQuote(899, 900, 4000), 0, "below");
        assertEq(RebalanceMath.cppiExposureQuote(901, 900, 4000), 4, "just above");
    }

    function testFuzz_behavior_cppiRisesWithValueAndMultiplier(
        uint128 nav,
        uint128 floor,
        uint16 multiplierE3,
        uint128 more
    ) external pure {
        uint256 exposure = RebalanceMath.cppiExposureQuote(nav, floor, multiplierE3);
        assertLe(exposure, RebalanceMath.cppiExposureQuote(uint256(nav) + more, floor, multiplierE3), "value");
        assertLe(exposure, RebalanceMath.cppiExposureQuote(nav, floor, type(uint16).max), "multiplier");
        assertLe(RebalanceMath.cppiExposureQuote(nav, uint256(floor) + more, multiplierE3), exposure, "floor");
    }

    function testFuzz_default_distance(uint256 a, uint256 b) external pure {
        assertEq(RebalanceMath.distance(a, b), RebalanceMath.distance(b, a), "both orders");
        assertEq(RebalanceMath.distance(a, a), 0, "none");
        if (a > b) assertEq(RebalanceMath.distance(a, b), a - b, "larger less smaller");
    }

    function test_default_excessIsWhatLiesBeyondTheReturn() external pure {
        assertEq(RebalanceMath.excessQuote(1000, 10_000, 20_000), 800, "2 % of 10,000 stay");
        assertEq(RebalanceMath.excessQuote(1000, 10_001, 20_000), 799, "what stays is rounded up");
        assertEq(RebalanceMath.excessQuote(1000, 10_000, 0), 1000, "all of it");
        assertEq(RebalanceMath.excessQuote(1000, 10_000, 200_000), 0, "nothing");
    }

    function test_default_tradeIsTheShareOfTheExcess() external pure {
        Parameters memory values = _values(500_000, 10_800, 0);
        assertEq(_trade(1000, values, 3600), 500, "half in an epoch");
        assertEq(_trade(1000, values, 1800), 250, "a quarter in half an epoch");
        assertEq(_trade(1000, values, 7200), 1000, "all in two epochs");
        assertEq(_trade(1000, values, 10_800), 1000, "never more than all");
        values.aggressivenessPips = 1;
        assertEq(_trade(999, values, 1), 0, "rounded down");
        assertEq(_trade(3.6e9, values, 1), 1, "a part of a pip counts");
    }

    function test_finding_longCalm_elapsedEndsAtTheInterval() external pure {
        Parameters memory values = _values(100_000, 7200, 0);
        assertEq(_trade(1000, values, 3600), 100, "a tenth an epoch");
        assertEq(_trade(1000, values, 7200), 200, "two tenths in an interval of two");
        assertEq(_trade(1000, values, 7201), 200, "no more after it");
        assertEq(_trade(1000, values, type(uint40).max), 200, "ever");
    }

    function test_behavior_noTradeBelowTheLot() external pure {
        // Of a net asset value of a million.
        assertEq(_trade(1000, _values(100_000, 3600, 300), 3600), 300, "the lot, 300 pips");
        assertEq(_trade(1000, _values(400_000, 3600, 300), 3600), 400, "the share, where it is larger");
        assertEq(_trade(1000, _values(100_000, 3600, 1001), 3600), 1000, "the excess, where the lot is larger");
        assertEq(_trade(1000, _values(0, 0, 300), 3600), 300, "the lot alone");
    }

    function testFuzz_behavior_tradeForEveryOperand(
        uint256 excess,
        uint256 nav,
        uint32[3] calldata operands,
        uint40 elapsed
    ) external pure {
        Parameters memory values = _values(operands[0], operands[1], uint32(bound(operands[2], 0, 1e6)));
        uint256 trade = RebalanceMath.tradeQuote(excess, nav, values, elapsed, EPOCH_SEC);
        assertLe(trade, excess, "excess");
        uint256 longer = RebalanceMath.tradeQuote(excess, nav, values, type(uint40).max, EPOCH_SEC);
        assertLe(trade, longer, "waiting longer never trades less");
        if (elapsed >= values.intervalSec) assertEq(trade, longer, "nor more, after the interval");
        values.lotPips = 0;
        assertLe(RebalanceMath.tradeQuote(excess, nav, values, elapsed, EPOCH_SEC), trade, "nor does a lot");
    }

    function test_default_curvature() external pure {
        assertEq(RebalanceMath.constantMixCurvaturePips(500_000), 250_000, "half and half");
        assertEq(RebalanceMath.constantMixCurvaturePips(200_000), 160_000, "a fifth");
        assertEq(RebalanceMath.constantMixCurvaturePips(1), 1, "rounded up: 0 would tell none");
        assertEq(RebalanceMath.constantMixCurvaturePips(999_999), 1, "at the other end");
        assertEq(RebalanceMath.cppiCurvaturePips(400, 1000, 4000), 1_200_000, "3 x 40 %");
        assertEq(RebalanceMath.cppiCurvaturePips(400, 1000, 500), 200_000, "a multiplier below 1: 0.5 x 40 %");
        assertEq(RebalanceMath.cppiCurvaturePips(1, 3, 4000), 1_000_000, "a third");
        assertEq(RebalanceMath.cppiCurvaturePips(1, 7, 2000), 142_858, "rounded up");
        assertEq(RebalanceMath.cppiCurvaturePips(1000, 1000, 65_535), 64_535_000, "the most that can be told");
        assertEq(RebalanceMath.cppiCurvaturePips(400, 1000, 1000), 0, "a multiplier of 1 drifts nowhere");
        assertEq(RebalanceMath.cppiCurvaturePips(0, 1000, 4000), 0, "no exposure");
        assertEq(RebalanceMath.cppiCurvaturePips(0, 0, 4000), 0, "nothing at all");
    }

    function _trade(uint256 excess, Parameters memory values, uint40 elapsedSec) private pure returns (uint256) {
        return RebalanceMath.tradeQuote(excess, 1e6, values, elapsedSec, EPOCH_SEC);
    }

    function _values(
        uint32 aggressivenessPips,
        uint32 intervalSec,
        uint32 lotPips
    ) private pure returns (Parameters memory values) {
        (values.aggressivenessPips, values.intervalSec, values.lotPips) = (aggressivenessPips, intervalSec, lotPips);
    }
}
