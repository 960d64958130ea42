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
            " testStale testFallback testTightened",
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
        expectCaught(new Consumers.IgnoresInterval(), " testInterval", Kit.LimitIgnored.selector, "intervalSec");
    }

    function test_P187_intervalSec_twoTradesInABlock() external {
        expectCaught(new Consumers.IgnoresTime(), " testInterval", Kit.LimitIgnored.selector, "one trade in a block");
    }

    function test_P187_intervalSec_aCalmGivesNoRightToMore() external {
        expectCaught(
            new Consumers.SavesUp(),
            " testStale testFallback testTightened testInterval",
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
        expectCaught(new Consumers.StopsForEver(), " testHalted testResumed", Kit.StatusIgnored.selector, "Halted");
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
            uint256 id = vm.snapshotState();
            suite.setUp();
            (bool succeeded, bytes memory answer) = address(suite).call(
                abi.encodeWithSignature(string.concat(names[i], "()"))
            );
            vm.revertToState(id);
            if (succeeded) continue;
            if (firstError.length == 0) firstError = answer;
            failed = string.concat(failed, " ", names[i]);
        }
        assertEq(bytes(failed), bytes(checks), "the checks that failed");
        if (selector == 0) return;
        assertTrue(bytes4(firstError) == selector, "error");
        assertEq(bytes(firstStringOf(firstError)), bytes(what), "what was ignored");
    }

    /// The first argument of an error.
    function firstStringOf(bytes memory data) private pure returns (string memory) {
        bytes memory arguments = new bytes(data.length - 4);
        for (uint256 i = 0; i < arguments.length; i++) arguments[i] = data[i + 4];
        return abi.decode(arguments, (string));
    }
}
