// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../../contracts/libraries/BoundsLib.sol";
import {ModelLib} from "../../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {MockRiskParameters} from "../../../contracts/testing/MockRiskParameters.sol";
import {RiskParametersFixture} from "../support/RiskParametersFixture.sol";

/// The fake beside the contract: what the fake is told is what the contract has come to answer by itself.
contract MockRiskParametersTest is RiskParametersFixture {
    MockRiskParameters private fake;

    function setUp() public override {
        super.setUp();
        fake = new MockRiskParameters();
    }

    function test_P186_default_eachStatusIsAnsweredInTheSameBytes() external {
        fake.set(MARKET, buildFallback(), Status.Fallback, fake.NO_EVIDENCE());
        expectSameAnswers("no evidence yet");

        push(buildReport());
        Parameters memory inForce = valueInForce();
        fake.set(MARKET, inForce, Status.Active, 0);
        expectSameAnswers("active");
        advance(EPOCH_SEC);
        expectSameAnswers("active, an epoch old");
        fake.set(MARKET, inForce, Status.Active, EPOCH_SEC);
        expectSameAnswers("set with an age");

        advance(2 * EPOCH_SEC + 1);
        fake.set(MARKET, buildFallback(), Status.Stale, 3 * EPOCH_SEC + 1);
        expectSameAnswers("stale");
        advance(365 days);
        expectSameAnswers("stale for a year");

        vm.prank(GUARDIAN);
        risk.useFallback(MARKET);
        fake.set(MARKET, buildFallback(), Status.Fallback, 365 days + 3 * EPOCH_SEC + 1);
        expectSameAnswers("on its fallback");
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        fake.set(MARKET, buildFallback(), Status.Halted, 365 days + 3 * EPOCH_SEC + 1);
        expectSameAnswers("halted");
        advance(1);
        expectSameAnswers("halted, a second later");

        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        fake.set(MARKET, buildFallback(), Status.Fallback, 365 days + 3 * EPOCH_SEC + 2);
        expectSameAnswers("resumed");
        push(buildReport());
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        fake.set(MARKET, buildFallback(), Status.Halted, 0);
        expectSameAnswers("halted in the block of its evidence");
        fake.set(MARKET, buildFallback(), Status.Unknown, 0);
        (Parameters memory values, Status status, ) = fake.parameters(MARKET);
        assertEq(values, buildVector(0, 0, 0, 0, 0, 0, 0, 0), "unknown again");
        assertEq(uint256(status), uint256(Status.Unknown), "status");
    }

    /// Over all that a push can store, at any time after it, and with nobody to tell the fake that it is stale now.
    function testFuzz_P186_behavior_turnsStaleWhenTheContractDoes(
        Observation memory observation,
        uint256 ageSec
    ) external {
        Bounds memory open = buildBounds();
        open.min = buildVector(0, 0, 0, 0, 0, 0, 0, 0);
        open.stepUp = buildVector(U32, U32, U40, U32, U16, U32, U32, U32);
        (open.stepDown, open.budget) = (open.stepUp, open.stepUp);
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, open);
        pushObservation(boundObservation(observation));
        fake.setUntilStale(MARKET, valueInForce(), buildFallback(), 3 * EPOCH_SEC);
        expectSameAnswers("at once");
        advance(bound(ageSec, 0, 6 * EPOCH_SEC));
        expectSameAnswers("later");
    }

    function test_error_ImpossibleAnswer() external {
        Parameters memory values = buildFallback();
        expectImpossible(Status.Active, 31_557_601, "Active is at most a year old: use Stale");
        fake.set(MARKET, values, Status.Active, 31_557_601);
        expectImpossible(Status.Stale, 60, "Stale is older than a minute, and has evidence: use Fallback");
        fake.set(MARKET, values, Status.Stale, 60);
        expectImpossible(Status.Stale, U40, "Stale is older than a minute, and has evidence: use Fallback");
        fake.set(MARKET, values, Status.Stale, U40);
        expectImpossible(Status.Halted, uint40(nowAt), "evidence older than the clock: warp first");
        fake.set(MARKET, values, Status.Halted, uint40(nowAt));
        expectImpossible(Status.Active, 59, "voters admit an age of a minute to a year");
        fake.setUntilStale(MARKET, values, values, 59);
        expectImpossible(Status.Active, 31_557_601, "voters admit an age of a minute to a year");
        fake.setUntilStale(MARKET, values, values, 31_557_601);
    }

    /// What voters cannot admit, though a slot has bits for it.
    function test_P186_error_aRatioAboveItsCap() external {
        Parameters memory most = buildVector(1_000_000, 1_000_000, U40, U32, U16, 4_000_000, 1_000_000, 1_000_000);
        fake.set(MARKET, most, Status.Active, 0);
        (Parameters memory answered, , ) = fake.parameters(MARKET);
        assertEq(answered, most, "all caps at once");
        for (uint256 field = 0; field < 8; field++) {
            if (field >= 2 && field <= 4) continue; // No cap but the type's.
            Parameters memory above = abi.decode(abi.encode(most), (Parameters));
            BoundsLib.setLane(above, field, BoundsLib.lane(most, field) + 1);
            expectImpossible(Status.Active, 0, "a ratio above the model's cap: see docs/model.md");
            fake.set(MARKET, above, Status.Active, 0);
            expectImpossible(Status.Stale, 1 hours, "a ratio above the model's cap: see docs/model.md");
            fake.setUntilStale(MARKET, most, above, 1 hours);

            Bounds memory bounds = buildBounds();
            BoundsLib.setLane(bounds.max, field, BoundsLib.lane(above, field));
            vm.prank(GOVERNOR);
            vm.expectRevert(
                abi.encodeWithSelector(
                    ModelLib.OutOfDomain.selector,
                    BoundsLib.fieldName(field),
                    BoundsLib.lane(above, field),
                    0,
                    BoundsLib.lane(most, field)
                )
            );
            risk.setBounds(MARKET, bounds);
        }
    }

    function expectImpossible(Status status, uint40 ageSec, string memory why) private {
        vm.expectRevert(abi.encodeWithSelector(MockRiskParameters.ImpossibleAnswer.selector, status, ageSec, why));
    }

    function expectSameAnswers(string memory what) private view {
        assertEq(answerOf(address(fake), MARKET), answerOf(address(risk), MARKET), what);
        assertEq(answerOf(address(fake), "nowhere"), answerOf(address(risk), "nowhere"), "unknown");
    }

    function answerOf(address reader, bytes32 marketId) private view returns (bytes memory answer) {
        bool succeeded;
        (succeeded, answer) = reader.staticcall(abi.encodeCall(IRiskParameters.parameters, (marketId)));
        assertTrue(succeeded, "never reverts");
    }
}
