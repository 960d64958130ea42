// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IEvidenceChecker, Tolerances} from "../../../contracts/interfaces/IEvidenceChecker.sol";
import {EvidenceKind, IProvenEvidence} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {Report} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation} from "../../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../../contracts/libraries/ReportLib.sol";
import {EvidenceWorld} from "../support/EvidenceWorld.sol";
import {Headers} from "../support/evidence/Headers.sol";
import {RecordedLog, VaultVm} from "../support/VaultArtifacts.sol";

/// What the checker refuses, and what it lets through: three reporters and the checker, all of whom have to agree.
contract EvidenceCheckerTest is EvidenceWorld {
    uint256 private constant FIELDS = 10;
    /// Of five keys the three with the highest addresses, which lie well apart.
    uint256 private constant FIRST = 2;
    uint256 private constant ONE_PIPS = 1e6;

    IEvidenceChecker private checker;

    function setUp() public override {
        super.setUp();
        checker = newChecker();
        nameChecker(checker);
        checker.measure(0);
        advance(600);
    }

    function newChecker() private returns (IEvidenceChecker) {
        bytes memory arguments = abi.encode(buildSettings(), buildTolerances());
        return IEvidenceChecker(deploy("EvidenceChecker.sol:EvidenceChecker", arguments));
    }

    /// Different ones, so that no field can be held to another's.
    function buildTolerances() private pure returns (Tolerances memory) {
        return
            Tolerances({
                depthPips: 50_000,
                nativePricePips: 10_000,
                navPips: 20_000,
                averagesPips: 250_000,
                baseFeePips: 500_000,
                gasUsedRatioPips: 100_000,
                toldPips: 30_000
            });
    }

    function nameChecker(IEvidenceChecker named) private {
        address[] memory reporters = new address[](4);
        for (uint256 i = 0; i < 3; i++) reporters[i] = vm.addr(keys[FIRST + i]);
        reporters[3] = address(named);
        setReporters(reporters, 4);
    }

    function pushSigned(Observation memory observation) private {
        Report memory report = buildReport(MARKET, observation);
        bytes memory row = signReport(report, FIRST, 3);
        checker.push(report, row, 0);
    }

    /// Field `index` of an observation, in its order.
    function fieldOf(Observation memory o, uint256 index) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            value := mload(add(o, mul(index, 0x20)))
        }
    }

    function setField(Observation memory o, uint256 index, uint256 value) private pure {
        assembly ("memory-safe") {
            mstore(add(o, mul(index, 0x20)), value)
        }
    }

    function nameOf(uint256 index) private pure returns (bytes32) {
        bytes32[10] memory names = [
            bytes32("baseFeePerGas"),
            "gasUsedRatioPips",
            "nativePriceUsd6",
            "depthUsd6",
            "depthRefUsd6",
            "varianceWad",
            "navUsd6",
            "dataFeeWei",
            "curvaturePips",
            "horizonSec"
        ];
        return names[index];
    }

    /// As a person would say them, beside the checker's own arithmetic.
    function sharePipsOf(uint256 index) private pure returns (uint256) {
        uint256[10] memory shares = [
            uint256(500_000),
            0,
            10_000,
            50_000,
            250_000,
            250_000,
            20_000,
            30_000,
            30_000,
            30_000
        ];
        return shares[index];
    }

    /// The range of a field. Both base fees are the same here, which half-full blocks explain.
    function rangeOf(Observation memory measured, uint256 index) private pure returns (uint256 low, uint256 high) {
        uint256 value = fieldOf(measured, index);
        if (index == 1) return (499_998 - 100_000, value + 100_000);
        uint256 share = (value * sharePipsOf(index)) / ONE_PIPS;
        return (value - share, value + share);
    }

    function refusal(uint256 index, uint256 signed, uint256 low, uint256 high) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IEvidenceChecker.FigureDiffers.selector, nameOf(index), signed, low, high);
    }

    function test_P179_AReportThatIsSignedAndMeasuredIsTaken() public {
        Observation memory measured = checker.observe();
        pushSigned(measured);
        assertEq(uint256(risk.marketState(MARKET).observedAt), nowAt, "what was signed counts, with its own time");
    }

    /// Signers say what the portfolio is worth; what is kept is lower until a report is taken.
    function test_P179_ARiseOfThePortfolioStopsNoReport() public {
        portfolio.tell(10 * NAV_USD6, 500_000, 0);
        Observation memory signed = checker.observe();
        assertEq(signed.navUsd6, NAV_USD6, "a measurement alone counts what is kept");
        (signed.navUsd6, signed.curvaturePips) = (10 * NAV_USD6, 500_000);
        pushSigned(signed);
        assertEq(checker.state().navUsd6, 2 * NAV_USD6, "it rises with reports");
    }

    /// A horizon has become shorter since the report's time.
    function test_P179_AHorizonRunsOn() public {
        portfolio.tell(NAV_USD6, 0, 1_000);
        Report memory report = buildReport(MARKET, checker.observe());
        bytes memory row = signReport(report, FIRST, 3);
        advance(240);
        portfolio.tell(NAV_USD6, 0, 760);
        checker.push(report, row, 0);
    }

    function test_P179_AfterALongPauseAHeaderStandsIn() public {
        Observation memory measured = checker.observe();
        advance(300 * 12);
        Report memory report = buildReport(MARKET, measured);
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.NoEarlierBaseFee.selector, 352, 25, 256));
        checker.push(report, row, 0);
        bytes memory header = Headers.encode(Headers.plain(height - 30, 20e9));
        vm.setBlockhash(height - 30, keccak256(header));
        checker.pushWithHeader(report, row, 0, header);
    }

    function test_P179_TheSignaturesAloneDoNotSuffice() public {
        Report memory report = buildReport(MARKET, checker.observe());
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 3, 4));
        risk.push(report, row);
    }

    function test_P179_TheMeasurementAloneDoesNotSuffice() public {
        Report memory report = buildReport(MARKET, checker.observe());
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 1, 4));
        checker.push(report, "", 0);
    }

    /// The checker vouches for a report only while it pushes that very report.
    function test_P179_NobodyElseCanGiveTheCheckersSignature() public {
        Report memory report = buildReport(MARKET, checker.observe());
        bytes memory own = wrapSignature(address(checker), "");
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, 0, address(checker)));
        risk.push(report, own);
        bytes4 answer = checker.isValidSignature(risk.reportDigest(report), "");
        assertEq(uint256(uint32(answer)), uint256(uint32(0xffffffff)), "it says no when it is asked directly");
    }

    function test_P179_AFigureAtTheEndOfItsRangeIsTaken(uint256 seed) public {
        uint256 index = seed % FIELDS;
        Observation memory observation = checker.observe();
        (uint256 low, uint256 high) = rangeOf(observation, index);
        setField(observation, index, (seed >> 8) % 2 == 0 ? low : high);
        pushSigned(observation);
    }

    function test_P179_AFigureBeyondItsRangeIsRefusedByName(uint256 seed, uint256 beyond) public {
        uint256 index = seed % FIELDS;
        Observation memory observation = checker.observe();
        (uint256 low, uint256 high) = rangeOf(observation, index);
        bool isBelow = low > 0 && (seed >> 8) % 2 == 0;
        uint256 signed = isBelow ? bound(beyond, 0, low - 1) : high + 1 + (beyond % 1_000);
        setField(observation, index, signed);
        Report memory report = buildReport(MARKET, observation);
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert(refusal(index, signed, low, high));
        checker.push(report, row, 0);
    }

    function test_TheFirstFieldInTheirOrderIsNamed() public {
        Observation memory observation = checker.observe();
        (uint256 low, uint256 high) = rangeOf(observation, 3);
        observation.depthUsd6 = uint64(high + 1);
        observation.navUsd6 = 1;
        Report memory report = buildReport(MARKET, observation);
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert(refusal(3, high + 1, low, high));
        checker.push(report, row, 0);
    }

    function test_NothingIsKeptOfARefusal() public {
        bytes memory before = abi.encode(checker.stateWords());
        Observation memory observation = checker.observe();
        observation.depthUsd6 *= 2;
        Report memory report = buildReport(MARKET, observation);
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert();
        checker.push(report, row, 0);
        assertEq(abi.encode(checker.stateWords()), before, "the state is as it was");
    }

    function test_TheStateMovesOnWithAReport() public {
        pushSigned(checker.observe());
        uint256 segment = checker.state().segment;
        assertEq(segment, (nowAt - 11) / 120, "the averages hold the last whole segment");
        assertEq(uint256(checker.state().latest.blockNumber), height, "the base fee of this block is kept");
        assertEq(uint256(checker.state().earlier.baseFeePerGas), BASE_FEE, "and the one before");
    }

    function test_MeasuredSaysThatBothWereGivenBeforeUpdated() public {
        Report memory report = buildReport(MARKET, checker.observe());
        bytes memory row = signReport(report, FIRST, 3);
        vm.recordLogs();
        checker.push(report, row, 0);
        RecordedLog[] memory logs = VaultVm(address(vm)).getRecordedLogs();
        assertEq(logs.length, 2, "two events");
        assertEq(uint256(logs[0].topics[0]), uint256(IProvenEvidence.Measured.selector), "the state");
        assertEq(uint256(logs[0].topics[2]), uint256(EvidenceKind.Both), "of the kind both");
        assertTrue(logs[1].emitter == address(risk), "then the update");
        assertEq(logs[0].data, abi.encode(checker.stateWords()), "with the state as it is stored");
    }

    /// Its address may be the lowest of the reporters', the highest, or between two.
    function test_ItsSignatureGoesWhereItsAddressBelongs() public {
        uint256[4] memory seen;
        for (uint256 i = 0; i < 24; i++) {
            checker = newChecker();
            nameChecker(checker);
            uint256 place = 0;
            while (place < 3 && vm.addr(keys[FIRST + place]) < address(checker)) place++;
            seen[place]++;
            checker.measure(0);
            advance(3_600 - 600);
            checker.measure(0);
            advance(600);
            pushSigned(checker.observe());
        }
        assertTrue(seen[0] > 0 && seen[3] > 0 && seen[1] + seen[2] > 0, "at both ends and within");
    }

    function test_ARowThatCannotBeReadIsRefused() public {
        Report memory report = buildReport(MARKET, checker.observe());
        bytes memory row = signReport(report, FIRST, 3);
        assembly ("memory-safe") {
            mstore(row, 194) // a byte short
        }
        // The third of the row, or the fourth once the checker's own lies before it.
        uint256 index = vm.addr(keys[FIRST + 1]) > address(checker) ? 3 : 2;
        vm.expectRevert(abi.encodeWithSelector(ReportLib.InvalidSignature.selector, index, address(0)));
        checker.push(report, row, 0);
    }

    function test_AReportOfAnotherMarketIsRefused() public {
        Report memory report = buildReport("other", checker.observe());
        vm.expectRevert(abi.encodeWithSelector(IEvidenceChecker.OtherMarket.selector, bytes32("other"), MARKET));
        checker.push(report, "", 0);
    }

    function test_AReportOfAnotherConfigurationIsRefused() public {
        Report memory report = buildReport(MARKET, checker.observe());
        report.config = address(1);
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.ConfigChanged.selector, address(1), configOf(MARKET)));
        checker.push(report, row, 0);
    }

    /// The signed fee lies between the lower of the two less its share and the higher one with it.
    function test_BothBaseFeesBoundTheSignedOne() public {
        vm.fee(30e9);
        Observation memory observation = checker.observe();
        assertEq(uint256(observation.baseFeePerGas), 30e9, "the higher one is measured");
        observation.baseFeePerGas = 9_999_999_999;
        observation.gasUsedRatioPips = 540_000;
        Report memory report = buildReport(MARKET, observation);
        bytes memory row = signReport(report, FIRST, 3);
        vm.expectRevert(refusal(0, 9_999_999_999, 10e9, 45e9));
        checker.push(report, row, 0);
        observation.baseFeePerGas = 10e9;
        pushSigned(observation);
    }

    function test_ItTellsItsTolerancesAndItsKind() public view {
        assertEq(abi.encode(checker.tolerances()), abi.encode(buildTolerances()), "as deployed");
        assertEq(uint256(checker.kind()), uint256(EvidenceKind.Both), "both");
        assertEq(abi.encode(checker.settings()), abi.encode(buildSettings()), "as deployed");
    }
}
