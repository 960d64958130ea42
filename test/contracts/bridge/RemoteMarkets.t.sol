// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IMessenger} from "../../../contracts/interfaces/bridge/IMessenger.sol";
import {IRemoteParameters, RemoteConfig, RemoteState} from "../../../contracts/interfaces/bridge/IRemoteParameters.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {BoundsLib} from "../../../contracts/libraries/BoundsLib.sol";
import {MarketRules} from "../../../contracts/libraries/MarketRules.sol";
import {ModelLib} from "../../../contracts/libraries/ModelLib.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {RemoteConfigStore} from "../../../contracts/libraries/RemoteConfigStore.sol";
import {RemoteFixture} from "../support/bridge/RemoteFixture.sol";

/// What a protocol reads, and what voters and the guardian set.
contract RemoteMarketsTest is RemoteFixture {
    function test_P199_unknownMarket() external view {
        (Parameters memory values, Status status, uint40 ageSec) = remote.parameters("nowhere");
        assertEq(values, buildVector(0, 0, 0, 0, 0, 0, 0, 0), "zeros");
        assertEq(uint256(status), uint256(Status.Unknown), "status");
        assertEq(ageSec, U40, "age");
    }

    /// Even where the clock starts near zero, no message is not a fresh message.
    function test_P199_withoutAMessage() external {
        expectRemote(buildFallback(), Status.Fallback, U40);
        vm.warp(10);
        expectRemote(buildFallback(), Status.Fallback, U40);
        RemoteState memory state = remote.marketState(MARKET);
        assertEq(state.madeAt, 0, "never");
        assertEq(state.values, buildFallback(), "steps start from the fallback");
    }

    /// An active value is one slot: nothing else is loaded.
    function test_P199_anActiveValueIsOneSlot() external {
        deliver(buildCalm());
        bytes32 slot = slotOf(MARKET);
        uint256 word = uint256(vm.load(address(remote), slot));
        assertEq(word & ((1 << 190) - 1), packVector(buildFirstStep()), "the vector");
        for (uint256 i = 1; i < 4; i++) vm.store(address(remote), bytes32(uint256(slot) + i), 0);
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    /// Whatever lies in a slot, the answer comes, for a fixed amount of gas. No message is from the future, and a
    /// chain's clock does not run backwards.
    function testFuzz_P199_neverReverts(uint256 word, uint256 location, bytes32 marketId, uint256 madeAt) external {
        word = (word & ~(((uint256(1) << 38) - 1) << 190)) | (bound(madeAt, 0, nowAt) << 190);
        bytes32 slot = slotOf(marketId);
        vm.store(address(remote), slot, bytes32(word));
        vm.store(address(remote), bytes32(uint256(slot) + 2), bytes32(location));
        remote.parameters{gas: 20_000}(marketId);
    }

    /// The packed slot, the answer and the stored state agree over anything that a message can store.
    function testFuzz_P199_answerIsTheStoredValue(uint256 vector, uint256 ageSec) external {
        RemoteConfig memory config = buildRemoteConfig();
        config.bounds.min = buildVector(0, 0, 0, 0, 0, 0, 0, 0);
        config.bounds.stepUp = buildVector(U32, U32, U40, U32, U16, U32, U32, U32);
        (config.bounds.stepDown, config.bounds.budget) = (config.bounds.stepUp, config.bounds.stepUp);
        setRemote(config);
        uint256 word = (vector & ((1 << 190) - 1)) | (nowAt << 190) | (uint256(Status.Active) << 228);
        deliver(AXELAR, abi.encode(MARKET, word, HOME_CONFIG));
        Parameters memory stored = remote.marketState(MARKET).values;
        for (uint256 field = 0; field < 8; field++) {
            assertLe(BoundsLib.lane(stored, field), MarketRules.capOf(field), "above the model's cap");
        }
        Parameters memory told = unpackVector(vector);
        assertEq(stored, MarketRules.clampToBounds(told, config.bounds), "what was told, within the band");
        ageSec = bound(ageSec, 0, 6 * EPOCH_SEC);
        advance(ageSec);
        bool isFresh = ageSec <= 3 * EPOCH_SEC;
        expectRemote(isFresh ? stored : buildFallback(), isFresh ? Status.Active : Status.Stale, ageSec);
    }

    function test_behavior_switches() external {
        deliver(buildCalm());
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.MarketOnFallback(MARKET, GUARDIAN);
        vm.prank(GUARDIAN);
        remote.useFallback(MARKET);
        expectRemote(buildFallback(), Status.Fallback, 0);
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.MarketHalted(MARKET, GUARDIAN);
        vm.prank(GUARDIAN);
        remote.halt(MARKET);
        advance(30 days);
        expectRemote(buildFallback(), Status.Halted, 30 days);
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.MarketResumed(MARKET, GOVERNOR);
        vm.prank(GOVERNOR);
        remote.resume(MARKET);
        expectRemote(buildFallback(), Status.Fallback, 30 days);
        deliver(buildCalm());
        expectRemote(buildFirstStep(), Status.Active, 0);
    }

    function test_behavior_setMarket() external {
        RemoteConfig memory config = buildRemoteConfig();
        config.bounds.stepUp.aggressivenessPips = 7;
        config.epochSec = 600;
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.RemoteMarketSet(MARKET, buildRemoteConfig(), config);
        setRemote(config);
        assertEq(abi.encode(remote.marketConfig(MARKET)), abi.encode(config), "stored");
        deliver(buildCalm());
        assertEq(readRemote().aggressivenessPips, 107, "in force");

        RemoteConfig memory none;
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.RemoteMarketSet("second", none, config);
        vm.prank(GOVERNOR);
        remote.setMarket("second", config);
        (, Status status, ) = remote.parameters("second");
        assertEq(uint256(status), uint256(Status.Fallback), "a new market");
    }

    function test_behavior_setMarketMovesTheValue() external {
        deliver(buildCalm());
        Parameters memory moved = buildFirstStep();
        RemoteConfig memory config = buildRemoteConfig();
        (config.bounds.max.aggressivenessPips, config.bounds.min.bandPips) = (200, 195_000);
        (moved.aggressivenessPips, moved.bandPips) = (200, 195_000);
        config.maxAgeSec = 2 * EPOCH_SEC;
        advance(60);
        vm.expectEmit(true, true, true, true, address(remote));
        emit IRemoteParameters.ValueMoved(MARKET, buildFirstStep(), moved);
        setRemote(config);
        expectRemote(moved, Status.Active, 60);
        advance(2 * EPOCH_SEC);
        expectRemote(buildFallback(), Status.Stale, 2 * EPOCH_SEC + 60);
        vm.recordLogs();
        vm.prank(GUARDIAN);
        remote.halt(MARKET);
        config.bounds.max.aggressivenessPips = 150;
        setRemote(config);
        expectRemote(buildFallback(), Status.Halted, 2 * EPOCH_SEC + 60);
        assertEq(remote.marketState(MARKET).values.aggressivenessPips, 150, "moved, and still halted");
    }

    function test_behavior_setMarketWithoutAMessage() external {
        RemoteConfig memory config = buildRemoteConfig();
        config.bounds.min.aggressivenessPips = 150;
        config.fallbackVector.aggressivenessPips = 160;
        setRemote(config);
        expectRemote(config.fallbackVector, Status.Fallback, U40);
        assertEq(remote.marketState(MARKET).values, config.fallbackVector, "the base of the first step");
    }

    function testFuzz_behavior_configStore(RemoteConfig memory config) external {
        address location = RemoteConfigStore.save(config);
        RemoteConfig memory loaded = RemoteConfigStore.load(location)[0];
        // Memory after the configuration is free again.
        bytes memory next = new bytes(640);
        assertEq(abi.encode(loaded), abi.encode(config), "loaded");
        assertEq(next.length, 640, "and not the configuration's");
        Parameters memory fallbackVector;
        RemoteConfigStore.loadFallbackInto(location, fallbackVector);
        assertEq(fallbackVector, config.fallbackVector, "fallback");
    }

    function test_error_setMarket() external {
        RemoteConfig memory config = buildRemoteConfig();
        config.bounds.min.bandPips = 1_000_000;
        config.bounds.max.bandPips = 999_999;
        bytes32 name = "bandPips";
        expectRefused(
            config,
            abi.encodeWithSelector(BoundsLib.BoundsInverted.selector, name, uint256(1_000_000), uint256(999_999))
        );
        config = buildRemoteConfig();
        config.bounds.max.guardPips = 4_000_001;
        expectOutOfDomain(config, "guardPips", 4_000_001, 0, 4_000_000);
        config = buildRemoteConfig();
        config.fallbackVector.bandPips = 999;
        expectRefused(
            config,
            abi.encodeWithSelector(
                MarketRules.OutOfBounds.selector,
                name,
                uint256(999),
                uint256(1_000),
                uint256(1_000_000)
            )
        );
        config = buildRemoteConfig();
        config.bounds.budgetWindowSec = 0;
        expectOutOfDomain(config, "budgetWindowSec", 0, 1, U32);
        config = buildRemoteConfig();
        config.epochSec = 59;
        expectOutOfDomain(config, "epochSec", 59, 60, 604_800);
        config.epochSec = 604_801;
        expectOutOfDomain(config, "epochSec", 604_801, 60, 604_800);
        config = buildRemoteConfig();
        config.maxAgeSec = EPOCH_SEC - 1;
        expectOutOfDomain(config, "maxAgeSec", EPOCH_SEC - 1, EPOCH_SEC, 31_557_600);
        config.maxAgeSec = 31_557_601;
        expectOutOfDomain(config, "maxAgeSec", 31_557_601, EPOCH_SEC, 31_557_600);
        config = buildRemoteConfig();
        config.messageAgeSec = 0;
        expectOutOfDomain(config, "messageAgeSec", 0, 1, config.maxAgeSec);
        config.messageAgeSec = config.maxAgeSec + 1;
        expectOutOfDomain(config, "messageAgeSec", config.messageAgeSec, 1, config.maxAgeSec);
    }

    function test_error_UnknownMarket() external {
        bytes memory unknown = abi.encodeWithSelector(IRemoteParameters.UnknownMarket.selector, bytes32("nowhere"));
        vm.startPrank(GUARDIAN);
        vm.expectRevert(unknown);
        remote.halt("nowhere");
        vm.expectRevert(unknown);
        remote.useFallback("nowhere");
        vm.startPrank(GOVERNOR);
        vm.expectRevert(unknown);
        remote.resume("nowhere");
        vm.expectRevert(unknown);
        remote.marketState("nowhere");
        vm.expectRevert(unknown);
        remote.marketConfig("nowhere");
    }

    function test_error_AccessManagedUnauthorized() external {
        RemoteConfig memory config = buildRemoteConfig();
        address[3] memory callers = [GUARDIAN, GOVERNOR, AXELAR];
        for (uint256 i = 0; i < 3; i++) {
            vm.startPrank(callers[i]);
            bytes memory refusal = abi.encodeWithSelector(
                IAccessManaged.AccessManagedUnauthorized.selector,
                callers[i]
            );
            if (callers[i] != GUARDIAN) {
                vm.expectRevert(refusal);
                remote.halt(MARKET);
                vm.expectRevert(refusal);
                remote.useFallback(MARKET);
            }
            if (callers[i] != GOVERNOR) {
                vm.expectRevert(refusal);
                remote.resume(MARKET);
                vm.expectRevert(refusal);
                remote.setMarket(MARKET, config);
                vm.expectRevert(refusal);
                remote.setMessenger(IMessenger(AXELAR), false);
            }
            vm.stopPrank();
        }
    }

    /// The value's slot: markets come after the authority.
    function slotOf(bytes32 marketId) private pure returns (bytes32) {
        return keccak256(abi.encode(marketId, uint256(1)));
    }

    function expectOutOfDomain(
        RemoteConfig memory config,
        bytes32 field,
        uint256 value,
        uint256 min,
        uint256 max
    ) private {
        expectRefused(config, abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, value, min, max));
    }

    function expectRefused(RemoteConfig memory config, bytes memory refusal) private {
        vm.prank(GOVERNOR);
        vm.expectRevert(refusal);
        remote.setMarket(MARKET, config);
    }

    function unpackVector(uint256 word) private pure returns (Parameters memory) {
        return
            buildVector(
                word & 0xfffff,
                (word >> 20) & 0xfffff,
                uint40(word >> 40),
                uint32(word >> 80),
                uint16(word >> 112),
                (word >> 128) & 0x3fffff,
                (word >> 150) & 0xfffff,
                (word >> 170) & 0xfffff
            );
    }
}
