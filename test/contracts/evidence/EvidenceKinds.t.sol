// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IEvidenceChecker, Tolerances} from "../../../contracts/interfaces/IEvidenceChecker.sol";
import {IProvenReporter} from "../../../contracts/interfaces/IProvenReporter.sol";
import {Report} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation} from "../../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../../contracts/libraries/ReportLib.sol";
import {EvidenceWorld} from "../support/EvidenceWorld.sol";

/// The four kinds of evidence that a market may take, by its reporters and its threshold: signed, proven, either, both.
/// The signers of the last two are a contract wallet of three, two of whom have to sign.
contract EvidenceKindsTest is EvidenceWorld {
    IProvenReporter private reporter;
    IEvidenceChecker private checker;
    address private wallet;

    function setUp() public override {
        super.setUp();
        reporter = IProvenReporter(deploy("ProvenReporter.sol:ProvenReporter", abi.encode(buildSettings())));
        Tolerances memory tolerances = Tolerances(50_000, 10_000, 20_000, 250_000, 500_000, 100_000, 30_000);
        bytes memory arguments = abi.encode(buildSettings(), tolerances);
        checker = IEvidenceChecker(deploy("EvidenceChecker.sol:EvidenceChecker", arguments));
        wallet = deploy("SignerContracts.sol:QuorumSigner", abi.encode(buildReporters(3), 2));
        reporter.measure(0);
        checker.measure(0);
        advance(600);
    }

    function name(address only, uint32 threshold) private {
        address[] memory reporters = new address[](1);
        reporters[0] = only;
        setReporters(reporters, threshold);
    }

    function name(address one, address other, uint32 threshold) private {
        address[] memory reporters = new address[](2);
        (reporters[0], reporters[1]) = (one, other);
        setReporters(reporters, threshold);
    }

    /// What reporters of the wallet sign: `count` of them, from the first on.
    function signForQuorum(Report memory report, uint256 count) private view returns (bytes memory) {
        bytes32 digest = risk.reportDigest(report);
        bytes memory own;
        for (uint256 i = 0; i < count; i++) own = bytes.concat(own, signForWallet(digest, keys[i]));
        return wrapSignature(wallet, own);
    }

    function buildSigned() private view returns (Report memory) {
        return buildReport(MARKET, checker.observe());
    }

    function assertTaken(uint256 observedAt) private view {
        assertEq(uint256(risk.marketState(MARKET).observedAt), observedAt, "the report is taken");
    }

    function lastBoundary() private view returns (uint256) {
        return nowAt - ((nowAt - source.segmentOffsetSec) % 120);
    }

    function expectRefusal(bytes4 selector, uint256 first, uint256 second) private {
        vm.expectRevert(abi.encodeWithSelector(selector, first, second));
    }

    function test_P180_SignedTakesSignaturesAndNoMeasurement() public {
        setReporters(buildReporters(3), 2);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 0, address(reporter)));
        reporter.push(0);
        push(buildSigned());
        assertTaken(nowAt);
    }

    function test_P180_ProvenTakesTheMeasurementAndNoSignature() public {
        name(address(reporter), 1);
        Report memory report = buildSigned();
        bytes memory row = signReport(report, 0, 3);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.NotReporter.selector, 0, vm.addr(keys[0])));
        risk.push(report, row);
        reporter.push(0);
        assertTaken(lastBoundary());
    }

    function test_P180_EitherTakesTheMeasurementAlone() public {
        name(address(reporter), wallet, 1);
        reporter.push(0);
        assertTaken(lastBoundary());
    }

    function test_P180_EitherTakesTheWalletAlone() public {
        name(address(reporter), wallet, 1);
        Report memory report = buildSigned();
        risk.push(report, signForQuorum(report, 2));
        assertTaken(nowAt);
    }

    function test_P180_AWalletThatTooFewOfItsOwnersSignedForIsNoSigner() public {
        name(address(reporter), wallet, 1);
        Report memory report = buildSigned();
        bytes memory row = signForQuorum(report, 1);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 0, wallet));
        risk.push(report, row);
    }

    function test_P180_BothTakesTheWalletAndTheMeasurement() public {
        name(address(checker), wallet, 2);
        Report memory report = buildSigned();
        checker.push(report, signForQuorum(report, 2), 0);
        assertTaken(nowAt);
    }

    function test_P179_OfBothTheWalletAloneDoesNotSuffice() public {
        name(address(checker), wallet, 2);
        Report memory report = buildSigned();
        bytes memory row = signForQuorum(report, 2);
        expectRefusal(ReportLib.QuorumNotReached.selector, 1, 2);
        risk.push(report, row);
    }

    function test_P179_OfBothTheMeasurementAloneDoesNotSuffice() public {
        name(address(checker), wallet, 2);
        Report memory report = buildSigned();
        expectRefusal(ReportLib.QuorumNotReached.selector, 1, 2);
        checker.push(report, "", 0);
        bytes memory row = signForQuorum(report, 1);
        // The wallet may come before the checker in the row, or after it.
        uint256 index = wallet < address(checker) ? 0 : 1;
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, index, wallet));
        checker.push(report, row, 0);
    }

    /// The checker stands for one report of one market: what it says of itself is worth nothing elsewhere.
    function test_P179_ACheckerDoesNotConfirmWhatItDidNotPush() public {
        name(address(checker), wallet, 2);
        Report memory report = buildSigned();
        checker.push(report, signForQuorum(report, 2), 0);
        advance(EPOCH_SEC);
        Observation memory invented = buildObservation();
        Report memory next = buildReport(MARKET, invented);
        bytes memory ofWallet = signForQuorum(next, 2);
        bytes memory own = wrapSignature(address(checker), abi.encode(IERC1271.isValidSignature.selector));
        bool isWalletFirst = wallet < address(checker);
        bytes memory row = isWalletFirst ? bytes.concat(ofWallet, own) : bytes.concat(own, ofWallet);
        vm.expectRevert(
            abi.encodeWithSelector(ReportLib.InvalidSignature.selector, isWalletFirst ? 1 : 0, address(checker))
        );
        risk.push(next, row);
    }
}
