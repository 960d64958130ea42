// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernanceReceiver} from "../../../contracts/bridge/GovernanceReceiver.sol";
import {GovernanceSender} from "../../../contracts/bridge/GovernanceSender.sol";
import {IGovernanceReceiver, IGovernanceSender} from "../../../contracts/interfaces/bridge/IGovernanceBridge.sol";
import {IMessageReceiver} from "../../../contracts/interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../../contracts/interfaces/bridge/IMessenger.sol";
import {RemoteConfig} from "../../../contracts/interfaces/bridge/IRemoteParameters.sol";
import {FakeMessenger} from "../support/bridge/FakeMessenger.sol";
import {RemoteFixture} from "../support/bridge/RemoteFixture.sol";

/// A vote at home, by real contracts, to the timelock of the other chain.
contract GovernanceBridgeTest is RemoteFixture {
    uint256 private constant DELAY_SEC = 2 days;
    address private constant HOME_TIMELOCK = address(0x71);
    address private constant THIRD = address(0xa3);

    GovernanceSender private sender;
    GovernanceReceiver private receiver;
    TimelockController private timelock;
    FakeMessenger private carrier;
    uint64 private here;

    function setUp() public override {
        super.setUp();
        here = uint64(block.chainid);
        sender = GovernanceSender(payable(deploy("GovernanceSender.sol:GovernanceSender", abi.encode(HOME_TIMELOCK))));
        address[] memory none = new address[](0);
        address[] memory anyone = new address[](1);
        timelock = new TimelockController(DELAY_SEC, none, anyone, address(this));
        receiver = GovernanceReceiver(
            deploy(
                "GovernanceReceiver.sol:GovernanceReceiver",
                abi.encode(timelock, HOME_CHAIN, address(sender), buildMessengers(2), uint32(2))
            )
        );
        timelock.grantRole(timelock.PROPOSER_ROLE(), address(receiver));
        timelock.grantRole(timelock.CANCELLER_ROLE(), GUARDIAN);
        manager.grantRole(GOVERNOR_ROLE, address(timelock), 0);
        carrier = new FakeMessenger();
    }

    function test_default() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        bytes memory message = abi.encode(here, uint64(0), targets, calldatas);
        vm.expectEmit(true, true, true, true, address(sender));
        emit IGovernanceSender.GovernanceRecorded(here, 0, targets, calldatas);
        vm.prank(HOME_TIMELOCK);
        assertEq(sender.record(here, targets, calldatas), 0, "the first");
        assertEq(sender.recordHash(here, 0), keccak256(message), "recorded");
        assertEq(sender.nextNonce(here), 1, "counted");

        vm.expectEmit(true, true, true, true, address(sender));
        emit IGovernanceSender.GovernancePosted(here, 0, carrier, "id");
        assertEq(sender.post(here, 0, targets, calldatas, address(receiver), carrier), bytes32("id"), "posted");
        assertEq(carrier.chainId(), here, "where");
        assertEq(carrier.receiver(), address(receiver), "to whom");
        assertEq(carrier.payload(), message, "what");

        vm.expectEmit(true, true, true, true, address(receiver));
        emit IGovernanceReceiver.GovernanceBrought(0, IMessenger(AXELAR), 1, 2);
        bring(AXELAR, message);
        bytes32 operationId = receiver.operationId(0, targets, calldatas);
        assertTrue(!timelock.isOperation(operationId), "one is not enough");
        vm.expectEmit(true, true, true, true, address(receiver));
        emit IGovernanceReceiver.GovernanceBrought(0, IMessenger(HYPERLANE), 2, 2);
        vm.expectEmit(true, true, true, true, address(receiver));
        emit IGovernanceReceiver.GovernanceScheduled(0, operationId, targets, calldatas);
        bring(HYPERLANE, message);
        assertTrue(timelock.isOperationPending(operationId), "scheduled");
        assertEq(receiver.nextNonce(), 1, "the next");

        advance(DELAY_SEC);
        execute(0, targets, calldatas);
        assertEq(remote.marketConfig(MARKET).epochSec, 600, "in force");
    }

    function test_behavior_theGuardianCancels() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        bringByBoth(0, targets, calldatas);
        bytes32 operationId = receiver.operationId(0, targets, calldatas);
        vm.prank(GUARDIAN);
        timelock.cancel(operationId);
        expectRefusal(
            AXELAR,
            encode(0, targets, calldatas),
            abi.encodeWithSelector(IGovernanceReceiver.NoncePast.selector, uint64(0), uint64(1))
        );
        assertTrue(!timelock.isOperation(operationId), "cancelled for good");
        bringByBoth(1, targets, calldatas);
        advance(DELAY_SEC);
        execute(1, targets, calldatas);
        assertEq(remote.marketConfig(MARKET).epochSec, 600, "the next goes on");
    }

    /// A delay that was voted counts for what is scheduled from then on.
    function test_behavior_theTimelocksOwnDelay() external {
        address[] memory targets = new address[](1);
        bytes[] memory calldatas = new bytes[](1);
        (targets[0], calldatas[0]) = (address(timelock), abi.encodeCall(timelock.updateDelay, (5 days)));
        bringByBoth(0, targets, calldatas);
        advance(DELAY_SEC);
        execute(0, targets, calldatas);
        (targets, calldatas) = buildCalls(600);
        bringByBoth(1, targets, calldatas);
        assertEq(timelock.getTimestamp(receiver.operationId(1, targets, calldatas)), nowAt + 5 days, "the new delay");
    }

    /// Two messengers that bring different calls for the same nonce do not add up, in whatever they differ.
    function test_P201_differentRecordsDoNotAddUp() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        (, bytes[] memory others) = buildCalls(601);
        bring(AXELAR, encode(0, targets, calldatas));
        bring(HYPERLANE, encode(0, targets, others));
        assertEq(receiver.nextNonce(), 0, "nothing scheduled");
        // One that lies may bring as many as it likes: it counts once for each.
        for (uint32 i = 0; i < 10; i++) {
            (, others) = buildCalls(700 + i);
            bring(HYPERLANE, encode(0, targets, others));
        }
        assertEq(receiver.nextNonce(), 0, "nothing scheduled");
        bring(HYPERLANE, encode(0, targets, calldatas));
        assertTrue(timelock.isOperation(receiver.operationId(0, targets, calldatas)), "what both say");
        assertEq(receiver.nextNonce(), 1, "once");
    }

    function test_P201_inOrderAndOnce() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        expectRefusal(
            AXELAR,
            encode(1, targets, calldatas),
            abi.encodeWithSelector(IGovernanceReceiver.NonceAhead.selector, uint64(1), uint64(0))
        );
        bring(AXELAR, encode(0, targets, calldatas));
        expectRefusal(
            AXELAR,
            encode(0, targets, calldatas),
            abi.encodeWithSelector(IGovernanceReceiver.BroughtBefore.selector, uint64(0), AXELAR)
        );
        bring(HYPERLANE, encode(0, targets, calldatas));
        bytes memory past = abi.encodeWithSelector(IGovernanceReceiver.NoncePast.selector, uint64(0), uint64(1));
        expectRefusal(AXELAR, encode(0, targets, calldatas), past);
        expectRefusal(HYPERLANE, encode(0, targets, calldatas), past);
        // The same calls, voted again, are another operation.
        bringByBoth(1, targets, calldatas);
        assertTrue(timelock.isOperation(receiver.operationId(1, targets, calldatas)), "the second");
    }

    function test_P201_strangers() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        bytes memory message = encode(0, targets, calldatas);
        expectRefusal(THIRD, message, abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, THIRD));
        vm.startPrank(AXELAR);
        vm.expectRevert(
            abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, HOME_CHAIN + 1, address(sender))
        );
        receiver.receiveMessage(HOME_CHAIN + 1, address(sender), message);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, HOME_CHAIN, HOME_SENDER));
        receiver.receiveMessage(HOME_CHAIN, HOME_SENDER, message);
        vm.stopPrank();
        expectRefusal(
            AXELAR,
            abi.encode(here + 1, uint64(0), targets, calldatas),
            abi.encodeWithSelector(IGovernanceReceiver.NotThisChain.selector, here + 1)
        );
        // What is no record, and what the timelock does not take.
        vm.expectRevert();
        bring(AXELAR, "garbage");
        bring(AXELAR, encode(0, targets, new bytes[](2)));
        vm.expectRevert();
        bring(HYPERLANE, encode(0, targets, new bytes[](2)));
        assertEq(receiver.nextNonce(), 0, "nothing scheduled");
        bringByBoth(0, targets, calldatas);
    }

    /// A messenger that is struck off no longer counts; where the threshold was lowered, a repetition is enough.
    function test_P201_messengersChangeWhileARecordIsUnderWay() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        bytes memory message = encode(0, targets, calldatas);
        bring(AXELAR, message);
        IMessenger[] memory others = new IMessenger[](2);
        (others[0], others[1]) = (IMessenger(HYPERLANE), IMessenger(THIRD));
        setMessengers(others, 2);
        bring(HYPERLANE, message);
        assertEq(receiver.nextNonce(), 0, "the one struck off does not count");
        setMessengers(others, 1);
        bring(HYPERLANE, message);
        assertEq(receiver.nextNonce(), 1, "one is enough now");
    }

    /// Any number of messengers, any threshold, whatever they bring in whatever order.
    function testFuzz_P201_onlyWhatEnoughMessengersSay(uint256 count, uint256 threshold, uint256 seed) external {
        count = bound(count, 1, 8);
        threshold = bound(threshold, 1, count);
        setMessengers(buildMessengers(count), uint32(threshold));
        (address[] memory targets, ) = buildCalls(600);
        uint256[4] memory votes;
        bool[32] memory hasVoted;
        for (uint256 i = 0; i < 40; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            (uint256 who, uint256 what) = (seed % count, (seed >> 64) % 4);
            (, bytes[] memory calldatas) = buildCalls(uint32(600 + what));
            bytes memory message = encode(0, targets, calldatas);
            vm.prank(address(buildMessengers(count)[who]));
            (bool success, ) = address(receiver).call(
                abi.encodeCall(receiver.receiveMessage, (HOME_CHAIN, address(sender), message))
            );
            assertTrue(success == !hasVoted[who * 4 + what], "once each");
            if (!success) continue;
            hasVoted[who * 4 + what] = true;
            votes[what]++;
            assertEq(receiver.nextNonce(), votes[what] >= threshold ? 1 : 0, "as many as it takes");
            if (votes[what] < threshold) continue;
            assertTrue(timelock.isOperation(receiver.operationId(0, targets, calldatas)), "that record");
            return;
        }
    }

    function test_behavior_setMessengers() external {
        IMessenger[] memory all = buildMessengers(8);
        vm.expectEmit(true, true, true, true, address(receiver));
        emit IGovernanceReceiver.MessengersSet(all, 5);
        setMessengers(all, 5);
        (IMessenger[] memory told, uint32 threshold) = receiver.messengers();
        assertEq(abi.encode(told), abi.encode(all), "messengers");
        assertEq(threshold, 5, "threshold");
    }

    function test_error_setMessengers() external {
        vm.expectRevert(abi.encodeWithSelector(IGovernanceReceiver.NotTheTimelock.selector, address(this)));
        receiver.setMessengers(buildMessengers(2), 1);
        expectInvalid(buildMessengers(0), 0);
        expectInvalid(buildMessengers(2), 0);
        expectInvalid(buildMessengers(2), 3);
        expectInvalid(buildMessengers(9), 1);
        IMessenger[] memory all = buildMessengers(2);
        all[1] = all[0];
        expectInvalid(all, 1);
        all = buildMessengers(2);
        all[0] = IMessenger(address(0));
        expectInvalid(all, 1);
    }

    function test_error_record() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceSender.NotTheTimelock.selector, address(this)));
        sender.record(here, targets, calldatas);
        vm.startPrank(HOME_TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IGovernanceSender.LengthMismatch.selector, uint256(1), uint256(2)));
        sender.record(here, targets, new bytes[](2));
        // Nine words around one call.
        calldatas[0] = new bytes(16_384 - 9 * 32);
        sender.record(here, targets, calldatas);
        calldatas[0] = new bytes(16_384 - 9 * 32 + 1);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernanceSender.RecordTooLong.selector, uint256(16_416), uint256(16_384))
        );
        sender.record(here, targets, calldatas);
        vm.stopPrank();
        assertEq(sender.nextNonce(here), 1, "the longest counts, and no other");
    }

    function test_error_NotRecorded() external {
        (address[] memory targets, bytes[] memory calldatas) = buildCalls(600);
        bytes memory refusal = abi.encodeWithSelector(IGovernanceSender.NotRecorded.selector, here, uint64(0));
        vm.expectRevert(refusal);
        sender.post(here, 0, targets, calldatas, address(receiver), carrier);
        vm.prank(HOME_TIMELOCK);
        sender.record(here, targets, calldatas);
        (, calldatas) = buildCalls(601);
        vm.expectRevert(refusal);
        sender.post(here, 0, targets, calldatas, address(receiver), carrier);
    }

    function expectInvalid(IMessenger[] memory all, uint32 threshold) private {
        vm.prank(address(timelock));
        vm.expectRevert(IGovernanceReceiver.MessengersInvalid.selector);
        receiver.setMessengers(all, threshold);
    }

    function setMessengers(IMessenger[] memory all, uint32 threshold) private {
        vm.prank(address(timelock));
        receiver.setMessengers(all, threshold);
    }

    function buildMessengers(uint256 count) private pure returns (IMessenger[] memory all) {
        all = new IMessenger[](count);
        for (uint256 i = 0; i < count; i++) all[i] = IMessenger(address(uint160(AXELAR) + uint160(i)));
    }

    /// A vote that sets the market's epoch.
    function buildCalls(uint32 epochSec) private view returns (address[] memory targets, bytes[] memory calldatas) {
        (targets, calldatas) = (new address[](1), new bytes[](1));
        RemoteConfig memory config = buildRemoteConfig();
        config.epochSec = epochSec;
        (targets[0], calldatas[0]) = (address(remote), abi.encodeCall(remote.setMarket, (MARKET, config)));
    }

    function encode(
        uint64 nonce,
        address[] memory targets,
        bytes[] memory calldatas
    ) private view returns (bytes memory) {
        return abi.encode(here, nonce, targets, calldatas);
    }

    function bring(address messenger, bytes memory message) private {
        vm.prank(messenger);
        receiver.receiveMessage(HOME_CHAIN, address(sender), message);
    }

    function bringByBoth(uint64 nonce, address[] memory targets, bytes[] memory calldatas) private {
        bring(AXELAR, encode(nonce, targets, calldatas));
        bring(HYPERLANE, encode(nonce, targets, calldatas));
    }

    function expectRefusal(address messenger, bytes memory message, bytes memory refusal) private {
        vm.prank(messenger);
        vm.expectRevert(refusal);
        receiver.receiveMessage(HOME_CHAIN, address(sender), message);
    }

    function execute(uint64 nonce, address[] memory targets, bytes[] memory calldatas) private {
        timelock.executeBatch(targets, new uint256[](targets.length), calldatas, 0, bytes32(uint256(nonce)));
    }
}
