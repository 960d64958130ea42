// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {IRiskParametersReports} from "../../contracts/interfaces/IRiskParametersReports.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {MarketConfig, Report} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {BrokenModel} from "./support/RiskParametersModels.sol";
import {GasBurningSigner} from "./support/SignerContracts.sol";

contract RiskParametersBatchTest is RiskParametersFixture {
    function test_default() external {
        addMarket("second", buildConfig());
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (buildReport(), buildReport("second", buildObservation()));
        bytes[] memory refusals = risk.pushMany(reports, signAll(reports));
        assertEq(refusals.length, 2, "one each");
        assertEq(refusals[0].length + refusals[1].length, 0, "nothing refused");
        assertStatus(MARKET, Status.Active, "first");
        assertStatus("second", Status.Active, "second");
    }

    function test_behavior_empty() external {
        assertEq(risk.pushMany(new Report[](0), new bytes[][](0)).length, 0, "nothing");
    }

    function test_behavior_itemsFailAlone() external {
        addMarket("second", buildConfig());
        addMarket("third", buildConfig());
        vm.prank(GUARDIAN);
        risk.halt("second");
        Report[] memory reports = new Report[](4);
        reports[0] = buildReport();
        reports[1] = buildReport("second", buildObservation());
        reports[2] = buildReport("nowhere", buildObservation());
        reports[3] = buildReport("third", buildObservation());
        bytes memory halted = abi.encodeWithSelector(IRiskParametersReports.HaltedMarket.selector, bytes32("second"));
        bytes memory unknown = abi.encodeWithSelector(IRiskParametersAdmin.UnknownMarket.selector, bytes32("nowhere"));

        bytes[][] memory signatures = signAll(reports);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.PushFailed("second", reports[1].epoch, halted);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.PushFailed("nowhere", reports[2].epoch, unknown);
        bytes[] memory refusals = risk.pushMany(reports, signatures);
        assertEq(refusals[0], "", "first");
        assertEq(refusals[1], halted, "second");
        assertEq(refusals[2], unknown, "third");
        assertEq(refusals[3], "", "fourth");
        assertStatus("third", Status.Active, "the last is there");
    }

    function test_behavior_gasBurningReporterSparesTheRest() external {
        MarketConfig memory config = buildConfig();
        config.reporters = new address[](1);
        config.reporters[0] = address(new GasBurningSigner());
        config.threshold = 1;
        addMarket("burning", config);
        Report[] memory reports = new Report[](2);
        reports[0] = buildReport("burning", buildObservation());
        reports[1] = buildReport();
        bytes[][] memory signatures = new bytes[][](2);
        signatures[0] = new bytes[](1);
        signatures[0][0] = abi.encodePacked(config.reporters[0], "anything");
        signatures[1] = signReport(reports[1], 0, 2);

        uint256 gasBefore = gasleft();
        bytes[] memory refusals = risk.pushMany{gas: 600_000}(reports, signatures);
        assertLe(gasBefore - gasleft(), 500_000, "no more than two shares");
        assertTrue(refusals[0].length != 0, "the first burnt out");
        assertEq(refusals[1], "", "the second is there");
    }

    function test_behavior_modelWithoutReason() external {
        BrokenModel broken = new BrokenModel(false);
        vm.prank(GOVERNOR);
        risk.setModel(IModel(address(broken)), CORE_HASH);
        Report[] memory reports = new Report[](1);
        reports[0] = buildReport();
        bytes[] memory refusals = risk.pushMany(reports, signAll(reports));
        assertEq(refusals[0], withoutReason(), "named");
        (, , , bytes memory refusal) = risk.preview(reports[0]);
        assertEq(refusal, withoutReason(), "in the preview as well");
    }

    function test_error_LengthMismatch() external {
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersReports.LengthMismatch.selector, 2, 1));
        risk.pushMany(new Report[](2), new bytes[][](1));
    }

    function test_error_BatchGasTooLow() external {
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (buildReport(), buildReport("second", buildObservation()));
        bytes[][] memory signatures = signAll(reports);
        (bool success, bytes memory reason) = address(risk).call{gas: 500_000}(
            abi.encodeCall(risk.pushMany, (reports, signatures))
        );
        assertTrue(!success, "refused");
        assertEq(selectorOf(reason), IRiskParametersReports.BatchGasTooLow.selector, "reason");
        assertStatus(MARKET, Status.Fallback, "nothing is pushed");
    }

    function test_behavior_previewShowsWhatPushDoes() external {
        Report memory report = buildReport();
        (Parameters memory target, Parameters memory next, uint32 limits, bytes memory refusal) = risk.preview(report);
        assertEq(refusal, "", "not refused");
        assertEq(target, model.evaluate(report.observation, buildPolicy()), "target");
        assertEq(limits, 0x110111, "limits");
        push(report);
        assertEq(valueInForce(), next, "next");
    }

    /// The first rule that refuses is the one that `push` reports, for one wrong thing after another.
    function test_behavior_previewNamesTheFirstRule() external {
        Report memory report = buildReport();
        report.observation.navUsd6 = 0;
        expectPreview(report, ModelLib.OutOfDomain.selector, false);
        report.blockHash = 0;
        expectPreview(report, ReportLib.BlockHashMismatch.selector, false);
        report.observation.navUsd6 = 1e6;
        expectPreview(report, ReportLib.BlockHashMismatch.selector, true);
        report.epoch++;
        expectPreview(report, ReportLib.EpochInFuture.selector, true);
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        expectPreview(report, IRiskParametersReports.HaltedMarket.selector, true);
        report.marketId = "nowhere";
        expectPreview(report, IRiskParametersAdmin.UnknownMarket.selector, false);
    }

    function test_behavior_previewNamesTheJointCheck() external {
        MarketConfig memory config = buildConfig();
        config.bounds.stepDown.maxTradeUsd6 = 0;
        addMarket("frozen", config);
        Observation memory observation = buildObservation();
        observation.depthUsd6 = 1e6;
        expectPreview(buildReport("frozen", observation), MarketRules.ImpactAboveCap.selector, true);
    }

    function test_behavior_previewNeedsNoSignatures() external view {
        Report memory report = buildReport();
        risk.checkReport(report);
        (, , , bytes memory refusal) = risk.preview(report);
        assertEq(refusal, "", "not refused");
    }

    /// Preview and push agree on whatever is measured.
    function testFuzz_behavior_previewAgreesWithPush(Observation memory observation, uint256 elapsedSec) external {
        if (elapsedSec % 8 != 0) observation = boundObservation(observation);
        advance(bound(elapsedSec, 0, 30 days));
        pushObservation(buildObservation());
        advance(EPOCH_SEC);
        Report memory report = buildReport(MARKET, observation);
        (, Parameters memory next, uint32 limits, bytes memory refusal) = risk.preview(report);
        (bool success, bytes memory reason) = address(risk).call(
            abi.encodeCall(risk.push, (report, signReport(report, 0, 2)))
        );
        assertEq(reason, refusal, "reason");
        assertTrue(success == (refusal.length == 0), "success");
        if (success) assertEq(valueInForce(), next, "next");
        for (uint256 field = 0; field < 6; field++) {
            assertLe((limits >> (4 * field)) & 0xf, uint256(type(BoundsLib.Limit).max), "a limit");
        }
    }

    function expectPreview(Report memory report, bytes4 selector, bool hasTarget) private {
        (Parameters memory target, , , bytes memory refusal) = risk.preview(report);
        assertEq(selectorOf(refusal), selector, "selector");
        assertTrue(hasTarget == (target.guardPips != 0), "target");
        bytes[] memory signatures = signReport(report, 0, 2);
        vm.expectRevert(refusal);
        risk.push(report, signatures);
    }

    function signAll(Report[] memory reports) private view returns (bytes[][] memory signatures) {
        signatures = new bytes[][](reports.length);
        for (uint256 i = 0; i < reports.length; i++) signatures[i] = signReport(reports[i], 0, 2);
    }

    function withoutReason() private pure returns (bytes memory) {
        return abi.encodePacked(IRiskParametersReports.RefusedWithoutReason.selector);
    }
}
