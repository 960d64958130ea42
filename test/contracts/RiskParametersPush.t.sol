// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {IRiskParametersReports} from "../../contracts/interfaces/IRiskParametersReports.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {Bounds} from "../../contracts/libraries/BoundsLib.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {MarketConfig, MarketState, Report} from "../../contracts/libraries/MarketTypes.sol";
import {ModelCall} from "../../contracts/libraries/ModelCall.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {HistoryStorage} from "./support/HistoryStorage.sol";
import {MalformedModel} from "./support/RiskParametersModels.sol";

contract RiskParametersPushTest is RiskParametersFixture {
    address private constant HISTORY_STORAGE = 0x0000F90827F1C53a10cb7A02335B175320002935;

    function test_default() external {
        Report memory report = buildReport();
        Parameters memory target = model.evaluate(report.observation, buildPolicy());
        Parameters memory next = buildVector(1_500, 190_000, 11_000e6, target.minIntervalSec, 2_000, 250_000);
        assertEq(target.minIntervalSec > 86_400 ? 1 : 0, 1, "the interval tightens, without a step");

        bytes[] memory signatures = signReport(report, 0, 2);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.Updated(
            MARKET,
            report.epoch,
            report.blockNumber,
            report.observation,
            target,
            buildFallback(),
            next,
            // Step for all but the interval.
            0x110111
        );
        risk.push(report, signatures);

        (Parameters memory values, Status status, uint40 ageSec) = risk.parameters(MARKET);
        assertEq(values, next, "values");
        assertEq(uint256(status), uint256(Status.Active), "status");
        assertEq(ageSec, 0, "age");
        MarketState memory state = risk.marketState(MARKET);
        assertEq(state.observedAt, nowAt, "observedAt");
        assertEq(state.epoch, report.epoch, "epoch");
        assertEq(state.loosening.lastAt, nowAt, "lastAt");
        assertEq(state.loosening.used, buildVector(1_000, 10_000, 10_000e6, 0, 500, 50_000), "used");
    }

    function test_behavior_anyoneSubmits() external {
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 2);
        vm.prank(address(0xbeef));
        risk.push(report, signatures);
        assertStatus(MARKET, Status.Active, "active");
    }

    function test_behavior_tightensAtOnceAndLoosensByStep() external {
        push(buildReport());
        Parameters memory before = valueInForce();
        advance(EPOCH_SEC);
        Observation memory shock = buildObservation();
        shock.depthUsd6 = 1_000_000e6;
        shock.baseFeePerGas = 500e9;
        pushObservation(shock);
        Parameters memory target = model.evaluate(shock, buildPolicy());
        assertEq(valueInForce().maxTradeUsd6, target.maxTradeUsd6, "trade falls to its target");
        assertEq(valueInForce().aggressivenessPips, target.aggressivenessPips, "aggressiveness falls to its target");
        assertEq(valueInForce().bandPips, target.bandPips, "band rises to its target");

        advance(EPOCH_SEC);
        push(buildReport());
        assertEq(valueInForce().aggressivenessPips, target.aggressivenessPips + 1_000, "one step up");
        assertEq(valueInForce().bandPips, target.bandPips - 10_000, "one step down");
        assertTrue(before.bandPips > valueInForce().bandPips || before.bandPips < target.bandPips, "it moved");
    }

    function test_behavior_equalVectorConfirms() external {
        Bounds memory frozen = buildBounds();
        frozen.stepUp = buildVector(0, 0, 0, 0, 0, 0);
        frozen.stepDown = frozen.stepUp;
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, frozen);
        Report memory report = buildReport();
        bytes[] memory signatures = signReport(report, 0, 2);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.Confirmed(
            MARKET,
            report.epoch,
            report.blockNumber,
            report.observation,
            model.evaluate(report.observation, buildPolicy()),
            buildFallback(),
            0x111111
        );
        risk.push(report, signatures);
        assertStatus(MARKET, Status.Active, "fresh evidence for the same vector");
        assertEq(risk.marketState(MARKET).loosening.lastAt, 0, "no cooldown");
    }

    function test_behavior_cooldownStopsLooseningOnly() external {
        Bounds memory bounds = buildBounds();
        bounds.cooldownSec = 2 * EPOCH_SEC;
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
        push(buildReport());
        Parameters memory before = valueInForce();

        advance(EPOCH_SEC);
        Observation memory thin = buildObservation();
        thin.depthUsd6 = 1_000_000e6;
        thin.depthRefUsd6 = 1_000_000e6;
        pushObservation(thin);
        assertEq(valueInForce().bandPips, before.bandPips, "loosening waits");
        assertEq(valueInForce().maxTradeUsd6, uint256(5_000_000_000e6) / 995_000, "tightening does not");

        advance(EPOCH_SEC);
        pushObservation(thin);
        assertEq(valueInForce().bandPips, before.bandPips - 10_000, "loosening goes on");
    }

    function test_behavior_budgetEndsLoosening() external {
        Bounds memory bounds = buildBounds();
        bounds.budget.aggressivenessPips = 2_400;
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
        uint256 used = 0;
        uint256 expected = 500;
        for (uint256 i = 0; i < 5; i++) {
            push(buildReport());
            // The budget refills in 24 hours: 100 an hour, once something was used.
            if (i != 0) used -= 100;
            uint256 step = 2_400 - used < 1_000 ? 2_400 - used : 1_000;
            used += step;
            expected += step;
            assertEq(valueInForce().aggressivenessPips, expected, "by step, then by budget");
            advance(EPOCH_SEC);
        }
        assertEq(expected, 500 + 2_400 + 4 * 100, "the budget was reached");
    }

    function test_behavior_blockOfTheHistoryContract() external {
        uint256 blockNumber = height - 1;
        Report memory report = buildReport();
        MarketConfig memory config = buildConfig();
        config.freshness.reportAgeBlocks = 8_191;
        addMarket("far", config);
        report.marketId = "far";
        rollTo(blockNumber + 8_191);
        vm.etch(HISTORY_STORAGE, address(new HistoryStorage()).code);
        vm.store(HISTORY_STORAGE, bytes32(blockNumber % 8_191), hashOf(blockNumber));
        push(report);
        assertStatus("far", Status.Active, "active");
    }

    function test_behavior_reportOfTheEpochBefore() external {
        Report memory report = buildReport();
        // 100 seconds into the epoch: the last one ended 1,199 seconds before this.
        advance(EPOCH_SEC + 1_199 - 100 - 12);
        report.blockNumber = uint64(height - 1);
        report.blockHash = hashOf(report.blockNumber);
        push(report);
        (, , uint40 ageSec) = risk.parameters(MARKET);
        assertEq(ageSec, 1_188, "as old as the epoch's end");
        assertEq(risk.marketState(MARKET).epoch, report.epoch, "its own epoch");

        Report memory next = buildReport();
        push(next);
        assertEq(risk.marketState(MARKET).epoch, report.epoch + 1, "the current epoch still counts");
    }

    function test_error_UnknownMarket() external {
        Report memory report = buildReport("nowhere", buildObservation());
        expectRefusal(report, abi.encodeWithSelector(IRiskParametersAdmin.UnknownMarket.selector, report.marketId));
    }

    function test_error_HaltedMarket() external {
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        expectRefusal(buildReport(), abi.encodeWithSelector(IRiskParametersReports.HaltedMarket.selector, MARKET));
    }

    function test_error_MarketUsesFallback() external {
        vm.prank(GUARDIAN);
        risk.useFallback(MARKET);
        expectRefusal(
            buildReport(),
            abi.encodeWithSelector(IRiskParametersReports.MarketUsesFallback.selector, MARKET)
        );
    }

    function test_error_EpochNotRisen() external {
        Report memory report = buildReport();
        push(report);
        bytes memory refusal = abi.encodeWithSelector(ReportLib.EpochNotRisen.selector, report.epoch, report.epoch);
        expectRefusal(report, refusal);
        // Other evidence of the same epoch is no better, later in it neither.
        advance(1_000);
        Report memory other = buildReport();
        other.observation.baseFeePerGas++;
        expectRefusal(other, refusal);
    }

    function test_error_EpochInFuture() external {
        Report memory report = buildReport();
        report.epoch++;
        expectRefusal(report, abi.encodeWithSelector(ReportLib.EpochInFuture.selector, report.epoch, report.epoch - 1));
    }

    function test_error_EpochTooOld() external {
        Report memory report = buildReport();
        // The epoch's last second is 3,499 from now.
        advance(3_499 + 1_201);
        report.blockNumber = uint64(height - 1);
        report.blockHash = hashOf(report.blockNumber);
        expectRefusal(report, abi.encodeWithSelector(ReportLib.EpochTooOld.selector, 1_201, 1_200));
    }

    function test_error_BlockNotPast() external {
        Report memory report = buildReport();
        report.blockNumber = uint64(height);
        expectRefusal(report, abi.encodeWithSelector(ReportLib.BlockNotPast.selector, height, height));
    }

    function test_error_BlockTooOld() external {
        Report memory report = buildReport();
        rollTo(height + 200);
        expectRefusal(report, abi.encodeWithSelector(ReportLib.BlockTooOld.selector, 201, 200));
        rollTo(height - 1);
        push(report);
    }

    function test_error_BlockHashMismatch() external {
        Report memory report = buildReport();
        report.blockHash = "another chain";
        expectRefusal(
            report,
            abi.encodeWithSelector(
                ReportLib.BlockHashMismatch.selector,
                report.blockNumber,
                report.blockHash,
                hashOf(report.blockNumber)
            )
        );
    }

    function test_error_BlockHashMismatch_unknownToTheChain() external {
        MarketConfig memory config = buildConfig();
        config.freshness.reportAgeBlocks = 8_191;
        addMarket("far", config);
        Report memory report = buildReport("far", buildObservation());
        report.blockHash = 0;
        rollTo(height + 1_000);
        bytes memory refusal = abi.encodeWithSelector(
            ReportLib.BlockHashMismatch.selector,
            report.blockNumber,
            bytes32(0),
            bytes32(0)
        );
        // A contract that reverts with a message, none at all, and one that knows other blocks.
        assertTrue(HISTORY_STORAGE.code.length != 0, "the test chain's own");
        expectRefusal(report, refusal);
        vm.etch(HISTORY_STORAGE, "");
        expectRefusal(report, refusal);
        vm.etch(HISTORY_STORAGE, address(new HistoryStorage()).code);
        expectRefusal(report, refusal);
    }

    function test_error_OutOfDomain() external {
        Observation memory observation = buildObservation();
        observation.navUsd6 = 0;
        expectRefusal(
            buildReport(MARKET, observation),
            abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("navUsd6"), 0, 1, 1e19)
        );
    }

    function test_error_ImpactAboveCap() external {
        Bounds memory bounds = buildBounds();
        bounds.stepDown.maxTradeUsd6 = 0;
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
        Observation memory observation = buildObservation();
        // 1,000 dollars at half a per cent need 199,000 of depth.
        observation.depthUsd6 = 199_000e6 - 1;
        expectRefusal(
            buildReport(MARKET, observation),
            abi.encodeWithSelector(MarketRules.ImpactAboveCap.selector, 1_000e6, observation.depthUsd6, 5_000)
        );
        observation.depthUsd6++;
        pushObservation(observation);
        assertEq(valueInForce().maxTradeUsd6, 1_000e6, "exactly the cap");
    }

    function test_error_MalformedTarget() external {
        for (uint256 field = 0; field <= 6; field++) {
            MalformedModel malformed = new MalformedModel(field);
            vm.prank(GOVERNOR);
            risk.setModel(IModel(address(malformed)), CORE_HASH);
            expectRefusal(buildReport(), abi.encodeWithSelector(ModelCall.MalformedTarget.selector));
        }
    }

    /// Refused by `push`, for that reason, and nothing changes.
    function expectRefusal(Report memory report, bytes memory refusal) private {
        bytes[] memory signatures = signReport(report, 0, 2);
        bytes32 stored = storedMarket();
        vm.expectRevert(refusal);
        risk.push(report, signatures);
        assertEq(storedMarket(), stored, "unchanged");
    }

    function storedMarket() private view returns (bytes32) {
        return keccak256(abi.encode(risk.marketState(MARKET)));
    }
}
