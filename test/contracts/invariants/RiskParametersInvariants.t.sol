// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../../contracts/interfaces/IModel.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../../contracts/libraries/BoundsLib.sol";
import {Freshness, MarketConfig, MarketState, Report} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation, Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {IRiskParametersContract} from "../support/IRiskParametersContract.sol";
import {RiskParametersFixture} from "../support/RiskParametersFixture.sol";
import {BrokenModel} from "../support/RiskParametersModels.sol";
import {Test} from "../support/Test.sol";

/// Everything that can happen to a market, in any order, and a record of what a push must never do. A violation is
/// recorded, not asserted: the runner forgets calls that revert. In the file of the invariants, since the runner knows only the
/// contracts of the file that it runs.
contract RiskParametersHandler is RiskParametersFixture {
    uint256 private constant FIELD_COUNT = 6;

    IModel private broken;
    uint64 public startEpoch;
    uint256 public accepted;
    uint256 public refused;

    // By field, what was loosened and has not been given back yet: a bucket that holds the budget and drains at
    // budget / window, in units of 1 / window.
    uint256[6] public bucket;
    uint40 private bucketAt;

    bool public movedBeyondStep;
    bool public exceededBudget;
    bool public epochDidNotRise;
    bool public loneReporterCounted;
    bool public refusalLeftTrace;

    constructor() {
        setUp();
        broken = IModel(address(new BrokenModel(false)));
        startEpoch = uint64(nowAt / EPOCH_SEC);
    }

    /// A quorum reports what it measured.
    function report(Observation calldata observation, uint256 first) external {
        first %= 2;
        Report memory honest = buildReport(MARKET, boundObservation(observation));
        submit(honest, signReport(honest, first, 2), true);
    }

    /// The calmest and deepest of markets for a while: what loosens most, and drains the budget.
    function reportCalm(uint256 epochs) external {
        Observation memory calm = buildObservation();
        (calm.depthUsd6, calm.varianceWad, calm.baseFeePerGas) = (1e19, 9e18, 0);
        for (uint256 i = 0; i <= epochs % 8; i++) {
            Report memory honest = buildReport(MARKET, calm);
            submit(honest, signReport(honest, 0, 2), true);
            advance(EPOCH_SEC);
        }
    }

    /// A compromised quorum signs what it likes, for whatever epoch and block it likes.
    function lie(Observation calldata observation, uint64 epoch, uint256 age, bool calm) external {
        Report memory forged = buildReport(MARKET, boundObservation(observation));
        if (calm) forged.observation = buildObservation();
        forged.epoch = uint64(bound(epoch, forged.epoch - 3, forged.epoch + 1));
        forged.blockNumber -= uint64(age % 3);
        forged.blockHash = hashOf(forged.blockNumber);
        submit(forged, signReport(forged, 0, 2), true);
    }

    /// One compromised reporter, alone or signing twice, or with a stranger.
    function lieAlone(Observation calldata observation, uint256 key, uint256 kind) external {
        Report memory forged = buildReport(MARKET, boundObservation(observation));
        bytes[] memory signatures = signReport(forged, key % 3, 1);
        if (kind % 3 != 0) {
            bytes memory own = signatures[0];
            signatures = new bytes[](2);
            signatures[0] = own;
            signatures[1] = kind % 3 == 1 ? own : signReport(forged, 3 + (key % 2), 1)[0];
        }
        submit(forged, signatures, false);
    }

    /// The report of an epoch, again.
    function repeat(Observation calldata observation) external {
        Report memory honest = buildReport(MARKET, boundObservation(observation));
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (honest, honest);
        bytes[][] memory signatures = new bytes[][](2);
        (signatures[0], signatures[1]) = (signReport(honest, 0, 2), signReport(honest, 0, 2));
        MarketState memory before = risk.marketState(MARKET);
        bytes[] memory refusals = risk.pushMany(reports, signatures);
        if (refusals[1].length == 0) epochDidNotRise = true;
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
        freshness.maxAgeSec = uint32(bound(maxAgeSec, EPOCH_SEC, 31_557_600));
        vm.prank(GOVERNOR);
        risk.setFreshness(MARKET, freshness);
    }

    function swapModel(bool breaks) external {
        vm.prank(GOVERNOR);
        risk.setModel(breaks ? broken : IModel(address(model)), CORE_HASH);
    }

    function marketId() external pure returns (bytes32) {
        return MARKET;
    }

    function budgetOf(uint256 field) public pure returns (uint256) {
        return BoundsLib.lane(buildBounds().budget, field);
    }

    function target() external view returns (address) {
        return address(risk);
    }

    function currentTime() external view returns (uint256) {
        return nowAt;
    }

    function submit(Report memory submitted, bytes[] memory signatures, bool quorum) private {
        MarketState memory before = risk.marketState(MARKET);
        try risk.push(submitted, signatures) {
            if (!quorum) loneReporterCounted = true;
            if (submitted.epoch <= before.epoch) epochDidNotRise = true;
            recordPush(before);
        } catch {
            refused++;
            if (keccak256(abi.encode(before)) != keccak256(abi.encode(risk.marketState(MARKET)))) {
                refusalLeftTrace = true;
            }
        }
    }

    /// Compares the value before and after one accepted push.
    function recordPush(MarketState memory before) private {
        accepted++;
        MarketState memory afterwards = risk.marketState(MARKET);
        if (afterwards.epoch <= before.epoch) epochDidNotRise = true;
        Bounds memory bounds = buildBounds();
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            uint256 from = BoundsLib.lane(before.values, field);
            uint256 to = BoundsLib.lane(afterwards.values, field);
            bool up = to > from;
            uint256 moved = up ? to - from : from - to;
            if (moved > BoundsLib.lane(up ? bounds.stepUp : bounds.stepDown, field)) movedBeyondStep = true;

            uint256 budget = BoundsLib.lane(bounds.budget, field);
            uint256 drained = budget * (nowAt - bucketAt);
            bucket[field] = bucket[field] > drained ? bucket[field] - drained : 0;
            // Loosening is up for every other field, from the first.
            if (up == (field % 2 == 0)) bucket[field] += moved * bounds.budgetWindowSec;
            if (bucket[field] > budget * bounds.budgetWindowSec) exceededBudget = true;
        }
        bucketAt = uint40(nowAt);
    }
}

/// What holds of a market whatever happens to it, in whatever order.
contract RiskParametersInvariants is Test {
    /// What the runner asks for: the functions of the handler that it may call.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 private constant EPOCH_SEC = 3_600;

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
        bytes4[12] memory selectors = [
            handler.report.selector,
            handler.reportCalm.selector,
            handler.lie.selector,
            handler.lieAlone.selector,
            handler.repeat.selector,
            handler.wait.selector,
            handler.wait.selector,
            handler.stop.selector,
            handler.resume.selector,
            handler.moveBand.selector,
            handler.setMaxAge.selector,
            handler.swapModel.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](selectors.length);
        for (uint256 i = 0; i < selectors.length; i++) targets[0].selectors[i] = selectors[i];
    }

    /// Value always within bounds, and so is the fallback.
    function invariant_P42_valueWithinBounds() external view {
        MarketConfig memory config = risk.marketConfig(marketId);
        Parameters memory values = risk.marketState(marketId).values;
        for (uint256 field = 0; field < 6; field++) {
            uint256 min = BoundsLib.lane(config.bounds.min, field);
            uint256 max = BoundsLib.lane(config.bounds.max, field);
            assertLe(min, BoundsLib.lane(values, field), "value below its min");
            assertLe(BoundsLib.lane(values, field), max, "value above its max");
            assertLe(min, BoundsLib.lane(config.fallbackVector, field), "fallback below its min");
            assertLe(BoundsLib.lane(config.fallbackVector, field), max, "fallback above its max");
        }
    }

    /// No push moves a field further than its step, and a refused push moves nothing.
    function invariant_P43_pushKeepsToTheStep() external view {
        assertTrue(!handler.movedBeyondStep(), "moved beyond the step");
        assertTrue(!handler.refusalLeftTrace(), "a refused push changed something");
    }

    /// Loosening never exceeds the budget, refilled linearly over the window.
    function invariant_P44_looseningKeepsToTheBudget() external view {
        assertTrue(!handler.exceededBudget(), "budget exceeded");
    }

    /// Epochs rise, at most one push an epoch: m compromised reporters move no field beyond step x epochs.
    function invariant_P45_epochsRise() external view {
        assertTrue(!handler.epochDidNotRise(), "an epoch counted twice");
        uint256 epochs = handler.currentTime() / EPOCH_SEC - handler.startEpoch() + 1;
        // The one before the first counts as well: a report may come after its epoch's end.
        assertLe(handler.accepted(), epochs + 1, "more pushes than epochs");
    }

    /// One compromised reporter changes nothing.
    function invariant_P46_loneReporterIsPowerless() external view {
        assertTrue(!handler.loneReporterCounted(), "a lone reporter counted");
    }

    /// The reader never reverts, never calls an expired vector Active, and answers with the fallback otherwise.
    function invariant_P47_readerAnswersTruly() external view {
        (Parameters memory values, Status status, uint40 ageSec) = risk.parameters{gas: 100_000}(marketId);
        MarketConfig memory config = risk.marketConfig(marketId);
        MarketState memory state = risk.marketState(marketId);
        bool evident = state.observedAt != 0;
        uint256 expectedAgeSec = evident ? handler.currentTime() - state.observedAt : type(uint40).max;
        assertEq(ageSec, expectedAgeSec, "age");

        Status expected = Status.Active;
        if (state.isHalted) expected = Status.Halted;
        else if (state.isOnFallback || !evident) expected = Status.Fallback;
        else if (ageSec > config.freshness.maxAgeSec) expected = Status.Stale;
        assertEq(uint256(status), uint256(expected), "status");
        bool active = status == Status.Active;
        assertEq(abi.encode(values), abi.encode(active ? state.values : config.fallbackVector), "values");
    }

    /// The handler does what it is there for: pushes get through, lies by one do not.
    function test_default() external {
        Observation memory nothing;
        handler.report(nothing, 0);
        assertEq(handler.accepted(), 1, "reported");
        handler.wait(0, 1);
        handler.lie(nothing, uint64(handler.currentTime() / EPOCH_SEC), 0, true);
        assertEq(handler.accepted(), 2, "a quorum can lie");
        handler.wait(0, 1);
        for (uint256 kind = 0; kind < 3; kind++) handler.lieAlone(nothing, 0, kind);
        assertEq(handler.refused(), 3, "one reporter cannot");
        handler.repeat(nothing);
        assertEq(handler.accepted(), 3, "once, not twice");
        handler.wait(0, 1);
        handler.swapModel(true);
        handler.report(nothing, 0);
        assertEq(handler.refused(), 4, "a broken model");
        handler.swapModel(false);
        handler.stop(true);
        handler.report(nothing, 0);
        assertEq(handler.refused(), 5, "halted");
        handler.resume();
        handler.report(nothing, 0);
        assertEq(handler.accepted(), 4, "resumed");
    }
}
