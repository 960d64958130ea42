// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMessageReceiver} from "../../../contracts/interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../../contracts/interfaces/bridge/IMessenger.sol";
import {IRemoteParameters, RemoteConfig, RemoteState} from "../../../contracts/interfaces/bridge/IRemoteParameters.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {RemoteFixture} from "../support/bridge/RemoteFixture.sol";

contract RemoteMessagesTest is RemoteFixture {
    function test_default() external {
        uint256 madeAt = nowAt - 60;
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.RemoteUpdated(
            MARKET,
            IMessenger(AXELAR),
            HOME_CONFIG,
            [
                packVector(buildCalm()) | (uint256(0x11111111) << 190),
                packVector(buildFallback()) | (madeAt << 190),
                packVector(buildFirstStep()) | (nowAt << 190)
            ]
        );
        deliver(AXELAR, buildPayload(buildCalm(), madeAt));
        expectRemote(buildFirstStep(), Status.Active, 60);
        RemoteState memory state = remote.marketState(MARKET);
        assertEq(state.madeAt, madeAt, "made");
        assertEq(state.movedAt, nowAt, "moved");
        assertEq(uint256(state.homeStatus), uint256(Status.Active), "home's status");
        assertEq(state.homeConfig, HOME_CONFIG, "home's configuration");
        assertEq(state.loosening.lastAt, nowAt, "the budget is counted");
    }

    /// One moves a field by a step; what comes after it in the epoch by nothing, whoever brings it.
    function test_P198_aMessageMovesAFieldByAtMostAStepAnEpoch() external {
        deliver(buildCalm());
        for (uint256 i = 1; i < 60; i++) {
            advance(i % 7 == 0 ? 61 : 1);
            deliver(i % 2 == 0 ? AXELAR : HYPERLANE, buildPayload(buildCalm(), nowAt));
        }
        expectRemote(buildFirstStep(), Status.Active, 0);
        advance(EPOCH_SEC);
        deliver(buildCalm());
        assertEq(readRemote().aggressivenessPips, 500, "the second step, an epoch later");
    }

    /// Messages of different epochs at home, held back and released at once.
    function test_P198_aBacklogIsOneStep() external {
        RemoteConfig memory config = buildRemoteConfig();
        config.messageAgeSec = config.maxAgeSec;
        setRemote(config);
        for (uint256 i = 0; i <= 3; i++) {
            deliver(AXELAR, buildPayload(buildCalm(), nowAt - (3 - i) * EPOCH_SEC));
        }
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    /// Messages of one epoch at home that come in different epochs here.
    function test_P198_evidenceOfOneEpochIsOneStep() external {
        RemoteConfig memory config = buildRemoteConfig();
        config.messageAgeSec = config.maxAgeSec;
        setRemote(config);
        uint256 madeAt = nowAt;
        deliver(buildCalm());
        for (uint256 i = 1; i <= 3; i++) {
            advance(EPOCH_SEC - 100);
            deliver(AXELAR, buildPayload(buildCalm(), madeAt + i));
        }
        assertEq(readRemote(), buildFirstStep(), "one step");
    }

    /// Where its step is lifted, a field tightens as far as the band allows, at once and again.
    function test_P198_whereTheStepIsLiftedAFieldTightensAtOnce() external {
        deliver(buildCalm());
        advance(1);
        Parameters memory shock = buildShock();
        deliver(shock);
        Parameters memory values = readRemote();
        assertEq(values.aggressivenessPips, 0, "within the epoch");
        assertEq(values.bandPips, 900_000, "band");
        assertEq(remote.marketState(MARKET).movedAt, nowAt, "it counts as moved");
        advance(EPOCH_SEC - 100);
        deliver(buildCalm());
        assertEq(readRemote().aggressivenessPips, 200, "and a step back in the next");
    }

    /// A step for tightening that is not lifted holds as well.
    function test_P198_aStepDownHoldsAsWell() external {
        RemoteConfig memory config = buildRemoteConfig();
        config.bounds.stepDown.maxTradeUsd = 100;
        setRemote(config);
        deliver(buildShock());
        assertEq(readRemote().maxTradeUsd, 900, "a step");
        advance(60);
        deliver(buildShock());
        assertEq(readRemote().maxTradeUsd, 900, "and no second one");
    }

    /// A message that moves nothing does not use the epoch here up; one that moves one field does.
    function test_behavior_movedAt() external {
        deliver(buildFallback());
        assertEq(remote.marketState(MARKET).movedAt, 0, "nothing moved");
        expectRemote(buildFallback(), Status.Active, 0);
        advance(EPOCH_SEC);
        deliver(buildCalm());
        assertEq(remote.marketState(MARKET).movedAt, nowAt, "moved");
    }

    function test_behavior_held() external {
        deliver(buildCalm());
        for (uint256 kind = uint256(Status.Stale); kind <= uint256(Status.Fallback); kind++) {
            advance(60);
            vm.expectEmit(true, true, true, true, address(remote));
            emit IRemoteParameters.RemoteHeld(MARKET, IMessenger(AXELAR), Status(kind), uint40(nowAt));
            hold(Status(kind));
            expectRemote(buildFallback(), Status.Fallback, 0);
            RemoteState memory state = remote.marketState(MARKET);
            assertEq(state.values, buildFirstStep(), "what was in force stays in storage");
            assertEq(uint256(state.homeStatus), kind, "home's status");
            assertTrue(state.isAwaitingEvidence, "until the next message");
        }
        advance(EPOCH_SEC);
        deliver(buildCalm());
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    /// A bridge that lies about home's status puts the market on its own fallback, and buys no further step with it.
    function test_P198_holdingBuysNoStep() external {
        deliver(buildCalm());
        for (uint256 i = 0; i < 10; i++) {
            advance(30);
            hold(Status.Halted);
            assertEq(readRemote(), buildFallback(), "the voted fallback");
            advance(30);
            deliver(buildCalm());
            assertEq(readRemote(), buildFallback(), "and no step from it in this epoch");
        }
    }

    function test_behavior_heldBeforeAnyVector() external {
        hold(Status.Stale);
        expectRemote(buildFallback(), Status.Fallback, 0);
        assertEq(remote.marketState(MARKET).values, buildFallback(), "steps start from the fallback");
        advance(EPOCH_SEC);
        deliver(buildCalm());
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    function test_behavior_stale() external {
        deliver(buildCalm());
        advance(3 * EPOCH_SEC);
        expectRemote(buildFirstStep(), Status.Active, 3 * EPOCH_SEC);
        advance(1);
        expectRemote(buildFallback(), Status.Stale, 3 * EPOCH_SEC + 1);
        deliver(buildCalm());
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    function test_P200_doubled() external {
        bytes memory payload = buildPayload(buildCalm(), nowAt);
        deliver(AXELAR, payload);
        bytes memory refusal = abi.encodeWithSelector(IRemoteParameters.MessageNotNewer.selector, nowAt, nowAt);
        expectRefusal(AXELAR, payload, refusal);
        expectRefusal(HYPERLANE, payload, refusal);
        expectRefusal(HYPERLANE, buildPayload(MARKET, buildCalm(), nowAt, Status.Halted), refusal);
    }

    function test_P200_outOfOrder() external {
        deliver(buildCalm());
        expectRefusal(
            AXELAR,
            buildPayload(buildCalm(), nowAt - 1),
            abi.encodeWithSelector(IRemoteParameters.MessageNotNewer.selector, nowAt - 1, nowAt)
        );
    }

    function test_P200_late() external {
        deliver(AXELAR, buildPayload(buildFallback(), nowAt - EPOCH_SEC));
        advance(60);
        uint256 madeAt = nowAt - EPOCH_SEC - 1;
        bytes memory refusal = abi.encodeWithSelector(
            IRemoteParameters.MessageTooOld.selector,
            EPOCH_SEC + 1,
            EPOCH_SEC
        );
        expectRefusal(AXELAR, buildPayload(buildCalm(), madeAt), refusal);
        expectRefusal(AXELAR, buildPayload(MARKET, buildCalm(), madeAt, Status.Halted), refusal);
    }

    /// Home's clock is ahead: the delivery is repeated once this chain's has caught up.
    function test_P200_fromTheFuture() external {
        bytes memory payload = buildPayload(buildCalm(), nowAt + 5);
        expectRefusal(
            AXELAR,
            payload,
            abi.encodeWithSelector(IRemoteParameters.MessageInFuture.selector, nowAt + 5, nowAt)
        );
        advance(5);
        deliver(AXELAR, payload);
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    function test_P200_fromAStranger() external {
        bytes memory payload = buildPayload(buildCalm(), nowAt);
        bytes memory refusal = abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, address(0xbad));
        expectRefusal(address(0xbad), payload, refusal);
        vm.prank(AXELAR);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, HOME_CHAIN + 1, HOME_SENDER));
        remote.receiveMessage(HOME_CHAIN + 1, HOME_SENDER, payload);
        vm.prank(AXELAR);
        vm.expectRevert(abi.encodeWithSelector(IMessageReceiver.NotTheSender.selector, HOME_CHAIN, address(0xbad)));
        remote.receiveMessage(HOME_CHAIN, address(0xbad), payload);

        vm.prank(GOVERNOR);
        remote.setMessenger(IMessenger(AXELAR), false);
        refusal = abi.encodeWithSelector(IMessageReceiver.NotMessenger.selector, AXELAR);
        expectRefusal(AXELAR, payload, refusal);
        deliver(HYPERLANE, payload);
    }

    function test_error_MalformedMessage() external {
        bytes memory refusal = abi.encodeWithSelector(IRemoteParameters.MalformedMessage.selector);
        bytes memory payload = buildPayload(buildCalm(), nowAt);
        expectRefusal(AXELAR, "", refusal);
        expectRefusal(AXELAR, bytes.concat(payload, hex"00"), refusal);
        expectRefusal(AXELAR, bytes.concat(payload, new bytes(100_000)), refusal);
        uint256 word = packVector(buildCalm()) | (nowAt << 190);
        // Unknown; statuses that there are not; bits above.
        uint256[4] memory above = [uint256(0), 5, 7, 8 + uint256(Status.Active)];
        for (uint256 i = 0; i < above.length; i++) {
            expectRefusal(AXELAR, abi.encode(MARKET, word | (above[i] << 228), HOME_CONFIG), refusal);
        }
        word |= uint256(Status.Active) << 228;
        expectRefusal(AXELAR, abi.encode(MARKET, word, uint256(1) << 160), refusal);
        deliver(AXELAR, abi.encode(MARKET, word, HOME_CONFIG));
    }

    function test_error_ofTheMarket() external {
        bytes memory payload = buildPayload("nowhere", buildCalm(), nowAt, Status.Active);
        expectRefusal(
            AXELAR,
            payload,
            abi.encodeWithSelector(IRemoteParameters.UnknownMarket.selector, bytes32("nowhere"))
        );
        vm.prank(GUARDIAN);
        remote.useFallback(MARKET);
        payload = buildPayload(buildCalm(), nowAt);
        expectRefusal(AXELAR, payload, abi.encodeWithSelector(IRemoteParameters.MarketUsesFallback.selector, MARKET));
        vm.prank(GUARDIAN);
        remote.halt(MARKET);
        expectRefusal(AXELAR, payload, abi.encodeWithSelector(IRemoteParameters.HaltedMarket.selector, MARKET));
        vm.prank(GOVERNOR);
        remote.resume(MARKET);
        expectRemote(buildFallback(), Status.Fallback, U40);
        deliver(AXELAR, payload);
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    /// Refused by name, and nothing has changed.
    function expectRefusal(address messenger, bytes memory payload, bytes memory refusal) private {
        bytes memory before = abi.encode(remote.marketState(MARKET));
        vm.prank(messenger);
        vm.expectRevert(refusal);
        remote.receiveMessage(HOME_CHAIN, HOME_SENDER, payload);
        assertEq(abi.encode(remote.marketState(MARKET)), before, "a refused message left a trace");
    }
}
