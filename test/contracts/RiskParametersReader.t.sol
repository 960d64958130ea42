// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {Bounds} from "../../contracts/libraries/BoundsLib.sol";
import {MarketState} from "../../contracts/libraries/MarketTypes.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {BrokenModel} from "./support/RiskParametersModels.sol";

contract RiskParametersReaderTest is RiskParametersFixture {
    function test_default() external {
        push(buildReport());
        Parameters memory inForce = valueInForce();
        advance(3 * EPOCH_SEC);
        expectAnswer(inForce, Status.Active, 3 * EPOCH_SEC);
        advance(1);
        expectAnswer(buildFallback(), Status.Stale, 3 * EPOCH_SEC + 1);
        advance(365 days);
        expectAnswer(buildFallback(), Status.Stale, 3 * EPOCH_SEC + 1 + 365 days);
        push(buildReport());
        expectAnswer(valueInForce(), Status.Active, 0);
    }

    function test_behavior_unknownMarket() external view {
        (Parameters memory values, Status status, uint40 ageSec) = risk.parameters("nowhere");
        assertEq(values, buildVector(0, 0, 0, 0, 0, 0, 0, 0), "zeros");
        assertEq(uint256(status), uint256(Status.Unknown), "status");
        assertEq(ageSec, type(uint40).max, "age");
    }

    function test_behavior_withoutEvidence() external view {
        expectAnswer(buildFallback(), Status.Fallback, type(uint40).max);
        MarketState memory state = risk.marketState(MARKET);
        assertEq(state.observedAt, 0, "never");
        assertEq(state.values, buildFallback(), "steps start from the fallback");
    }

    /// Even where the clock starts near zero, no evidence is not fresh evidence.
    function test_behavior_withoutEvidenceOnAYoungChain() external {
        vm.warp(10);
        expectAnswer(buildFallback(), Status.Fallback, type(uint40).max);
    }

    function test_behavior_halt() external {
        push(buildReport());
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.MarketHalted(MARKET, GUARDIAN);
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        expectAnswer(buildFallback(), Status.Halted, 0);
        vm.prank(GUARDIAN);
        risk.useFallback(MARKET);
        expectAnswer(buildFallback(), Status.Halted, 0);
        advance(30 days);
        expectAnswer(buildFallback(), Status.Halted, 30 days);
    }

    function test_behavior_useFallback() external {
        push(buildReport());
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.MarketOnFallback(MARKET, GUARDIAN);
        vm.prank(GUARDIAN);
        risk.useFallback(MARKET);
        expectAnswer(buildFallback(), Status.Fallback, 0);
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        expectAnswer(buildFallback(), Status.Halted, 0);
    }

    function test_behavior_resume() external {
        push(buildReport());
        Parameters memory inForce = valueInForce();
        vm.startPrank(GUARDIAN);
        risk.halt(MARKET);
        risk.useFallback(MARKET);
        vm.stopPrank();
        advance(EPOCH_SEC);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.MarketResumed(MARKET, GOVERNOR);
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        expectAnswer(buildFallback(), Status.Fallback, EPOCH_SEC);
        assertEq(valueInForce(), inForce, "still in storage, and never again in force");
        push(buildReport());
        expectAnswer(valueInForce(), Status.Active, 0);

        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        advance(3 * EPOCH_SEC);
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        expectAnswer(buildFallback(), Status.Fallback, 3 * EPOCH_SEC);
    }

    function test_behavior_resumeWithoutEvidence() external {
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        expectAnswer(buildFallback(), Status.Fallback, type(uint40).max);
    }

    function test_error_UnknownMarket() external {
        bytes memory unknown = abi.encodeWithSelector(IRiskParametersAdmin.UnknownMarket.selector, bytes32("nowhere"));
        vm.startPrank(GUARDIAN);
        vm.expectRevert(unknown);
        risk.halt("nowhere");
        vm.expectRevert(unknown);
        risk.useFallback("nowhere");
        vm.startPrank(GOVERNOR);
        vm.expectRevert(unknown);
        risk.resume("nowhere");
        vm.expectRevert(unknown);
        risk.marketState("nowhere");
        vm.expectRevert(unknown);
        risk.marketConfig("nowhere");
    }

    function test_error_AccessManagedUnauthorized() external {
        address[3] memory others = [GUARDIAN, GOVERNOR, address(0xbeef)];
        for (uint256 i = 0; i < 3; i++) {
            address caller = others[i];
            bytes memory unauthorized = abi.encodeWithSelector(
                IAccessManaged.AccessManagedUnauthorized.selector,
                caller
            );
            vm.startPrank(caller);
            if (caller != GUARDIAN) {
                vm.expectRevert(unauthorized);
                risk.halt(MARKET);
                vm.expectRevert(unauthorized);
                risk.useFallback(MARKET);
            }
            if (caller != GOVERNOR) {
                vm.expectRevert(unauthorized);
                risk.resume(MARKET);
                vm.expectRevert(unauthorized);
                risk.addMarket("second", buildConfig());
                vm.expectRevert(unauthorized);
                risk.setPolicy(MARKET, buildPolicy());
                vm.expectRevert(unauthorized);
                risk.setBounds(MARKET, buildBounds());
                vm.expectRevert(unauthorized);
                risk.setFallback(MARKET, buildFallback());
                vm.expectRevert(unauthorized);
                risk.setReporters(MARKET, new address[](1), 1);
                vm.expectRevert(unauthorized);
                risk.setFreshness(MARKET, buildFreshness());
                vm.expectRevert(unauthorized);
                risk.setSource(MARKET, buildConfig().source);
                vm.expectRevert(unauthorized);
                risk.setModel(new bytes32[](0), model, CORE_HASH);
            }
            vm.stopPrank();
        }
    }

    /// A model that fails or burns gas stops updates, never the reader.
    function test_behavior_brokenModelSparesTheReader() external {
        push(buildReport());
        Parameters memory inForce = valueInForce();
        for (uint256 i = 0; i < 2; i++) {
            // Its policies pass at first: it burns gas later.
            BrokenModel broken = new BrokenModel(false);
            setModel(MARKET, IModel(address(broken)), CORE_HASH);
            if (i == 1) vm.etch(address(broken), address(new BrokenModel(true)).code);
            advance(EPOCH_SEC);
            bytes memory signatures = signReport(buildReport(), 0, 2);
            (bool success, ) = address(risk).call{gas: 1_000_000}(
                abi.encodeCall(risk.push, (buildReport(), signatures))
            );
            assertTrue(!success, "refused");
            expectAnswer(inForce, Status.Active, (i + 1) * EPOCH_SEC);
        }
        setModel(MARKET, IModel(address(0)), 0);
        push(buildReport());
        assertStatus(MARKET, Status.Active, "mended by a vote");
    }

    /// The packed slot, the answer and the stored state agree over anything that a push can store.
    function testFuzz_behavior_answerIsTheStoredValue(Observation memory observation, uint256 ageSec) external {
        Bounds memory open = buildBounds();
        open.min = buildVector(0, 0, 0, 0, 0, 0, 0, 0);
        open.stepUp = buildVector(U32, U32, U40, U32, U16, U32, U32, U32);
        (open.stepDown, open.budget) = (open.stepUp, open.stepUp);
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, open);
        observation = boundObservation(observation);
        pushObservation(observation);
        Parameters memory target = model.evaluate(observation, buildPolicy());
        assertEq(valueInForce(), target, "nothing binds");
        ageSec = bound(ageSec, 0, 6 * EPOCH_SEC);
        advance(ageSec);
        bool fresh = ageSec <= 3 * EPOCH_SEC;
        expectAnswer(fresh ? target : buildFallback(), fresh ? Status.Active : Status.Stale, ageSec);
    }

    function expectAnswer(Parameters memory values, Status status, uint256 ageSec) private view {
        (Parameters memory answered, Status answeredStatus, uint40 answeredAgeSec) = risk.parameters(MARKET);
        assertEq(answered, values, "values");
        assertEq(uint256(answeredStatus), uint256(status), "status");
        assertEq(answeredAgeSec, ageSec, "age");
    }
}
