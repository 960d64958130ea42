// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersReports} from "../../contracts/interfaces/IRiskParametersReports.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {MarketConfig, Report} from "../../contracts/libraries/MarketTypes.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../contracts/libraries/ReportLib.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {ConstantModel} from "./support/RiskParametersModels.sol";
import {GasBurningSigner} from "./support/SignerContracts.sol";

/// What went wrong elsewhere, and does not here.
contract RiskParametersIncidentsTest is RiskParametersFixture {
    /// Aave CAPO agent, 2026-03-10: each field within its own limit, the pair inconsistent after a long silence.
    function test_incident_AaveCapo_jointCheckAfterClamping() external {
        Bounds memory bounds = buildBounds();
        bounds.stepDown.maxTradeUsd = 100;
        setBounds(bounds);
        push(buildReport());
        Parameters memory before = valueInForce();

        // An hour later depth is gone. A step of $100 down is within its limit, and the trade still far too large.
        advance(EPOCH_SEC);
        Observation memory dry = buildObservation();
        dry.depthUsd6 = 100_000e6;
        Report memory report = buildReport(MARKET, dry);
        (, Parameters memory next, , bytes memory refusal) = risk.preview(report);
        assertEq(next.maxTradeUsd, before.maxTradeUsd - 100, "within its own step");
        assertEq(
            refusal,
            abi.encodeWithSelector(MarketRules.ImpactAboveCap.selector, next.maxTradeUsd, dry.depthUsd6, 5_000),
            "refused as a whole"
        );
        expectRefusal(report, refusal);
        expectAnswer(before, Status.Active);
        // It gets stale, and the fallback's own trade is checked as well: weeks later it fits or nothing is taken.
        advance(20 days);
        expectAnswer(buildFallback(), Status.Stale);
        dry.depthUsd6 = 100_000e6;
        report = buildReport(MARKET, dry);
        (, next, , refusal) = risk.preview(report);
        assertEq(next.maxTradeUsd, 900, "a step from the fallback");
        assertEq(selectorOf(refusal), MarketRules.ImpactAboveCap.selector, "still too large for that depth");
        expectRefusal(report, refusal);
    }

    /// Moonwell cbETH, 2026-02-15: seen in four minutes, mended by a vote of five days.
    function test_incident_Moonwell_fallbackInOneTransaction() external {
        push(buildReport());
        vm.prank(GUARDIAN);
        risk.useFallback(MARKET);
        expectAnswer(buildFallback(), Status.Fallback);
        // And no report undoes it.
        advance(EPOCH_SEC);
        expectRefusal(
            buildReport(),
            abi.encodeWithSelector(IRiskParametersReports.MarketUsesFallback.selector, MARKET)
        );
    }

    /// Maker, 2020-03-12: under congestion, updates got stuck. Here 20 full blocks change the parameters and stop
    /// nothing.
    function test_incident_Maker_baseFeeRisesForTwentyBlocks() external {
        Observation memory observation = buildObservation();
        observation.gasUsedRatioPips = 1_000_000;
        pushObservation(observation);
        for (uint256 i = 0; i < 20; i++) {
            Parameters memory before = model.evaluate(observation, buildPolicy());
            observation.baseFeePerGas = (observation.baseFeePerGas * 9) / 8; // 12.5 % a block
            advance(EPOCH_SEC);
            pushObservation(observation);
            Parameters memory target = model.evaluate(observation, buildPolicy());
            assertLe(target.aggressivenessPips, before.aggressivenessPips, "never bolder");
            assertLe(before.bandPips, target.bandPips, "never narrower");
            assertLe(target.cppiMultiplierE3, before.cppiMultiplierE3, "never more leverage");
            assertLe(before.intervalSec, valueInForce().intervalSec, "and at once");
        }
        assertLe(200e9, observation.baseFeePerGas, "ten times the fee");
        assertStatus(MARKET, Status.Active, "still updated");
    }

    /// Synthetix sKRW, 2019: a source died silently and the average of the rest went on.
    function test_incident_Synthetix_belowQuorumHolds() external {
        push(buildReport());
        Parameters memory before = valueInForce();
        advance(EPOCH_SEC);
        Report memory report = buildReport();
        bytes memory signatures = signReport(report, 0, 1);
        vm.expectRevert(abi.encodeWithSelector(ReportLib.QuorumNotReached.selector, 1, 2));
        risk.push(report, signatures);
        expectAnswer(before, Status.Active);
        advance(2 * EPOCH_SEC + 1);
        expectAnswer(buildFallback(), Status.Stale);
    }

    /// Venus, LUNA 2022: a feed stood still at its lower bound, and nobody was told.
    function test_incident_Venus_atBoundIsFlaggedAndGoesStale() external {
        Bounds memory bounds = buildBounds();
        bounds.min.bandPips = 195_000;
        setBounds(bounds);
        for (uint256 i = 0; i < 3; i++) {
            Report memory report = buildReport();
            (, , uint32 limits, ) = risk.preview(report);
            assertEq((limits >> 4) & 0xf, uint256(BoundsLib.Limit.Min), "flagged as long as it is at its bound");
            push(report);
            assertEq(valueInForce().bandPips, 195_000, "at its bound");
            advance(EPOCH_SEC);
        }
        advance(2 * EPOCH_SEC + 1);
        expectAnswer(buildFallback(), Status.Stale);
    }

    /// Slope2 oracle, 2026-02: values fell below a floor that existed off chain only.
    function test_incident_Slope2_everyBoundIsOnChain() external {
        useConstantModel(buildVector(0, 0, 0, 0, 0, 0, 0, 0));
        Bounds memory bounds = buildBounds();
        bounds.stepUp = buildVector(U32, U32, U40, U32, U16, U32, U32, U32);
        (bounds.stepDown, bounds.budget) = (bounds.stepUp, bounds.stepUp);
        setBounds(bounds);
        push(buildReport());
        assertEq(valueInForce(), bounds.min, "all at the floor");
    }

    /// A legal step, repeated every day, doubles a limit in three days elsewhere.
    function test_incident_stepCompounding_bandAndBudget() external {
        useConstantModel(buildVector(1_000_000, 0, 0, 0, 0, 0, 0, 0));
        Bounds memory bounds = buildBounds();
        bounds.max.aggressivenessPips = 4_000;
        bounds.stepDown = buildVector(0, 0, 0, 0, 0, 0, 0, 0);
        setBounds(bounds);
        uint256[] memory history = new uint256[](24 * 15);
        for (uint256 i = 0; i < history.length; i++) {
            push(buildReport());
            history[i] = valueInForce().aggressivenessPips;
            // At most the budget and what came back of it, in any 24 hours.
            if (i >= 24) assertLe(history[i] - history[i - 24], 2 * 600, "budget");
            advance(EPOCH_SEC);
        }
        assertEq(history[history.length - 1], 4_000, "the band ends it");
    }

    /// SP-BEAM audit: the same id twice in one batch passed the step twice.
    function test_incident_SpBeam_sameMarketTwiceInOneBatch() external {
        Report[] memory reports = new Report[](2);
        (reports[0], reports[1]) = (buildReport(), buildReport());
        reports[1].evidence[0]++;
        bytes[] memory signatures = new bytes[](2);
        for (uint256 i = 0; i < 2; i++) signatures[i] = signReport(reports[i], 0, 2);
        bytes[] memory refusals = risk.pushMany(reports, signatures);
        assertEq(refusals[0], "", "the first counts");
        assertEq(
            refusals[1],
            abi.encodeWithSelector(ReportLib.EvidenceNotNewer.selector, reports[0].observedAt, reports[0].observedAt),
            "the second does not"
        );
        assertEq(valueInForce().aggressivenessPips, 100 + 200, "one step");
    }

    /// SP-BEAM audit: governance moved the band, the value was outside, and the module locked.
    function test_incident_SpBeam_valueMovesWithItsBounds() external {
        push(buildReport());
        Bounds memory bounds = buildBounds();
        bounds.max.aggressivenessPips = 150;
        bounds.min.bandPips = 195_000;
        setBounds(bounds);
        assertEq(valueInForce().aggressivenessPips, 150, "moved down");
        assertEq(valueInForce().bandPips, 195_000, "moved up");
        advance(EPOCH_SEC);
        push(buildReport());
        assertStatus(MARKET, Status.Active, "not locked");
    }

    /// RiskOracle audit: `previousValue` was taken from another market.
    function test_incident_RiskOracle_oldValueIsTheMarketsOwn() external {
        MarketConfig memory config = buildConfig();
        config.fallbackVector.bandPips = 400_000;
        addMarket("second", config);
        bytes32[2] memory ids = [MARKET, bytes32("second")];
        for (uint256 i = 0; i < 4; i++) {
            bytes32 marketId = ids[i % 2];
            Report memory report = buildReport(marketId, buildObservation());
            (Parameters memory old, , ) = risk.parameters(marketId);
            (Parameters memory target, Parameters memory next, uint32 limits, ) = risk.preview(report);
            bytes memory signatures = signReport(report, 0, 2);
            vm.expectEmit(true, true, true, true, address(risk));
            emit IRiskParametersReports.Updated(marketId, buildWords(report, target, old, next, limits));
            risk.push(report, signatures);
            assertEq(risk.marketState(marketId).values, next, "stored for the same market");
            if (i % 2 == 1) advance(EPOCH_SEC);
        }
    }

    /// Relative bounds can never leave zero; absolute steps can.
    function test_incident_zeroTrap_absoluteSteps() external {
        Observation memory dry = buildObservation();
        dry.depthUsd6 = 0;
        pushObservation(dry);
        assertEq(valueInForce().maxTradeUsd, 0, "zero");
        assertEq(valueInForce().aggressivenessPips, 0, "zero as well");
        advance(EPOCH_SEC);
        push(buildReport());
        assertEq(valueInForce().maxTradeUsd, 10_000, "a step up again");
        assertEq(valueInForce().aggressivenessPips, 200, "here too");
    }

    /// Elsewhere an equal value stamped the cooldown, and so delayed the next change.
    function test_incident_noOpBurnsDelay_equalVectorStampsNothing() external {
        Bounds memory bounds = buildBounds();
        bounds.cooldownSec = 10 * EPOCH_SEC;
        setBounds(bounds);
        Parameters memory still = buildFallback();
        ConstantModel constantModel = useConstantModel(still);
        for (uint256 i = 0; i < 3; i++) {
            push(buildReport());
            assertEq(risk.marketState(MARKET).loosening.lastAt, 0, "no stamp");
            assertEq(risk.marketState(MARKET).loosening.used, buildVector(0, 0, 0, 0, 0, 0, 0, 0), "no budget");
            advance(EPOCH_SEC);
        }
        assertStatus(MARKET, Status.Active, "and the value stays fresh");
        still.aggressivenessPips += 10;
        constantModel.setTarget(still);
        push(buildReport());
        assertEq(valueInForce().aggressivenessPips, still.aggressivenessPips, "the change is not delayed");
    }

    /// One agent that reverts blocked all others.
    function test_incident_batchDenial_itemsFailAlone() external {
        MarketConfig memory config = buildConfig();
        config.reporters = new address[](1);
        config.reporters[0] = address(new GasBurningSigner());
        config.threshold = 1;
        addMarket("burning", config);
        Report[] memory reports = new Report[](3);
        reports[0] = buildReport("burning", buildObservation());
        reports[1] = buildReport("nowhere", buildObservation());
        reports[2] = buildReport();
        bytes[] memory signatures = new bytes[](3);
        signatures[0] = wrapSignature(config.reporters[0], "anything");
        signatures[2] = signReport(reports[2], 0, 2);
        bytes[] memory refusals = risk.pushMany{gas: 1_000_000}(reports, signatures);
        assertTrue(refusals[0].length != 0 && refusals[1].length != 0, "two refused");
        assertEq(refusals[2], "", "the third is there");
        assertStatus(MARKET, Status.Active, "active");
    }

    function useConstantModel(Parameters memory target) private returns (ConstantModel constantModel) {
        constantModel = new ConstantModel();
        constantModel.setTarget(target);
        setModel(MARKET, IModel(address(constantModel)), CORE_HASH);
    }

    function setBounds(Bounds memory bounds) private {
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
    }

    function expectRefusal(Report memory report, bytes memory refusal) private {
        bytes memory signatures = signReport(report, 0, 2);
        vm.expectRevert(refusal);
        risk.push(report, signatures);
    }

    function expectAnswer(Parameters memory values, Status status) private view {
        (Parameters memory answered, Status answeredStatus, ) = risk.parameters(MARKET);
        assertEq(answered, values, "values");
        assertEq(uint256(answeredStatus), uint256(status), "status");
    }
}
