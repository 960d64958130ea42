// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    EvidenceKind,
    IProvenEvidence,
    KeptState,
    ProvenSettings
} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {Source} from "../../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../../contracts/libraries/ModelLib.sol";
import {Observation} from "../../../contracts/libraries/ModelTypes.sol";
import {EvidenceFixture} from "../support/evidence/EvidenceFixture.sol";
import {Hints} from "../support/evidence/Hints.sol";
import {ToldPortfolio} from "../support/evidence/ToldPortfolio.sol";
import {IVaultTestPool} from "../support/VaultPoolActor.sol";

/// What of a rollup's oracle is asked. Some chains have no operator fee.
contract ToldOracle {
    uint256 private immutable _dataFeeWei;
    uint256 private immutable _operatorFeeWei;

    error NoSuchFee();

    constructor(uint256 dataFeeWei, uint256 operatorFeeWei) {
        (_dataFeeWei, _operatorFeeWei) = (dataFeeWei, operatorFeeWei);
    }

    function getL1FeeUpperBound(uint256 size) external view returns (uint256) {
        return _dataFeeWei * size;
    }

    function getOperatorFee(uint256 gasUsed) external view returns (uint256) {
        require(_operatorFeeWei != 0, NoSuchFee());
        return _operatorFeeWei * gasUsed;
    }
}

contract ProvenEvidenceTest is EvidenceFixture {
    // The state

    function test_default_theFirstMeasurementStartsTheAverages() external {
        vm.expectEmit(true, true, false, false, address(reporter));
        emit IProvenEvidence.Measured(PROVEN, EvidenceKind.None, [uint256(0), 0]);
        reporter.measure(findHints());
        KeptState memory state = reporter.state();
        assertEq(state.segment, (endAt() - OFFSET_SEC) / 120, "segment");
        assertEq(state.firstSegment, state.segment - 10, "the end of the oldest window");
        assertEq(state.navUsd6, NAV_USD6, "nav");
        assertEq(state.latest.baseFeePerGas, BASE_FEE, "fee");
        assertEq(state.latest.blockNumber, height, "block");
        assertEq(state.earlier.blockNumber, 0, "none before");
        // 10 segments weigh 10 / (10 + 5,040) and 10 / (10 + 11,636) of the voted figures.
        assertLe(49_990_000e6, state.depthRefUsd6, "depth");
        assertLe(state.depthRefUsd6, 50_000_000e6, "depth");
        assertLe(state.varianceWad, 0.2502e18, "variance");
        assertLe(0.2497e18, state.varianceWad, "variance");
    }

    /// Less than three segments later only nav and base fee are taken; from three on, averages as well.
    function test_behavior_averagesWaitForThreeSegments() external {
        reporter.measure(0);
        KeptState memory first = reporter.state();
        live(216);
        portfolio.tell(NAV_USD6 / 2, 7, 0);
        vm.fee(2 * BASE_FEE);
        reporter.measure(0);
        KeptState memory second = reporter.state();
        assertEq(second.segment, first.segment, "segment");
        assertEq(second.varianceWad, first.varianceWad, "variance");
        assertEq(second.depthRefUsd6, first.depthRefUsd6, "depth");
        assertEq(second.navUsd6, NAV_USD6 / 2, "nav");
        assertEq(second.curvaturePips, 7, "curvature");
        assertEq(second.latest.baseFeePerGas, 2 * BASE_FEE, "fee");
        live(240);
        reporter.measure(0);
        KeptState memory third = reporter.state();
        assertLe(first.segment + 3, third.segment, "segment");
        assertTrue(third.tickSum != first.tickSum, "sum");
        assertEq(third.firstSegment, first.firstSegment, "first segment");
    }

    /// Two measurements of the same segment change no average, whoever makes them and however often.
    function test_behavior_onceASegment() external {
        reporter.measure(0);
        bytes memory before = stateOf(reporter);
        for (uint256 i = 0; i < 3; i++) reporter.measure(findHints());
        assertEq(stateOf(reporter), before, "state");
    }

    /// After a week of silence the walk goes on from where it stood.
    function test_behavior_aLongSilence() external {
        reporter.measure(0);
        KeptState memory first = reporter.state();
        advance(7 days);
        reporter.measure(0);
        KeptState memory state = reporter.state();
        assertEq(state.segment - first.segment, 5_040, "segments");
        // Half of the usual depth is now what was measured since.
        assertLe(state.depthRefUsd6, 50_000_000e6, "depth");
        // Nothing moved for a week: 5,040 / (5,040 + 11,636) of the variance is gone.
        uint256 expected = (uint256(first.varianceWad) * 11_636) / 16_676;
        assertLe(expected, state.varianceWad + 1e14, "variance");
        assertLe(state.varianceWad, expected + 1e14, "variance");
    }

    // Figures

    function test_default_figures() external {
        start();
        Observation memory o = reporter.observe();
        assertLe(49_000_000e6, o.depthUsd6, "depth");
        assertLe(o.depthUsd6, 50_000_000e6, "depth");
        assertLe(2_990e6, o.nativePriceUsd6, "price");
        assertLe(o.nativePriceUsd6, 3_010e6, "price");
        assertEq(o.baseFeePerGas, BASE_FEE, "fee");
        // A fee that does not move: 50 %, and 3.14 points that are not known.
        assertLe(531_000, o.gasUsedRatioPips, "gas used");
        assertLe(o.gasUsedRatioPips, 531_450, "gas used");
        assertEq(o.navUsd6, NAV_USD6, "nav");
        assertEq(o.dataFeeWei, 0, "data fee");
    }

    /// Lean reads one slow window, and hints of five times.
    function test_behavior_lean() external {
        ProvenSettings memory settings = buildSettings(buildSource());
        settings.isLean = true;
        replace(settings);
        start();
        uint256[] memory lean = new uint256[](5);
        uint256[] memory all = times();
        (lean[0], lean[1], lean[2], lean[3], lean[4]) = (all[0], all[3], all[4], all[5], all[6]);
        (, uint256 hints) = Hints.find(pool, nowAt, lean);
        Observation memory o = reporter.observe();
        reporter.push(hints);
        assertLe(49_000_000e6, o.depthUsd6, "depth");
        (, , uint256 age) = risk.parameters(PROVEN);
        assertLe(age, 120, "fresh");
    }

    /// The portfolio is worth what it holds, and is not asked.
    function test_behavior_valuesHoldings() external {
        ProvenSettings memory settings = buildSettings(buildSource());
        settings.valuesHoldings = true;
        replace(settings);
        portfolio.close();
        // An empty one has no worth that a market could be steered by.
        vm.expectRevert(abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("navUsd6"), 0, 1, 1e19));
        reporter.measure(0);
        dollar.mint(address(portfolio), 4_000_000e6);
        ether18.mint(address(portfolio), 1_000e18);
        start();
        Observation memory o = reporter.observe();
        assertLe(6_990_000e6, o.navUsd6, "4 million and a thousand ether");
        assertLe(o.navUsd6, 7_010_000e6, "4 million and a thousand ether");
        assertEq(o.curvaturePips, 0, "tells none");
        reporter.push(findHints());
    }

    /// Another pool for the native coin's price: three more hints, the higher of two means.
    function test_behavior_anotherNativePool() external {
        IVaultTestPool other = openPool(3_000, START_TICK - 1_000);
        Source memory source = buildSource();
        source.nativePool = address(other);
        live(2_400);
        replace(buildSettings(source));
        start();
        // Dearer ether: one dollar buys less of it.
        actor.moveTo(other, rootAt(START_TICK - 2_000));
        live(240);
        Observation memory o = reporter.observe();
        // 3,000 dollars x 1.0001^1,000, and one to two thirds of the way to 1.0001^2,000 over the last six minutes.
        assertLe(3_415e6, o.nativePriceUsd6, "the mean of 6 minutes");
        assertLe(o.nativePriceUsd6, 3_560e6, "the mean of 6 minutes");
        reporter.push(findHints() | (_nativeHints(other) << 112));
        assertEq(reporter.state().latest.blockNumber, height, "taken");
        // A wrong one of the three is refused like any other.
        live(240);
        assertRefused(
            abi.encodeCall(reporter.push, (findHints() | ((_nativeHints(other) ^ 3) << 112))),
            IProvenEvidence.HintMisses.selector
        );
    }

    function _nativeHints(IVaultTestPool other) private view returns (uint256 hints) {
        uint256[] memory all = times();
        uint256[] memory native = new uint256[](3);
        (native[0], native[1], native[2]) = (all[0], all[3], all[6]);
        (, hints) = Hints.find(other, nowAt, native);
    }

    /// A rollup's data fee with the operator's, where there is one.
    function test_behavior_dataFee() external {
        Source memory source = buildSource();
        source.gasPriceOracle = address(new ToldOracle(1e9, 0));
        replace(buildSettings(source));
        start();
        assertEq(reporter.observe().dataFeeWei, 600 * 1e9, "bytes");
        source.gasPriceOracle = address(new ToldOracle(1e9, 5));
        replace(buildSettings(source));
        start();
        assertEq(reporter.observe().dataFeeWei, 600 * 1e9 + 5 * 300_000, "bytes and gas");
        source.gasPriceOracle = address(new ToldOracle(1e19, 0));
        replace(buildSettings(source));
        start();
        vm.expectRevert(abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("dataFeeWei"), 600e19, 0, 1e19));
        reporter.observe();
    }

    function test_behavior_noGasLimit() external {
        Source memory source = buildSource();
        source.hasGasLimit = false;
        replace(buildSettings(source));
        start();
        assertEq(reporter.observe().gasUsedRatioPips, 0, "no measure");
    }

    // Portfolio

    /// A measurement lets the kept nav fall and not rise: else a deposit, a measurement and a push in one block would
    /// take what was lent for it.
    function test_behavior_aMeasurementNeverRaisesTheNav() external {
        portfolio.tell(NAV_USD6, 11, 0);
        start();
        portfolio.tell(10 * NAV_USD6, 22, 0);
        reporter.measure(0);
        assertEq(reporter.state().navUsd6, NAV_USD6, "kept");
        assertEq(reporter.state().curvaturePips, 11, "with the lower nav");
        assertEq(reporter.observe().navUsd6, NAV_USD6, "reported");
        portfolio.tell(NAV_USD6 / 2, 33, 0);
        reporter.measure(0);
        assertEq(reporter.state().navUsd6, NAV_USD6 / 2, "fallen");
        assertEq(reporter.state().curvaturePips, 33, "with the lower nav");
    }

    /// What is deposited between two measurements does not count yet; what leaves counts at once.
    function test_behavior_theLowerNavCounts() external {
        portfolio.tell(NAV_USD6, 11, 5_000);
        start();
        portfolio.tell(10 * NAV_USD6, 22, 6_000);
        Observation memory o = reporter.observe();
        assertEq(o.navUsd6, NAV_USD6, "kept");
        assertEq(o.curvaturePips, 11, "with the lower nav");
        assertEq(o.horizonSec, 6_000, "as told");
        portfolio.tell(NAV_USD6 / 3, 33, 0);
        o = reporter.observe();
        assertEq(o.navUsd6, NAV_USD6 / 3, "now");
        assertEq(o.curvaturePips, 33, "with the lower nav");
        portfolio.tell(NAV_USD6, 44, 0);
        assertEq(reporter.observe().curvaturePips, 44, "now's on a tie");
    }

    /// A measurement alone takes up what leaves, and no deposit: it would be the earlier one to a push in its own block.
    function test_behavior_measuringRaisesNoNav() external {
        start();
        portfolio.tell(10 * NAV_USD6, 0, 0);
        reporter.measure(0);
        assertEq(reporter.observe().navUsd6, NAV_USD6, "a deposit for one block");
        portfolio.tell(NAV_USD6 / 2, 0, 0);
        reporter.measure(0);
        portfolio.tell(NAV_USD6, 0, 0);
        assertEq(reporter.observe().navUsd6, NAV_USD6 / 2, "what left");
    }

    /// Two loans at two pushes that follow each other: what is kept after the first is twice the report's at most.
    function test_behavior_aReportDoublesTheNavAtMost() external {
        start();
        portfolio.tell(10 * NAV_USD6, 0, 0);
        reporter.pushUnhinted();
        assertEq(reporter.state().navUsd6, 2 * NAV_USD6, "twice the report's");
        assertEq(reporter.observe().navUsd6, 2 * NAV_USD6, "and so the next one's");
    }

    function test_error_portfolio() external {
        start();
        portfolio.tell(NAV_USD6, 1e8 + 1, 0);
        _expectDomain("curvaturePips", 1e8 + 1, 0, 1e8);
        portfolio.tell(NAV_USD6, 0, 315_576_001);
        _expectDomain("horizonSec", 315_576_001, 0, 315_576_000);
        // A kept value of nothing would stand against every one to come.
        portfolio.tell(0, 0, 0);
        _expectDomain("navUsd6", 0, 1, 1e19);
        portfolio.close();
        vm.expectRevert(abi.encodeWithSelector(ToldPortfolio.Closed.selector));
        reporter.pushUnhinted();
        vm.expectRevert(abi.encodeWithSelector(ToldPortfolio.Closed.selector));
        reporter.measure(0);
    }

    function _expectDomain(bytes32 field, uint256 value, uint256 min, uint256 max) private {
        vm.expectRevert(abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, value, min, max));
        reporter.observe();
        vm.expectRevert(abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, value, min, max));
        reporter.measure(0);
    }

    // Base fees

    /// As a node answers an `eth_call` without a gas price.
    function test_error_zeroBaseFee() external {
        start();
        vm.fee(0);
        bytes memory refusal = abi.encodeWithSelector(IProvenEvidence.BaseFeeUnknown.selector);
        vm.expectRevert(refusal);
        reporter.observe();
        vm.expectRevert(refusal);
        reporter.pushUnhinted();
        vm.expectRevert(refusal);
        reporter.measure(0);
        vm.expectRevert(refusal);
        reporter.preview();
    }

    function test_error_baseFeeOutOfDomain() external {
        start();
        vm.fee(1e14 + 1);
        _expectDomain("baseFeePerGas", 1e14 + 1, 0, 1e14);
        vm.fee(1e14);
        assertEq(reporter.observe().baseFeePerGas, 1e14, "the highest");
    }

    function test_error_noEarlierBaseFee() external {
        _expectNoFee(0);
        reporter.measure(0);
        _expectNoFee(0);
        rollTo(height + MIN_FEE_AGE - 1);
        _expectNoFee(MIN_FEE_AGE - 1);
        rollTo(height + 1);
        reporter.observe();
        rollTo(height + MAX_FEE_AGE - MIN_FEE_AGE);
        reporter.observe();
        rollTo(height + 1);
        _expectNoFee(MAX_FEE_AGE + 1);
    }

    /// Whoever measures often cannot take the older point away: it stays until the later one is old enough.
    function test_behavior_measuringOftenKeepsAnEarlierFee() external {
        start();
        for (uint256 i = 0; i < 60; i++) {
            reporter.measure(0);
            reporter.observe();
            rollTo(height + 1);
        }
        KeptState memory state = reporter.state();
        uint256 between = state.latest.blockNumber - state.earlier.blockNumber;
        assertLe(MIN_FEE_AGE, between, "apart");
        assertLe(between, 4 * uint256(MIN_FEE_AGE), "apart");
    }

    /// A gap beyond 8,191 blocks is kept as 8,191: such a point must not pass for one that is so old.
    function test_error_anEarlierFeeOlderThanItsAgeCanTell() external {
        ProvenSettings memory settings = buildSettings(buildSource());
        settings.maxFeeAgeBlocks = 8_191;
        replace(settings);
        reporter.measure(0);
        rollTo(height + 30_000);
        // A tenth of the fee after 30,000 blocks is nothing; after 8,191 it would be emptier than they were.
        vm.fee(BASE_FEE / 10);
        reporter.measure(0);
        assertRefused(abi.encodeCall(reporter.observe, ()), IProvenEvidence.NoEarlierBaseFee.selector);
    }

    function _expectNoFee(uint256 ageBlocks) private {
        vm.expectRevert(
            abi.encodeWithSelector(IProvenEvidence.NoEarlierBaseFee.selector, ageBlocks, MIN_FEE_AGE, MAX_FEE_AGE)
        );
        reporter.observe();
    }
}
