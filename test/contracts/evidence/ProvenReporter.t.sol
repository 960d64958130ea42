// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EvidenceKind, IProvenEvidence} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IRiskParametersReports} from "../../../contracts/interfaces/IRiskParametersReports.sol";
import {Report} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation, Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../../contracts/libraries/ReportLib.sol";
import {EvidenceFixture} from "../support/evidence/EvidenceFixture.sol";
import {HeaderParts, Headers} from "../support/evidence/Headers.sol";
import {RecordedLog, VaultVm} from "../support/VaultArtifacts.sol";

contract ProvenReporterTest is EvidenceFixture {
    bytes4 private constant MAGIC = 0x1626ba7e;

    function setUp() public override {
        super.setUp();
        start();
    }

    // Reports

    function test_default_whatIsMeasuredIsReported() external {
        Observation memory observation = reporter.observe();
        vm.recordLogs();
        vm.prank(address(0xa4bd));
        reporter.push(findHints());
        RecordedLog[] memory logs = VaultVm(address(vm)).getRecordedLogs();
        assertEq(logs.length, 2, "two events");

        assertEq(logs[0].emitter, address(reporter), "the state first");
        assertEq(logs[0].topics[0], IProvenEvidence.Measured.selector, "Measured");
        assertEq(logs[0].topics[1], PROVEN, "market");
        assertEq(uint256(logs[0].topics[2]), uint256(EvidenceKind.Proven), "kind");
        assertEq(logs[0].data, stateOf(reporter), "words");

        assertEq(logs[1].topics[0], IRiskParametersReports.Updated.selector, "Updated");
        uint256[5] memory words = abi.decode(logs[1].data, (uint256[5]));
        uint256[2] memory evidence = packEvidence(observation);
        assertEq(abi.encode(words[0], words[1]), abi.encode(evidence[0], evidence[1]), "evidence");
        assertEq((words[3] >> 190) & type(uint40).max, endAt(), "time of the evidence");
        assertEq((words[4] >> 190) & type(uint64).max, height - 1, "block");
        (, Status status, ) = risk.parameters(PROVEN);
        assertEq(uint256(status), uint256(Status.Active), "status");
    }

    /// A preview is what the push then does.
    function test_default_preview() external {
        (Report memory report, Parameters memory target, Parameters memory next, , bytes memory refusal) = reporter
            .preview();
        assertEq(refusal, "", "nothing refuses");
        assertEq(report.config, configOf(PROVEN), "configuration");
        assertEq(report.blockHash, hashOf(height - 1), "hash");
        assertEq(report.observedAt, endAt(), "time");
        assertEq(abi.encode(target), abi.encode(model.evaluate(reporter.observe(), buildPolicy())), "target");
        reporter.pushUnhinted();
        assertEq(abi.encode(risk.marketState(PROVEN).values), abi.encode(next), "value in force");
        (, , , , refusal) = reporter.preview();
        assertEq(bytes32(bytes4(refusal)), bytes32(ReportLib.EvidenceNotNewer.selector), "not twice");
    }

    /// Hints, none, `push(0)`: the same report and the same state.
    function test_default_hintsChooseNothing() external {
        bytes memory hinted = _afterCall(abi.encodeCall(reporter.push, (findHints())));
        assertEq(_afterCall(abi.encodeCall(reporter.pushUnhinted, ())), hinted, "without hints");
        assertEq(_afterCall(abi.encodeCall(reporter.push, (0))), hinted, "zero");
        assertEq(_afterCall(abi.encodeCall(reporter.push, (findHints() | (0xabc << 112)))), hinted, "bits above");
    }

    /// The market then has the values of `next`, and the reporter the state.
    function _afterCall(bytes memory call_) private returns (bytes memory result) {
        uint256 snapshot = vm.snapshotState();
        (bool success, bytes memory answer) = address(reporter).call(call_);
        assertEq(answer, "", "no refusal");
        assertTrue(success, "taken");
        result = abi.encode(risk.marketState(PROVEN), reporter.stateWords());
        vm.revertToState(snapshot);
    }

    function test_default_kind() external view {
        assertEq(uint256(reporter.kind()), uint256(EvidenceKind.Proven), "kind");
    }

    function test_default_settingsAreAsDeployed() external view {
        assertEq(abi.encode(reporter.settings()), abi.encode(buildSettings(buildSource())), "settings");
    }

    /// A block later the segment is the same, and so is the time of the evidence.
    function test_error_onceASegment() external {
        advance(132 - ((nowAt - OFFSET_SEC) % 120));
        reporter.push(findHints());
        advance(12);
        bytes memory before = stateOf(reporter);
        uint256 hints = findHints();
        vm.expectRevert(abi.encodeWithSelector(ReportLib.EvidenceNotNewer.selector, endAt(), endAt()));
        reporter.push(hints);
        assertEq(stateOf(reporter), before, "nothing is kept");
        live(120);
        reporter.push(findHints());
    }

    // Signature

    /// Nobody but the market's contract, and it only within a push.
    function test_error_nobodyHasItsSignature() external {
        address[3] memory askers = [address(this), address(risk), GOVERNOR];
        for (uint256 i = 0; i < 3; i++) {
            vm.prank(askers[i]);
            assertTrue(reporter.isValidSignature(bytes32(0), "") != MAGIC, "outside a push");
        }
        Report memory report = buildReport(PROVEN, buildObservation());
        bytes memory signature = wrapSignature(address(reporter), "");
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 0, address(reporter)));
        risk.push(report, signature);
        reporter.push(findHints());
        advance(120);
        report = buildReport(PROVEN, buildObservation());
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 0, address(reporter)));
        risk.push(report, signature);
    }

    /// A portfolio that is asked within a push can push nothing itself: it is asked by a static call.
    function test_error_reentrantPortfolio() external {
        bytes[4] memory calls = [
            abi.encodeCall(reporter.pushUnhinted, ()),
            abi.encodeCall(reporter.push, (findHints())),
            abi.encodeCall(reporter.measure, (0)),
            abi.encodeCall(risk.push, (buildReport(PROVEN, buildObservation()), wrapSignature(address(reporter), "")))
        ];
        bytes memory before = stateOf(reporter);
        for (uint256 i = 0; i < 4; i++) {
            portfolio.callFirst(i == 3 ? address(risk) : address(reporter), calls[i]);
            (bool success, ) = address(reporter).call(abi.encodeCall(reporter.pushUnhinted, ()));
            assertTrue(!success, "refused");
            (success, ) = address(reporter).call(abi.encodeCall(reporter.measure, (0)));
            assertTrue(!success, "refused");
            assertEq(stateOf(reporter), before, "nothing is kept");
        }
        (, Status status, ) = risk.parameters(PROVEN);
        assertTrue(status != Status.Active, "no report was taken");
        // Without it all goes on.
        portfolio.callFirst(address(0), "");
        reporter.pushUnhinted();
    }

    // Base fees

    function test_behavior_aHeaderStandsIn() external {
        live(MAX_FEE_AGE * 12);
        assertRefused(abi.encodeCall(reporter.pushUnhinted, ()), IProvenEvidence.NoEarlierBaseFee.selector);
        bytes memory header = _headerAt(height - 30, 2 * BASE_FEE);
        (Report memory report, , , , ) = reporter.previewWithHeader(header);
        assertEq(report.evidence[0] & type(uint48).max, 2 * BASE_FEE, "the higher fee of the two");
        reporter.pushWithHeader(findHints(), header);
        assertEq(reporter.state().latest.baseFeePerGas, BASE_FEE, "this block's is kept, not the header's");
    }

    function test_behavior_aHeaderDoesNotCountWhereAKeptFeeFits() external {
        bytes memory header = _headerAt(height - 30, 2 * BASE_FEE);
        (Report memory report, , , , ) = reporter.previewWithHeader(header);
        assertEq(report.evidence[0] & type(uint48).max, BASE_FEE, "the kept one");
        reporter.pushWithHeader(0, header);
    }

    function test_error_headers() external {
        live(MAX_FEE_AGE * 12);
        bytes memory header = _headerAt(height - MIN_FEE_AGE + 1, BASE_FEE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IProvenEvidence.HeaderOutsideWindow.selector,
                MIN_FEE_AGE - 1,
                MIN_FEE_AGE,
                MAX_FEE_AGE
            )
        );
        reporter.pushWithHeader(0, header);
        header = Headers.encode(Headers.plain(height - 30, BASE_FEE));
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HeaderUnknown.selector, height - 30));
        reporter.pushWithHeader(0, header);
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HeaderMalformed.selector));
        reporter.pushWithHeader(0, hex"c0");
    }

    function _headerAt(uint256 number, uint256 fee) private returns (bytes memory header) {
        HeaderParts memory parts = Headers.plain(number, fee);
        header = Headers.encode(parts);
        vm.setBlockhash(number, keccak256(header));
    }
}
