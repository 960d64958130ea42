// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AxelarMessenger} from "../../../contracts/bridge/AxelarMessenger.sol";
import {HyperlaneMessenger} from "../../../contracts/bridge/HyperlaneMessenger.sol";
import {ParametersSender} from "../../../contracts/bridge/ParametersSender.sol";
import {IMessenger} from "../../../contracts/interfaces/bridge/IMessenger.sol";
import {IParametersSender} from "../../../contracts/interfaces/bridge/IParametersSender.sol";
import {RemoteState} from "../../../contracts/interfaces/bridge/IRemoteParameters.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Observation, Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {FakeGateway, FakeMailbox} from "../support/bridge/FakeBridges.sol";
import {RemoteFixture} from "../support/bridge/RemoteFixture.sol";

/// What is sent is what protocols read at home, and what it becomes on the other chain.
contract ParametersSenderTest is RemoteFixture {
    uint64 private constant AWAY = 8_453;
    address private constant PEER = address(0x9ee7);
    address private constant USER = address(0x05e7);

    ParametersSender private sender;
    FakeMailbox private mailbox;
    HyperlaneMessenger private hyperlane;
    AxelarMessenger private axelar;

    function setUp() public override {
        super.setUp();
        sender = ParametersSender(payable(deploy("ParametersSender.sol:ParametersSender", abi.encode(address(risk)))));
        mailbox = new FakeMailbox();
        bytes memory arguments = abi.encode(address(this), address(mailbox));
        hyperlane = HyperlaneMessenger(deploy("HyperlaneMessenger.sol:HyperlaneMessenger", arguments));
        hyperlane.setRoute(AWAY, 5, PEER);
        arguments = abi.encode(address(this), address(new FakeGateway()));
        axelar = AxelarMessenger(deploy("AxelarMessenger.sol:AxelarMessenger", arguments));
        axelar.setRoute(AWAY, "base", PEER);
        vm.deal(USER, 1 ether);
    }

    function test_default() external {
        push(buildReport());
        uint256 madeAt = nowAt;
        advance(100);
        address config = risk.marketState(MARKET).config;
        uint256 word = packVector(read()) | (madeAt << 190) | (uint256(Status.Active) << 228);
        bytes memory payload = abi.encode(MARKET, word, config);
        bytes32 messageId = keccak256(
            abi.encode(uint64(block.chainid), AWAY, uint64(0), address(sender), PEER, keccak256(payload))
        );
        vm.expectEmit(true, true, true, true, address(hyperlane));
        emit IMessenger.MessageSent(messageId, AWAY, address(sender), PEER, 0, payload);
        vm.expectEmit(true, true, true, true, address(sender));
        emit IParametersSender.ParametersSent(MARKET, AWAY, hyperlane, messageId, word, config);
        assertEq(sender.send(MARKET, AWAY, PEER, hyperlane), messageId, "the id");
        expectMessage(payload, Status.Active, madeAt);
    }

    /// What the bridge does not take goes back to whoever sends.
    function test_behavior_value() external {
        mailbox.setFee(1_000);
        vm.prank(USER);
        sender.send{value: 5_000}(MARKET, AWAY, PEER, hyperlane);
        assertEq(USER.balance, 1 ether - 1_000, "the fee alone");
        vm.prank(USER);
        sender.send{value: 5_000}(MARKET, AWAY, PEER, axelar);
        assertEq(USER.balance, 1 ether - 1_000, "no fee");
        assertEq(address(sender).balance, 0, "nothing stays");
        vm.prank(USER);
        vm.expectRevert(abi.encodeWithSelector(FakeMailbox.WrongFee.selector, uint256(999), uint256(1_000)));
        sender.send{value: 999}(MARKET, AWAY, PEER, hyperlane);
    }

    /// A market that answers with its fallback says so as of now: newer than what it ends.
    function test_behavior_notActive() external {
        expectMessage(Status.Fallback, nowAt);
        push(buildReport());
        uint256 madeAt = nowAt;
        advance(100);
        expectMessage(Status.Active, madeAt);
        advance(30 days);
        expectMessage(Status.Stale, nowAt);
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        expectMessage(Status.Halted, nowAt);
        advance(100);
        expectMessage(Status.Halted, nowAt);
    }

    function test_error_NothingToSend() external {
        bytes memory refusal = abi.encodeWithSelector(IParametersSender.NothingToSend.selector, bytes32("nowhere"));
        vm.expectRevert(refusal);
        sender.send("nowhere", AWAY, PEER, axelar);
        vm.expectRevert(refusal);
        sender.message("nowhere");
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NoRoute.selector, AWAY + 1));
        sender.send(MARKET, AWAY + 1, PEER, axelar);
    }

    /// A push at home, a step away; a halt at home, the fallback away; resumed, and on again.
    function test_behavior_whatBecomesOfIt() external {
        push(buildReport());
        carry();
        RemoteState memory state = remote.marketState(MARKET);
        assertEq(state.homeConfig, risk.marketState(MARKET).config, "the configuration at home");
        expectRemote(read(), Status.Active, 0);
        advance(60);
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        carry();
        expectRemote(buildFallback(), Status.Fallback, 0);
        assertEq(uint256(remote.marketState(MARKET).homeStatus), uint256(Status.Halted), "as home says");
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        advance(EPOCH_SEC);
        push(buildReport());
        carry();
        expectRemote(read(), Status.Active, 0);
    }

    /// Bounds and fallback are the same on both chains here: what is sent after every push is what is read there.
    function testFuzz_behavior_followsHome(uint256 seed, uint256 count) external {
        count = bound(count, 1, 8);
        for (uint256 i = 0; i < count; i++) {
            advance(EPOCH_SEC);
            seed = uint256(keccak256(abi.encode(seed)));
            Parameters memory before = read();
            if (seed % 4 == 0) reportShock();
            else push(buildReport());
            carry();
            expectRemote(read(), Status.Active, 0);
            assertTrue(i != 0 || !isEqual(before, read()), "something moved");
        }
    }

    function carry() private {
        (bytes memory payload, , ) = sender.message(MARKET);
        deliver(HYPERLANE, payload);
    }

    /// Depth is gone and gas dear.
    function reportShock() private {
        Observation memory shock = buildObservation();
        (shock.depthUsd6, shock.baseFeePerGas) = (2_000_000e6, 2_000e9);
        pushObservation(shock);
    }

    function expectMessage(Status status, uint256 madeAt) private view {
        Parameters memory values = read();
        uint256 word = packVector(values) | (madeAt << 190) | (uint256(status) << 228);
        expectMessage(abi.encode(MARKET, word, risk.marketState(MARKET).config), status, madeAt);
    }

    function expectMessage(bytes memory payload, Status status, uint256 madeAt) private view {
        (bytes memory told, Status toldStatus, uint40 toldMadeAt) = sender.message(MARKET);
        assertEq(told, payload, "payload");
        assertEq(uint256(toldStatus), uint256(status), "status");
        assertEq(toldMadeAt, madeAt, "made");
    }

    function isEqual(Parameters memory left, Parameters memory right) private pure returns (bool) {
        return keccak256(abi.encode(left)) == keccak256(abi.encode(right));
    }
}
