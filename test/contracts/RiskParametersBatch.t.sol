// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {IRiskParametersReports} from "../../contracts/interfaces/IRiskParametersReports.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {EvidencePacking} from "../../contracts/libraries/EvidencePacking.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {MarketConfig, Report} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {BrokenModel, LoudModel} from "./support/RiskParametersModels.sol";
import {GasBurningSigner, OwnedSigner} from "./support/SignerContracts.sol";

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
        assertEq(risk.pushMany(new Report[](0), new bytes[](0)).length, 0, "nothing");
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

        bytes[] memory signatures = signAll(reports);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.PushFailed("second", reports[1].observedAt, halted);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.PushFailed("nowhere", reports[2].observedAt, unknown);
        bytes[] memory refusals = risk.pushMany(reports, signatures);
        assertEq(refusals[0], "", "first");
        assertEq(refusals[1], halted, "second");
        assertEq(refusals[2], unknown, "third");
        assertEq(refusals[3], "", "fourth");
        assertStatus("third", Status.Active, "the last is there");
    }

    /// Finding of the audit: batch gas, with a reporter's contract that burns all it gets and a signature of 300 kB.
    function test_finding_batchGas_burnerWithLongSignatureSparesTheRest() external {
        address burner = address(new GasBurningSigner());
        addContractMarket("burning", burner);
        uint256 count = 6;
        Report[] memory reports = new Report[](count);
        bytes[] memory signatures = new bytes[](count);
        for (uint256 i = 0; i < count; i++) {
            bytes32 id =
                i < 3
                    ? bytes32("burning")
                    : i == 3
                        ? MARKET
                        : bytes32(i);
            if (i > 3) addMarket(id, buildConfig());
            reports[i] = buildReport(id, buildObservation());
            signatures[i] = i < 3 ? wrapSignature(burner, new bytes(300_000)) : signReport(reports[i], 0, 2);
        }
        uint256 gasNeeded = 0;
        for (uint256 i = 0; i < count; i++) gasNeeded += supplyOf(signatures[i].length);
        assertLe(gasNeeded, 10_000_000, "a batch that a block takes");
        // Just what it asks for, and what it takes to get there: the call's memory is the test's.
        bytes[] memory refusals = risk.pushMany{gas: gasNeeded + 400_000}(reports, signatures);
        for (uint256 i = 0; i < count; i++) {
            if (i < 3) assertTrue(refusals[i].length != 0, "burnt out");
            else assertEq(refusals[i], "", "untouched");
        }
    }

    /// Finding of the audit: batch gas, with 32 signers of 32. An honest item got less than it needs.
    function test_finding_batchGas_allOf32Signers() external {
        for (uint256 i = 6; i <= 32; i++) insertKey(uint256(keccak256(abi.encode("reporter", i))));
        MarketConfig memory config = buildConfig();
        (config.reporters, config.threshold) = (buildReporters(32), 32);
        addMarket("all", config);
        addMarket("next", buildConfig());
        Report[] memory reports = new Report[](2);
        bytes[] memory signatures = new bytes[](2);
        (reports[0], reports[1]) = (buildReport("all", buildObservation()), buildReport("next", buildObservation()));
        (signatures[0], signatures[1]) = (signReport(reports[0], 0, 32), signReport(reports[1], 0, 2));
        uint256 gasNeeded = supplyOf(signatures[0].length) + supplyOf(signatures[1].length);
        bytes[] memory refusals = risk.pushMany{gas: gasNeeded + 40_000}(reports, signatures);
        assertEq(refusals[0], "", "all signed");
        assertEq(refusals[1], "", "and the next");
    }

    /// The same with 32 wallets, whose owners' signatures each takes.
    function test_behavior_32Wallets() external {
        MarketConfig memory config = buildConfig();
        config.reporters = new address[](32);
        for (uint256 i = 0; i < 32; i++) {
            config.reporters[i] = address(uint160(0x1000 + i));
            vm.etch(config.reporters[i], address(new OwnedSigner(vm.addr(keys[0]))).code);
        }
        config.threshold = 32;
        addMarket("wallets", config);
        Report[] memory reports = new Report[](1);
        bytes[] memory signatures = new bytes[](1);
        reports[0] = buildReport("wallets", buildObservation());
        bytes memory own = signForWallet(risk.reportDigest(reports[0]), keys[0]);
        for (uint256 i = 0; i < 32; i++) {
            signatures[0] = bytes.concat(signatures[0], wrapSignature(config.reporters[i], own));
        }
        bytes[] memory refusals = risk.pushMany{gas: supplyOf(signatures[0].length) + 60_000}(reports, signatures);
        assertEq(refusals[0], "", "taken");
    }

    /// Whatever an item does with its gas, the batch can go on: no gas between "too low" and "all in" ends otherwise.
    function testFuzz_behavior_anyGasEndsWell(uint256 gasLimit) external {
        address burner = address(new GasBurningSigner());
        addContractMarket("burning", burner);
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (buildReport("burning", buildObservation()), buildReport());
        bytes[] memory signatures = new bytes[](2);
        (signatures[0], signatures[1]) = (wrapSignature(burner, new bytes(5_000)), signReport(reports[1], 0, 2));
        bytes memory data = abi.encodeCall(risk.pushMany, (reports, signatures));
        (bool success, bytes memory answer) = address(risk).call{gas: bound(gasLimit, 30_000, 3_000_000)}(data);
        if (success) {
            bytes[] memory refusals = abi.decode(answer, (bytes[]));
            assertEq(refusals[1], "", "the honest one is in");
        } else if (answer.length != 0) {
            assertEq(
                abi.encode(selectorOf(answer)),
                abi.encode(IRiskParametersReports.BatchGasTooLow.selector),
                "reason"
            );
        }
        assertStatus(MARKET, success ? Status.Active : Status.Fallback, "all or nothing of the honest one");
    }

    function test_behavior_modelWithoutReason() external {
        setModel(MARKET, IModel(address(new BrokenModel(false))), CORE_HASH);
        Report[] memory reports = new Report[](1);
        reports[0] = buildReport();
        bytes[] memory refusals = risk.pushMany(reports, signAll(reports));
        assertEq(refusals[0], withoutReason(), "named");
        (, , , bytes memory refusal) = risk.preview(reports[0]);
        assertEq(refusal, withoutReason(), "in the preview as well");
    }

    /// Of what a model says when it refuses, 256 bytes are kept: by the batch, by preview, by push itself.
    function test_behavior_refusalsAreCut() external {
        LoudModel loud = new LoudModel();
        setModel(MARKET, IModel(address(loud)), CORE_HASH);
        Report[] memory reports = new Report[](1);
        reports[0] = buildReport();
        bytes[] memory signatures = signAll(reports);
        bytes[] memory refusals = risk.pushMany(reports, signatures);
        assertEq(refusals[0].length, 256, "batch");
        (, , , bytes memory refusal) = risk.preview(reports[0]);
        assertEq(refusal.length, 256, "preview");
        (, bytes memory reason) = address(risk).call(abi.encodeCall(risk.push, (reports[0], signatures[0])));
        assertEq(reason.length, 256, "push");
        loud.refusePolicies();
        vm.prank(GOVERNOR);
        (, reason) = address(risk).call(abi.encodeCall(risk.setPolicy, (MARKET, buildPolicy())));
        assertEq(reason.length, 256, "a setter");
    }

    function test_error_LengthMismatch() external {
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersReports.LengthMismatch.selector, 2, 1));
        risk.pushMany(new Report[](2), new bytes[](1));
    }

    function test_error_BatchGasTooLow() external {
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (buildReport(), buildReport("second", buildObservation()));
        bytes[] memory signatures = signAll(reports);
        (bool success, bytes memory reason) = address(risk).call{gas: 440_000}(
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
        assertEq(target, model.evaluate(buildObservation(), buildPolicy()), "target");
        assertEq(limits, 0x11110111, "limits");
        push(report);
        assertEq(valueInForce(), next, "next");
    }

    /// The first rule that refuses is the one that `push` reports, for one wrong thing after another.
    function test_behavior_previewNamesTheFirstRule() external {
        Observation memory observation = buildObservation();
        observation.navUsd6 = 0;
        Report memory report = buildReport(MARKET, observation);
        expectPreview(report, ModelLib.OutOfDomain.selector, false);
        report.blockHash = 0;
        expectPreview(report, ReportLib.BlockHashMismatch.selector, false);
        report.evidence = packEvidence(buildObservation());
        expectPreview(report, ReportLib.BlockHashMismatch.selector, true);
        report.observedAt++;
        expectPreview(report, ReportLib.EvidenceInFuture.selector, true);
        report.config = address(1);
        expectPreview(report, ReportLib.ConfigChanged.selector, true);
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        expectPreview(report, IRiskParametersReports.HaltedMarket.selector, true);
        report.marketId = "nowhere";
        expectPreview(report, IRiskParametersAdmin.UnknownMarket.selector, false);
        report = buildReport();
        report.evidence[0] |= 1 << 255;
        (, , , bytes memory refusal) = risk.preview(report);
        assertEq(selectorOf(refusal), IRiskParametersReports.HaltedMarket.selector, "still halted");
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        (Parameters memory target, , , bytes memory malformed) = risk.preview(report);
        assertEq(selectorOf(malformed), EvidencePacking.MalformedEvidence.selector, "malformed");
        assertEq(target.guardPips, 0, "no target");
    }

    function test_behavior_previewNamesTheJointCheck() external {
        MarketConfig memory config = buildConfig();
        config.bounds.stepDown.maxTradeUsd = 0;
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
        observation = elapsedSec % 8 == 0 ? withinBits(observation) : boundObservation(observation);
        advance(bound(elapsedSec, 0, 30 days));
        pushObservation(buildObservation());
        advance(elapsedSec % 3 == 0 ? 60 : EPOCH_SEC);
        Report memory report = buildReport(MARKET, observation);
        (, Parameters memory next, uint32 limits, bytes memory refusal) = risk.preview(report);
        (bool success, bytes memory reason) = address(risk).call(
            abi.encodeCall(risk.push, (report, signReport(report, 0, 2)))
        );
        assertEq(reason, refusal, "reason");
        assertTrue(success == (refusal.length == 0), "success");
        if (success) assertEq(valueInForce(), next, "next");
        for (uint256 field = 0; field < 8; field++) {
            assertLe((limits >> (4 * field)) & 0xf, uint256(type(BoundsLib.Limit).max), "a limit");
        }
    }

    function expectPreview(Report memory report, bytes4 selector, bool hasTarget) private {
        (Parameters memory target, , , bytes memory refusal) = risk.preview(report);
        assertEq(selectorOf(refusal), selector, "selector");
        assertTrue(hasTarget == (target.guardPips != 0), "target");
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectRevert(refusal);
        risk.push(report, signatures);
    }

    function signAll(Report[] memory reports) private view returns (bytes[] memory signatures) {
        signatures = new bytes[](reports.length);
        for (uint256 i = 0; i < reports.length; i++) signatures[i] = signReport(reports[i], 0, 2);
    }

    /// A market whose only reporter is a contract.
    function addContractMarket(bytes32 marketId, address wallet) private {
        MarketConfig memory config = buildConfig();
        config.reporters = new address[](1);
        config.reporters[0] = wallet;
        config.threshold = 1;
        addMarket(marketId, config);
    }

    /// What pushMany asks for an item with that many bytes of signatures: IRiskParametersReports.
    function supplyOf(uint256 length) private pure returns (uint256) {
        uint256 words = (length + 1_024) / 32;
        uint256 memoryGas = 6 * words + (words * words) / 512;
        uint256 itemGas = 200_000 + 250 * (length < 4_096 ? length : 4_096) + 2 * memoryGas;
        return (itemGas * 64) / 63 + memoryGas + 12_000;
    }

    /// Any observation that fits its bits, in the model's domain or not.
    function withinBits(Observation memory o) private pure returns (Observation memory) {
        o.baseFeePerGas %= 1 << 48;
        o.gasUsedRatioPips %= 1 << 20;
        o.nativePriceUsd6 %= 1 << 37;
        o.curvaturePips %= 1 << 27;
        o.horizonSec %= 1 << 29;
        return o;
    }

    function withoutReason() private pure returns (bytes memory) {
        return abi.encodePacked(IRiskParametersReports.RefusedWithoutReason.selector);
    }
}
