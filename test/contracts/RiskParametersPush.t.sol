// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {IRiskParametersReports} from "../../contracts/interfaces/IRiskParametersReports.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {Freshness, MarketConfig, MarketState, Report, Source} from "../../contracts/libraries/MarketTypes.sol";
import {EvidencePacking} from "../../contracts/libraries/EvidencePacking.sol";
import {ModelCall} from "../../contracts/libraries/ModelCall.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters, Policy} from "../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {HistoryStorage} from "./support/HistoryStorage.sol";
import {MalformedModel} from "./support/RiskParametersModels.sol";

contract RiskParametersPushTest is RiskParametersFixture {
    address private constant HISTORY_STORAGE = 0x0000F90827F1C53a10cb7A02335B175320002935;

    function test_default() external {
        Report memory report = buildReport();
        Parameters memory target = model.evaluate(buildObservation(), buildPolicy());
        Parameters memory next = buildVector(300, 190_000, 11_000, target.intervalSec, 2_000, 250_000, 1_500, 140_000);
        assertEq(target.intervalSec > 86_400 ? 1 : 0, 1, "the interval tightens, without a step");

        bytes memory signatures = signReport(report, 0, 2);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.Updated(
            MARKET,
            // Step for all but the interval.
            buildWords(report, target, buildFallback(), next, 0x11110111)
        );
        risk.push(report, signatures);

        (Parameters memory values, Status status, uint40 ageSec) = risk.parameters(MARKET);
        assertEq(values, next, "values");
        assertEq(uint256(status), uint256(Status.Active), "status");
        assertEq(ageSec, 0, "age");
        MarketState memory state = risk.marketState(MARKET);
        assertEq(state.values, next, "stored");
        assertEq(state.observedAt, nowAt, "observedAt");
        assertEq(state.config, report.config, "config");
        assertTrue(!state.isAwaitingEvidence, "evidence is there");
        assertEq(state.loosening.lastAt, nowAt, "lastAt");
        assertEq(state.loosening.used, buildVector(200, 10_000, 10_000, 0, 500, 50_000, 1_000, 10_000), "used");
    }

    function test_behavior_anyoneSubmits() external {
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        vm.prank(address(0xbeef));
        risk.push(report, signatures);
        assertStatus(MARKET, Status.Active, "active");
    }

    function test_behavior_tightensAtOnceAndLoosensByStep() external {
        push(buildReport());
        advance(EPOCH_SEC);
        Observation memory shock = buildShock();
        pushObservation(shock);
        Parameters memory target = model.evaluate(shock, buildPolicy());
        assertEq(read().maxTradeUsd, target.maxTradeUsd, "trade falls to its target");
        assertEq(read().aggressivenessPips, target.aggressivenessPips, "aggressiveness falls to its target");
        assertEq(read().bandPips, target.bandPips, "band rises to its target");

        advance(EPOCH_SEC);
        push(buildReport());
        assertEq(read().aggressivenessPips, target.aggressivenessPips + 200, "one step up");
        assertEq(read().bandPips, target.bandPips - 10_000, "one step down");
    }

    /// A shock is answered in the block after it is measured; the all-clear waits for the next epoch.
    function test_behavior_sameEpochTightensOnly() external {
        push(buildReport());
        Parameters memory before = read();
        advance(120);
        Observation memory shock = buildShock();
        Parameters memory target = model.evaluate(shock, buildPolicy());
        (, , uint32 limits, ) = risk.preview(buildReport(MARKET, shock));
        pushObservation(shock);
        assertEq(read().maxTradeUsd, target.maxTradeUsd, "trade falls at once");
        assertEq(read().bandPips, target.bandPips, "band widens at once");
        assertEq(read().lotPips, before.lotPips, "nothing loosens");
        assertEq((limits >> 24) & 0xf, uint256(BoundsLib.Limit.Epoch), "and the event says why");

        advance(120);
        Parameters memory tight = read();
        push(buildReport());
        assertEq(read(), tight, "no field loosens in this epoch");
        assertStatus(MARKET, Status.Active, "but the evidence is fresh again");
        assertEq(risk.marketState(MARKET).observedAt, nowAt, "observedAt");
        advance(EPOCH_SEC);
        push(buildReport());
        assertEq(read().maxTradeUsd, uint256(tight.maxTradeUsd) + 10_000, "in the next one by a step");
    }

    /// A voted step of the tightening direction is a step an epoch.
    function test_behavior_sameEpochKeepsToVotedSteps() external {
        Bounds memory bounds = buildBounds();
        bounds.stepUp.intervalSec = 1_000;
        setBounds(bounds);
        push(buildReport());
        assertEq(read().intervalSec, 87_400, "one step");
        advance(120);
        pushObservation(buildShock());
        assertEq(read().intervalSec, 87_400, "no second one in the epoch");
        assertTrue(read().bandPips > 190_000, "the free ones move");
        advance(EPOCH_SEC);
        pushObservation(buildShock());
        assertEq(read().intervalSec, 88_400, "a step an epoch");
    }

    /// Finding of the audit: comeback from stale. One push took the reader from $1,000 to $251,000 a trade at a step of
    /// $10,000, since the value in storage had grown before it went stale.
    function test_finding_comebackFromStale_stepsStartFromWhatIsRead() external {
        Bounds memory bounds = buildBounds();
        bounds.budget.maxTradeUsd = U40;
        setBounds(bounds);
        for (uint256 i = 0; i < 25; i++) {
            push(buildReport());
            advance(EPOCH_SEC);
        }
        assertEq(read().maxTradeUsd, 251_000, "grown step by step");
        advance(3 * EPOCH_SEC);
        assertEq(read(), buildFallback(), "stale: the fallback");
        Report memory report = buildReport();
        (Parameters memory target, Parameters memory next, uint32 limits, ) = risk.preview(report);
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.Updated(MARKET, buildWords(report, target, buildFallback(), next, limits));
        risk.push(report, signatures);
        assertEq(read().maxTradeUsd, 11_000, "one step from what was read");
    }

    /// Finding of the audit: evidence of the old source. It is refused by name, and so is evidence under an old policy
    /// or an old quorum: any setter makes another configuration.
    function test_finding_evidenceOfTheOldSource_ConfigChanged() external {
        Source memory source;
        Policy memory policy = buildPolicy();
        Freshness memory freshness = buildFreshness();
        for (uint256 i = 0; i < 7; i++) {
            Report memory report = buildReport();
            vm.startPrank(GOVERNOR);
            if (i == 0) risk.setSource(MARKET, source);
            if (i == 1) risk.setPolicy(MARKET, policy);
            if (i == 2) risk.setReporters(MARKET, buildReporters(3), 2);
            if (i == 3) risk.setBounds(MARKET, buildBounds());
            if (i == 4) risk.setFallback(MARKET, buildFallback());
            if (i == 5) risk.setFreshness(MARKET, freshness);
            vm.stopPrank();
            if (i == 6) setModel(MARKET, IModel(address(0)), 0);
            address current = configOf(MARKET);
            assertTrue(current != report.config, "another configuration");
            expectRefusal(report, abi.encodeWithSelector(ReportLib.ConfigChanged.selector, report.config, current));
            push(buildReport());
            advance(EPOCH_SEC);
        }
    }

    /// Finding of the audit: age told by a relayer. Whoever holds a report back, the value is as old as its evidence.
    function test_finding_ageToldByARelayer_isTheEvidences() external {
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        advance(1_200);
        vm.prank(address(0xbeef));
        risk.push(report, signatures);
        (, , uint40 ageSec) = risk.parameters(MARKET);
        assertEq(ageSec, 1_200, "as old as it is");
        advance(3 * EPOCH_SEC - 1_200);
        assertStatus(MARKET, Status.Active, "its time");
        advance(1);
        assertStatus(MARKET, Status.Stale, "and no longer");
    }

    /// Finding of the audit: raised epoch. The market took no report until the new, longer epoch was over.
    function test_finding_raisedEpoch_locksNothingOut() external {
        push(buildReport());
        Policy memory policy = buildPolicy();
        policy.epochSec = 7 days;
        vm.prank(GOVERNOR);
        risk.setFreshness(MARKET, Freshness({maxAgeSec: 8 days, reportAgeSec: 1_200, reportAgeBlocks: 200}));
        vm.prank(GOVERNOR);
        risk.setPolicy(MARKET, policy);
        Parameters memory before = read();
        advance(120);
        pushObservation(buildShock());
        assertTrue(read().maxTradeUsd < before.maxTradeUsd, "it tightens in the same epoch");
        before = read();
        advance(7 days);
        push(buildReport());
        assertEq(read().maxTradeUsd, uint256(before.maxTradeUsd) + 10_000, "and loosens in the next");
    }

    /// Finding of the audit: resume of a poisoned value. A value that liars had left was in force again.
    function test_finding_resumeOfAPoisonedValue_awaitsEvidence() external {
        for (uint256 i = 0; i < 3; i++) {
            push(buildReport());
            advance(EPOCH_SEC);
        }
        Parameters memory poisoned = read();
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
        (Parameters memory values, Status status, ) = risk.parameters(MARKET);
        assertEq(values, buildFallback(), "the fallback");
        assertEq(uint256(status), uint256(Status.Fallback), "status");
        assertTrue(risk.marketState(MARKET).isAwaitingEvidence, "until evidence comes");
        push(buildReport());
        // What is left of the budget is less than a step.
        assertLe(read().aggressivenessPips, 100 + 200, "at most a step from the fallback");
        assertTrue(read().aggressivenessPips < poisoned.aggressivenessPips, "not from what was left");
    }

    function test_behavior_equalVectorIsFreshAgain() external {
        Bounds memory frozen = buildBounds();
        frozen.stepUp = buildVector(0, 0, 0, 0, 0, 0, 0, 0);
        frozen.stepDown = frozen.stepUp;
        setBounds(frozen);
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 2);
        Parameters memory target = model.evaluate(buildObservation(), buildPolicy());
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersReports.Updated(
            MARKET,
            buildWords(report, target, buildFallback(), buildFallback(), 0x11111111)
        );
        risk.push(report, signatures);
        assertStatus(MARKET, Status.Active, "fresh evidence for the same vector");
        assertEq(risk.marketState(MARKET).loosening.lastAt, 0, "no cooldown");
    }

    function test_behavior_cooldownStopsLooseningOnly() external {
        Bounds memory bounds = buildBounds();
        bounds.cooldownSec = 2 * EPOCH_SEC;
        setBounds(bounds);
        push(buildReport());
        Parameters memory before = read();

        advance(EPOCH_SEC);
        Observation memory thin = buildObservation();
        thin.depthUsd6 = 1_000_000e6;
        thin.depthRefUsd6 = 1_000_000e6;
        pushObservation(thin);
        assertEq(read().bandPips, before.bandPips, "loosening waits");
        assertEq(read().maxTradeUsd, uint256(5_000_000_000) / 995_000, "tightening does not");

        advance(EPOCH_SEC);
        pushObservation(thin);
        assertEq(read().bandPips, before.bandPips - 10_000, "loosening goes on");
    }

    function test_behavior_budgetEndsLoosening() external {
        Bounds memory bounds = buildBounds();
        bounds.budget.aggressivenessPips = 480;
        setBounds(bounds);
        uint256 used = 0;
        uint256 expected = 100;
        for (uint256 i = 0; i < 5; i++) {
            push(buildReport());
            // The budget refills in 24 hours: 20 an hour, once something was used.
            if (i != 0) used -= 20;
            uint256 step = 480 - used < 200 ? 480 - used : 200;
            used += step;
            expected += step;
            assertEq(read().aggressivenessPips, expected, "by step, then by budget");
            advance(EPOCH_SEC);
        }
        assertEq(expected, 100 + 480 + 4 * 20, "the budget was reached");
    }

    function test_behavior_blockOfTheHistoryContract() external {
        uint256 blockNumber = height - 1;
        MarketConfig memory config = buildConfig();
        config.freshness.reportAgeBlocks = 8_191;
        addMarket("far", config);
        Report memory report = buildReport("far", buildObservation());
        rollTo(blockNumber + 8_191);
        vm.etch(HISTORY_STORAGE, address(new HistoryStorage()).code);
        vm.store(HISTORY_STORAGE, bytes32(blockNumber % 8_191), hashOf(blockNumber));
        push(report);
        assertStatus("far", Status.Active, "active");
    }

    /// The evidence of the epoch before counts, and that of this one after it.
    function test_behavior_reportOfTheEpochBefore() external {
        Report memory report = buildReport();
        push(report);
        uint256 step = read().aggressivenessPips;
        report = buildReport();
        report.observedAt = uint40(nowAt + EPOCH_SEC - 101);
        advance(EPOCH_SEC - 100);
        report.blockNumber = uint64(height - 1);
        report.blockHash = hashOf(report.blockNumber);
        push(report);
        assertEq(read().aggressivenessPips, step, "the same epoch");
        push(buildReport());
        assertEq(read().aggressivenessPips, step + 200, "the next one, a second later");
    }

    function test_behavior_evidenceAtEveryLimitOfItsBits() external view {
        Observation memory o = buildObservation();
        (o.baseFeePerGas, o.gasUsedRatioPips, o.nativePriceUsd6) = (1e14, 1e6, 1e11);
        (o.depthUsd6, o.depthRefUsd6, o.varianceWad, o.navUsd6) = (1e19, 1e19, 9e18, 1e19);
        (o.dataFeeWei, o.curvaturePips, o.horizonSec) = (1e19, 1e8, 315_576_000);
        (Parameters memory target, , , bytes memory refusal) = risk.preview(buildReport(MARKET, o));
        assertEq(refusal, "", "taken");
        assertEq(target, model.evaluate(o, buildPolicy()), "target");
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

    function test_error_EvidenceNotNewer() external {
        Report memory report = buildReport();
        push(report);
        bytes memory refusal = abi.encodeWithSelector(
            ReportLib.EvidenceNotNewer.selector,
            report.observedAt,
            report.observedAt
        );
        expectRefusal(report, refusal);
        // Other evidence of the same time is no better, later neither.
        advance(1_000);
        Report memory other = buildReport();
        other.evidence[1]++;
        other.observedAt = report.observedAt;
        expectRefusal(other, refusal);
        other.observedAt--;
        expectRefusal(
            other,
            abi.encodeWithSelector(ReportLib.EvidenceNotNewer.selector, other.observedAt, report.observedAt)
        );
    }

    function test_error_EvidenceInFuture() external {
        Report memory report = buildReport();
        report.observedAt++;
        expectRefusal(report, abi.encodeWithSelector(ReportLib.EvidenceInFuture.selector, report.observedAt, nowAt));
    }

    function test_error_EvidenceTooOld() external {
        Report memory report = buildReport();
        advance(1_201);
        report.blockNumber = uint64(height - 1);
        report.blockHash = hashOf(report.blockNumber);
        expectRefusal(report, abi.encodeWithSelector(ReportLib.EvidenceTooOld.selector, 1_201, 1_200));
    }

    /// One observation has one form, so that what wallets show is what is reported.
    function test_error_MalformedEvidence() external {
        for (uint256 bit = 225; bit < 256; bit++) {
            Report memory report = buildReport();
            bytes memory signatures = signReport(report, 0, 2);
            report.evidence[0] |= 1 << bit;
            vm.expectRevert(EvidencePacking.MalformedEvidence.selector);
            risk.push(report, signatures);
        }
        Report memory malformed = buildReport();
        malformed.evidence[0] |= 1 << 225;
        vm.expectRevert(EvidencePacking.MalformedEvidence.selector);
        risk.reportDigest(malformed);
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
        bounds.stepDown.maxTradeUsd = 0;
        setBounds(bounds);
        Observation memory observation = buildObservation();
        // 1,000 dollars at half a per cent need 199,000 of depth.
        observation.depthUsd6 = 199_000e6 - 1;
        expectRefusal(
            buildReport(MARKET, observation),
            abi.encodeWithSelector(MarketRules.ImpactAboveCap.selector, 1_000, observation.depthUsd6, 5_000)
        );
        observation.depthUsd6++;
        pushObservation(observation);
        assertEq(read().maxTradeUsd, 1_000, "exactly the cap");
    }

    function test_error_MalformedTarget() external {
        for (uint256 field = 0; field <= 8; field++) {
            setModel(MARKET, IModel(address(new MalformedModel(field))), CORE_HASH);
            expectRefusal(buildReport(), abi.encodeWithSelector(ModelCall.MalformedTarget.selector));
        }
    }

    /// Refused by `push`, for that reason, and nothing changes.
    function expectRefusal(Report memory report, bytes memory refusal) private {
        bytes memory signatures = signReport(report, 0, 2);
        bytes32 stored = storedMarket();
        vm.expectRevert(refusal);
        risk.push(report, signatures);
        assertEq(storedMarket(), stored, "unchanged");
    }

    function storedMarket() private view returns (bytes32) {
        return keccak256(abi.encode(risk.marketState(MARKET)));
    }

    function setBounds(Bounds memory bounds) private {
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
    }

    /// Depth gone, gas dear.
    function buildShock() private pure returns (Observation memory shock) {
        shock = buildObservation();
        shock.depthUsd6 = 1_000_000e6;
        shock.baseFeePerGas = 500e9;
    }
}
