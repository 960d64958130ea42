// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../../contracts/interfaces/IModel.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../../contracts/libraries/BoundsLib.sol";
import {Freshness, MarketConfig, MarketState, Report, Source} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation, Parameters, Policy} from "../../../contracts/libraries/ModelTypes.sol";
import {IRiskParametersContract} from "../support/IRiskParametersContract.sol";
import {RiskParametersFixture} from "../support/RiskParametersFixture.sol";
import {LoudModel} from "../support/RiskParametersModels.sol";
import {Test} from "../support/Test.sol";

/// Everything that can happen to a market, in any order, and a record of what a push must never do to what is read. A
/// violation is recorded, not asserted: the runner forgets calls that revert. In the file of the invariants, since the
/// runner knows only the contracts of the file that it runs.
contract RiskParametersHandler is RiskParametersFixture {
    uint256 private constant FIELD_COUNT = 8;

    /// What there was before a push: the slot's state, and what a protocol read.
    struct Before {
        MarketState state;
        Parameters read;
        uint256 epochSec;
    }

    IModel private loud;
    uint256 public accepted;
    uint256 public refused;
    uint256 public tightenedWithinAnEpoch;
    uint256 public cameBack;

    // By field, what was loosened for the reader and has not been given back yet: a bucket that holds the budget and
    // drains at budget / window, in units of 1 / window.
    uint256[8] public bucket;
    uint40 private bucketAt;

    bool public movedBeyondStep;
    bool public loosenedWithinAnEpoch;
    bool public exceededBudget;
    bool public evidenceDidNotRise;
    bool public loneReporterCounted;
    bool public oldConfigCounted;
    bool public refusalLeftTrace;
    bool public isNotRead;

    constructor() {
        setUp();
        loud = IModel(address(new LoudModel()));
    }

    /// A quorum reports what it measured.
    function report(Observation calldata observation, uint256 first) external {
        first %= 2;
        Report memory honest = buildReport(MARKET, boundObservation(observation));
        submit(honest, signReport(honest, first, 2), true);
    }

    /// The calmest and deepest of markets for a while: what loosens most, and drains the budget.
    function reportCalm(uint256 epochs, bool inOneEpoch) external {
        Observation memory calm = buildObservation();
        (calm.depthUsd6, calm.varianceWad, calm.baseFeePerGas) = (1e19, 9e18, 0);
        for (uint256 i = 0; i <= epochs % 8; i++) {
            Report memory honest = buildReport(MARKET, calm);
            submit(honest, signReport(honest, 0, 2), true);
            advance(inOneEpoch ? 60 : EPOCH_SEC);
        }
    }

    /// Depth is gone and gas dear, a minute after what was before.
    function reportShock(uint256 depthUsd6) external {
        Observation memory shock = buildObservation();
        shock.depthUsd6 = uint64(bound(depthUsd6, 0, shock.depthUsd6));
        shock.baseFeePerGas = 2_000e9;
        advance(60);
        Report memory honest = buildReport(MARKET, shock);
        submit(honest, signReport(honest, 1, 2), true);
    }

    /// A compromised quorum signs what it likes, for whatever time and block it likes.
    function lie(Observation calldata observation, uint256 ageSec, uint256 age, bool calm) external {
        Report memory forged = buildReport(MARKET, calm ? buildObservation() : boundObservation(observation));
        // Now, up to a while ago, or to come.
        forged.observedAt = uint40(bound(ageSec, nowAt - 2 * EPOCH_SEC, nowAt + 1));
        forged.blockNumber -= uint64(age % 3);
        forged.blockHash = hashOf(forged.blockNumber);
        submit(forged, signReport(forged, 0, 2), true);
    }

    /// Honest evidence that a vote has overtaken.
    function reportUnderOldConfig(uint256 kind) external {
        Report memory old = buildReport();
        bytes memory signatures = signReport(old, 0, 2);
        vm.startPrank(GOVERNOR);
        if (kind % 3 == 0) risk.setReporters(MARKET, buildReporters(3), 2);
        else if (kind % 3 == 1) risk.setFallback(MARKET, buildFallback());
        else risk.setSource(MARKET, buildConfig().source);
        vm.stopPrank();
        uint256 before = accepted;
        submit(old, signatures, true);
        if (accepted != before) oldConfigCounted = true;
    }

    /// One compromised reporter, alone or signing twice, or with a stranger.
    function lieAlone(Observation calldata observation, uint256 key, uint256 kind) external {
        Report memory forged = buildReport(MARKET, boundObservation(observation));
        bytes memory own = signReport(forged, key % 3, 1);
        if (kind % 3 == 1) submit(forged, bytes.concat(own, own), false);
        else if (kind % 3 == 2) submit(forged, bytes.concat(own, signReport(forged, 3 + (key % 2), 1)), false);
        else submit(forged, own, false);
    }

    /// A report, again.
    function repeat(Observation calldata observation) external {
        Report memory honest = buildReport(MARKET, boundObservation(observation));
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (honest, honest);
        bytes[] memory signatures = new bytes[](2);
        (signatures[0], signatures[1]) = (signReport(honest, 0, 2), signReport(honest, 0, 2));
        Before memory before = look();
        bytes[] memory refusals = risk.pushMany(reports, signatures);
        if (refusals[1].length == 0) evidenceDidNotRise = true;
        if (refusals[0].length == 0) recordPush(before);
    }

    function wait(uint256 elapsedSec, uint256 kind) external {
        if (kind % 16 == 0) advance(bound(elapsedSec, 0, 60 days));
        else if (kind % 2 == 0) advance(bound(elapsedSec, 0, EPOCH_SEC / 2));
        else advance(EPOCH_SEC);
    }

    function stop(bool halts) external {
        vm.prank(GUARDIAN);
        if (halts) risk.halt(MARKET);
        else risk.useFallback(MARKET);
    }

    function resume() external {
        vm.prank(GOVERNOR);
        risk.resume(MARKET);
    }

    /// Governance moves the band; the fallback is always inside.
    function moveBand(uint256 field, uint256 min, uint256 max) external {
        field %= FIELD_COUNT;
        Bounds memory bounds = risk.marketConfig(MARKET).bounds;
        Bounds memory widest = buildBounds();
        uint256 inside = BoundsLib.lane(buildFallback(), field);
        BoundsLib.setLane(bounds.min, field, bound(min, BoundsLib.lane(widest.min, field), inside));
        BoundsLib.setLane(bounds.max, field, bound(max, inside, BoundsLib.lane(widest.max, field)));
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
    }

    function setMaxAge(uint256 maxAgeSec) external {
        Freshness memory freshness = buildFreshness();
        freshness.maxAgeSec = uint32(bound(maxAgeSec, 3 * EPOCH_SEC, 31_557_600));
        vm.prank(GOVERNOR);
        risk.setFreshness(MARKET, freshness);
    }

    function setEpoch(uint256 epochSec) external {
        Policy memory policy = buildPolicy();
        policy.epochSec = uint32(bound(epochSec, 60, 3 * EPOCH_SEC));
        if (address(risk.marketConfig(MARKET).model) != address(0)) return;
        vm.prank(GOVERNOR);
        risk.setPolicy(MARKET, policy);
    }

    function setSource(uint8 segmentOffsetSec) external {
        Source memory source;
        source.segmentOffsetSec = segmentOffsetSec % 120;
        vm.prank(GOVERNOR);
        risk.setSource(MARKET, source);
    }

    function swapModel(bool breaks) external {
        setModel(MARKET, breaks ? loud : IModel(address(0)), breaks ? CORE_HASH : bytes32(0));
    }

    function marketId() external pure returns (bytes32) {
        return MARKET;
    }

    function target() external view returns (address) {
        return address(risk);
    }

    function currentTime() external view returns (uint256) {
        return nowAt;
    }

    function look() private view returns (Before memory before) {
        before.state = risk.marketState(MARKET);
        before.read = read();
        before.epochSec = risk.marketConfig(MARKET).policy.epochSec;
    }

    function submit(Report memory submitted, bytes memory signatures, bool quorum) private {
        Before memory before = look();
        try risk.push(submitted, signatures) {
            if (!quorum) loneReporterCounted = true;
            recordPush(before);
        } catch {
            refused++;
            bool isSame = keccak256(abi.encode(before.state)) == keccak256(abi.encode(risk.marketState(MARKET)));
            if (!isSame) refusalLeftTrace = true;
        }
    }

    /// Compares what is read before and after one accepted push.
    function recordPush(Before memory before) private {
        accepted++;
        MarketState memory afterwards = risk.marketState(MARKET);
        if (afterwards.observedAt <= before.state.observedAt || afterwards.observedAt > nowAt)
            evidenceDidNotRise = true;
        Parameters memory next = read();
        (, Status status, ) = risk.parameters(MARKET);
        // Evidence that was old when it came can be out of date at once, where the greatest age is short.
        if (status != Status.Active) isNotRead = true;
        bool isSameEpoch =
            before.state.observedAt != 0 &&
                afterwards.observedAt / before.epochSec == before.state.observedAt / before.epochSec;
        bool wasAway = keccak256(abi.encode(before.read)) != keccak256(abi.encode(before.state.values));
        if (wasAway) cameBack++;
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            recordField(field, BoundsLib.lane(before.read, field), BoundsLib.lane(next, field), isSameEpoch);
        }
        bucketAt = uint40(nowAt);
    }

    function recordField(uint256 field, uint256 from, uint256 to, bool isSameEpoch) private {
        Bounds memory bounds = buildBounds();
        bool up = to > from;
        uint256 moved = up ? to - from : from - to;
        uint256 step = BoundsLib.lane(up ? bounds.stepUp : bounds.stepDown, field);
        // Loosening is up for every other field, from the first.
        bool loosened = moved != 0 && up == (field % 2 == 0);
        if (moved > step) movedBeyondStep = true;
        if (isSameEpoch && moved != 0) {
            if (loosened || step != BoundsLib.typeMax(field)) loosenedWithinAnEpoch = true;
            else tightenedWithinAnEpoch++;
        }
        uint256 budget = BoundsLib.lane(bounds.budget, field);
        uint256 drained = budget * (nowAt - bucketAt);
        bucket[field] = bucket[field] > drained ? bucket[field] - drained : 0;
        if (loosened) bucket[field] += moved * bounds.budgetWindowSec;
        if (bucket[field] > budget * bounds.budgetWindowSec) exceededBudget = true;
    }
}

/// What holds of a market whatever happens to it, in whatever order.
contract RiskParametersInvariants is Test {
    /// What the runner asks for: the functions of the handler that it may call.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    RiskParametersHandler private handler;
    IRiskParametersContract private risk;
    bytes32 private marketId;

    function setUp() external {
        handler = new RiskParametersHandler();
        risk = IRiskParametersContract(handler.target());
        marketId = handler.marketId();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// Reports and waiting more often than the rest.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[17] memory selectors = [
            handler.report.selector,
            handler.reportCalm.selector,
            handler.reportCalm.selector,
            handler.reportShock.selector,
            handler.reportShock.selector,
            handler.reportUnderOldConfig.selector,
            handler.lie.selector,
            handler.lieAlone.selector,
            handler.repeat.selector,
            handler.wait.selector,
            handler.wait.selector,
            handler.stop.selector,
            handler.resume.selector,
            handler.moveBand.selector,
            handler.setMaxAge.selector,
            handler.setEpoch.selector,
            handler.swapModel.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](selectors.length);
        for (uint256 i = 0; i < selectors.length; i++) targets[0].selectors[i] = selectors[i];
    }

    /// What is read lies within the bounds, and so do the value in storage and the fallback.
    function invariant_P42_whatIsReadIsWithinBounds() external view {
        MarketConfig memory config = risk.marketConfig(marketId);
        Parameters memory stored = risk.marketState(marketId).values;
        (Parameters memory values, , ) = risk.parameters(marketId);
        for (uint256 field = 0; field < 8; field++) {
            uint256 min = BoundsLib.lane(config.bounds.min, field);
            uint256 max = BoundsLib.lane(config.bounds.max, field);
            assertLe(min, BoundsLib.lane(values, field), "read below its min");
            assertLe(BoundsLib.lane(values, field), max, "read above its max");
            assertLe(min, BoundsLib.lane(stored, field), "value below its min");
            assertLe(BoundsLib.lane(stored, field), max, "value above its max");
            assertLe(min, BoundsLib.lane(config.fallbackVector, field), "fallback below its min");
            assertLe(BoundsLib.lane(config.fallbackVector, field), max, "fallback above its max");
        }
    }

    /// No reader sees a field move further in one push than its step, after any silence; a further push in an epoch
    /// only tightens, and only where that step is lifted; a refused push moves nothing.
    function invariant_P43_readersSeeAStepAnEpoch() external view {
        assertTrue(!handler.movedBeyondStep(), "moved beyond the step");
        assertTrue(!handler.loosenedWithinAnEpoch(), "a second step in an epoch");
        assertTrue(!handler.refusalLeftTrace(), "a refused push changed something");
    }

    /// What readers see loosen never exceeds the budget, refilled linearly over the window.
    function invariant_P44_looseningKeepsToTheBudget() external view {
        assertTrue(!handler.exceededBudget(), "budget exceeded");
    }

    /// The time of the evidence rises strictly from push to push and is never to come; evidence counts under the
    /// configuration that it was measured under alone.
    function invariant_P45_evidenceRises() external view {
        assertTrue(!handler.evidenceDidNotRise(), "evidence counted twice");
        assertTrue(!handler.oldConfigCounted(), "evidence of an old configuration counted");
        assertLe(risk.marketState(marketId).observedAt, handler.currentTime(), "evidence to come");
    }

    /// One compromised reporter changes nothing.
    function invariant_P46_loneReporterIsPowerless() external view {
        assertTrue(!handler.loneReporterCounted(), "a lone reporter counted");
    }

    /// The reader never reverts, never calls an expired or unconfirmed vector Active, and answers with the fallback
    /// otherwise; after a push it reads what was pushed.
    function invariant_P47_readerAnswersTruly() external view {
        (Parameters memory values, Status status, uint40 ageSec) = risk.parameters{gas: 100_000}(marketId);
        MarketConfig memory config = risk.marketConfig(marketId);
        MarketState memory state = risk.marketState(marketId);
        bool evident = state.observedAt != 0;
        uint256 expectedAgeSec = evident ? handler.currentTime() - state.observedAt : type(uint40).max;
        assertEq(ageSec, expectedAgeSec, "age");

        Status expected = Status.Active;
        if (state.isHalted) expected = Status.Halted;
        else if (state.isOnFallback || state.isAwaitingEvidence) expected = Status.Fallback;
        else if (ageSec > config.freshness.maxAgeSec) expected = Status.Stale;
        assertEq(uint256(status), uint256(expected), "status");
        assertTrue(evident || state.isAwaitingEvidence, "without evidence it is awaited");
        bool active = status == Status.Active;
        assertEq(abi.encode(values), abi.encode(active ? state.values : config.fallbackVector), "values");
        assertTrue(!handler.isNotRead(), "a push that nobody reads");
    }

    /// The handler does what it is there for: pushes get through, lies by one do not.
    function test_default() external {
        Observation memory nothing;
        handler.report(nothing, 0);
        assertEq(handler.accepted(), 1, "reported");
        handler.reportShock(2_000_000e6);
        assertEq(handler.accepted(), 2, "a shock, a minute later");
        assertTrue(handler.tightenedWithinAnEpoch() != 0, "answered in the same epoch");
        handler.wait(0, 1);
        handler.lie(nothing, handler.currentTime() - 60, 0, true);
        assertEq(handler.accepted(), 3, "a quorum can lie");
        handler.wait(0, 1);
        for (uint256 kind = 0; kind < 3; kind++) handler.lieAlone(nothing, 0, kind);
        assertEq(handler.refused(), 3, "one reporter cannot");
        handler.repeat(nothing);
        assertEq(handler.accepted(), 4, "once, not twice");
        handler.wait(0, 1);
        handler.reportUnderOldConfig(0);
        assertEq(handler.refused(), 4, "an old configuration");
        handler.swapModel(true);
        handler.report(nothing, 0);
        assertEq(handler.refused(), 5, "a broken model");
        handler.swapModel(false);
        handler.stop(true);
        handler.report(nothing, 0);
        assertEq(handler.refused(), 6, "halted");
        handler.resume();
        handler.setEpoch(600);
        handler.setSource(11);
        handler.report(nothing, 0);
        assertEq(handler.accepted(), 5, "resumed");
        handler.wait(30 days, 0);
        handler.reportCalm(0, false);
        assertEq(handler.accepted(), 6, "after a silence");
        assertTrue(handler.cameBack() != 0, "which is a comeback");
    }
}
