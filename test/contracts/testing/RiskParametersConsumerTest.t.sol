// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {RiskParametersConsumerTest as Kit} from "../../../contracts/testing/RiskParametersConsumerTest.sol";
import {Test} from "../support/Test.sol";
import * as Consumers from "../support/testing/Consumers.sol";

/// The kit as a protocol uses it. It runs with a right consumer by itself, and with others below.
contract ConsumerSuiteTest is Kit {
    Consumers.RightConsumer private _consumer;
    bool private _standsStillOnFallback;
    uint40 private _oldestSec = type(uint40).max;

    function use(Consumers.RightConsumer consumer) external {
        _consumer = consumer;
    }

    function standStillOnFallback() external {
        _standsStillOnFallback = true;
    }

    function limitAge(uint40 oldestSec_) external {
        _oldestSec = oldestSec_;
    }

    function makeConsumer(IRiskParameters riskParameters_, bytes32 marketId) internal override {
        if (address(_consumer) == address(0)) _consumer = new Consumers.RightConsumer();
        _consumer.read(riskParameters_, marketId);
    }

    function act() internal override {
        _consumer.fund(WISH_USD6);
        _consumer.act();
    }

    function movedUsd6() internal view override returns (uint256) {
        return _consumer.movedUsd6();
    }

    function exit() internal override {
        _consumer.exit();
    }

    function mayActOn(Status status) internal view override returns (bool) {
        if (_standsStillOnFallback) return status == Status.Active;
        return super.mayActOn(status);
    }

    function oldestSec() internal view override returns (uint40) {
        return _oldestSec;
    }
}

contract RiskParametersConsumerTestTest is Test {
    ConsumerSuiteTest private suite;

    function setUp() external {
        suite = new ConsumerSuiteTest();
    }

    function test_default_aRightConsumerPasses() external {
        expectCaught(new Consumers.RightConsumer(), "", 0, "");
    }

    function test_behavior_halted_itIsRightToWaitAfterIt() external {
        expectCaught(new Consumers.WaitsAfterHalt(), "", 0, "");
    }

    function test_P187_unknown_zerosAreNoLimits() external {
        expectCaught(new Consumers.ZeroIsNoLimit(), " testUnknown", Kit.StatusIgnored.selector, "Unknown");
    }

    function test_P187_unknown_thereIsNoRevert() external {
        expectCaught(
            new Consumers.ExpectsRevert(),
            " testUnknown testHalted testTightened",
            Kit.StatusIgnored.selector,
            "Unknown"
        );
    }

    function test_P187_unknown_aTradeOfNothingIsATrade() external {
        expectCaught(new Consumers.TradesNothing(), " testUnknown", Kit.StatusIgnored.selector, "Unknown");
    }

    function test_P187_halted_ignored() external {
        expectCaught(new Consumers.IgnoresHalted(), " testHalted", Kit.StatusIgnored.selector, "Halted");
    }

    function test_P187_halted_youngEvidenceIsNoStatus() external {
        expectCaught(new Consumers.JudgesByAge(), " testHalted", Kit.StatusIgnored.selector, "Halted");
    }

    function test_P187_halted_doesNotEndByItself() external {
        expectCaught(new Consumers.OutwaitsHalt(), " testHalted", Kit.StatusIgnored.selector, "Halted");
    }

    function test_P187_statuses_areReadAnew() external {
        uint256[4] memory keepSec = [uint256(20 days), 1 days, 10 minutes, 3];
        for (uint256 i = 0; i < keepSec.length; i++) {
            expectCaught(
                new Consumers.CachesAnswer(keepSec[i]),
                " testUnknown testHalted testStale testFallback testTightened",
                Kit.StatusIgnored.selector,
                "Unknown"
            );
        }
    }

    function test_P187_stale_fallbackIsNotFresh() external {
        suite.standStillOnFallback();
        expectCaught(new Consumers.RightConsumer(), " testStale testFallback", Kit.StatusIgnored.selector, "Stale");
    }

    function test_P187_stale_theLastValueIsNotTheFallback() external {
        expectCaught(new Consumers.PrefersLastValue(), " testStale testFallback", Kit.StatusIgnored.selector, "Stale");
    }

    function test_P187_stale_valuesAreReadAnew() external {
        expectCaught(
            new Consumers.KeepsValues(),
            " testStale testFallback testTightened testInterval",
            Kit.StatusIgnored.selector,
            "Stale"
        );
    }

    function test_P187_age_ignored() external {
        suite.limitAge(2 hours);
        expectCaught(new Consumers.RightConsumer(), " testAge", Kit.StatusIgnored.selector, "Active");
    }

    function test_behavior_age_aLimitOfItsOwnIsKept() external {
        suite.limitAge(1 hours);
        expectCaught(new Consumers.JudgesByAge(), " testHalted", Kit.StatusIgnored.selector, "Halted");
    }

    function test_P187_maxTradeUsd_ignored() external {
        expectCaught(
            new Consumers.IgnoresMaxTrade(),
            " testActive testStale testFallback testTightened testInterval",
            Kit.LimitIgnored.selector,
            "maxTradeUsd"
        );
    }

    function test_P187_maxTradeUsd_isInWholeDollars() external {
        expectCaught(new Consumers.MistakesUnit(), " testActive", Kit.NeverActs.selector, "Active");
    }

    function test_P187_maxTradeUsd_doesNotFitItsTypeInMillionths() external {
        expectCaught(new Consumers.Overflows(), " testActive", Kit.NeverActs.selector, "maxTradeUsd at its greatest");
    }

    function test_P187_intervalSec_ignored() external {
        expectTwoTrades(new Consumers.IgnoresInterval(), "intervalSec");
    }

    function test_P187_intervalSec_noWaitOnTheFallback() external {
        expectCaught(
            new Consumers.NoWaitOnFallback(),
            " testStale testFallback",
            Kit.LimitIgnored.selector,
            "intervalSec while Stale"
        );
    }

    function test_P187_intervalSec_theFallbackHasItsOwn() external {
        expectCaught(
            new Consumers.KeepsInterval(),
            " testStale testFallback",
            Kit.LimitIgnored.selector,
            "intervalSec while Stale"
        );
    }

    function test_P187_intervalSec_isNoConstant() external {
        expectTwoTrades(new Consumers.HardcodedInterval(), "intervalSec, with a longer interval");
    }

    function test_P187_intervalSec_startsWithTheLastTrade() external {
        expectTwoTrades(new Consumers.BucketInterval(), "intervalSec");
    }

    function test_P187_intervalSec_whatWasMissedIsNotMadeUpFor() external {
        expectTwoTrades(new Consumers.CatchesUp(), "one trade in a block, an interval after the last trade");
    }

    function test_P187_intervalSec_twoTradesInABlock() external {
        expectTwoTrades(new Consumers.IgnoresTime(), "one trade in a block");
    }

    function test_P187_intervalSec_aCalmGivesNoRightToMore() external {
        expectCaught(
            new Consumers.SavesUp(),
            " testStale testFallback testInterval",
            Kit.StatusIgnored.selector,
            "Stale"
        );
    }

    function test_P187_exit_usersAreLockedIn() external {
        expectCaught(new Consumers.LocksUsers(), " testExit", Kit.ExitRefused.selector, "Unknown");
    }

    function test_P187_exit_noEvidenceHasNoTime() external {
        expectCaught(new Consumers.SubtractsAge(), " testExit", Kit.ExitRefused.selector, "Halted");
    }

    function test_P187_resumed_aHaltIsNotForEver() external {
        expectCaught(
            new Consumers.StopsForEver(),
            " testHalted testResumed",
            Kit.NeverActs.selector,
            "Active again after Halted"
        );
    }

    /// It never acts: no check can tell anything of it, and all but the one of the age, which does not ask, say so.
    function test_P187_active_anotherMarketIsRead() external {
        expectCaught(
            new Consumers.AsksWrongMarket(),
            " testActive testUnknown testHalted testStale testFallback testResumed testTightened testInterval testExit",
            Kit.NeverActs.selector,
            "Active"
        );
    }

    /// It trades twice within the wait, on the fallback as well.
    /// @param what What testInterval says was ignored.
    function expectTwoTrades(Consumers.RightConsumer consumer, string memory what) private {
        expectCaught(
            consumer,
            " testStale testFallback testInterval",
            Kit.LimitIgnored.selector,
            "intervalSec while Stale"
        );
        (, bytes memory answer) = runCheck("testInterval");
        assertEq(bytes(firstStringOf(answer)), bytes(what), "what was ignored");
    }

    /// Runs every check of the kit on its own, as a test runner does, and expects those to fail and no others.
    /// @param checks The names of those that fail, in the kit's order.
    /// @param selector The first one's error.
    /// @param what The error's first argument.
    function expectCaught(
        Consumers.RightConsumer consumer,
        string memory checks,
        bytes4 selector,
        string memory what
    ) private {
        suite.use(consumer);
        string[10] memory names = [
            "testActive",
            "testUnknown",
            "testHalted",
            "testStale",
            "testFallback",
            "testResumed",
            "testTightened",
            "testInterval",
            "testAge",
            "testExit"
        ];
        string memory failed;
        bytes memory firstError;
        for (uint256 i = 0; i < names.length; i++) {
            (bool succeeded, bytes memory answer) = runCheck(names[i]);
            if (succeeded) continue;
            if (firstError.length == 0) firstError = answer;
            failed = string.concat(failed, " ", names[i]);
        }
        assertEq(bytes(failed), bytes(checks), "the checks that failed");
        if (selector == 0) return;
        assertTrue(bytes4(firstError) == selector, "error");
        assertEq(bytes(firstStringOf(firstError)), bytes(what), "what was ignored");
    }

    function runCheck(string memory name) private returns (bool succeeded, bytes memory answer) {
        uint256 id = vm.snapshotState();
        suite.setUp();
        (succeeded, answer) = address(suite).call(abi.encodeWithSignature(string.concat(name, "()")));
        vm.revertToState(id);
    }

    /// The first argument of an error.
    function firstStringOf(bytes memory data) private pure returns (string memory) {
        bytes memory arguments = new bytes(data.length - 4);
        for (uint256 i = 0; i < arguments.length; i++) arguments[i] = data[i + 4];
        return abi.decode(arguments, (string));
    }
}
