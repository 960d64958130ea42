// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {Freshness, MarketConfig} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Parameters, Policy} from "../../contracts/libraries/ModelTypes.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {ConstantModel} from "./support/RiskParametersModels.sol";

contract RiskParametersAdminTest is RiskParametersFixture {
    function test_default() external {
        MarketConfig memory config = buildConfig();
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.MarketAdded("second", config);
        addMarket("second", config);
        assertConfig("second", config);
        assertStatus("second", Status.Fallback, "no evidence yet");
    }

    function test_behavior_constructor() external view {
        assertEq(address(risk.model()), address(model), "model");
        assertEq(risk.coreHash(), CORE_HASH, "core hash");
        assertEq(risk.authority(), address(manager), "authority");
    }

    function test_behavior_setPolicy() external {
        MarketConfig memory config = buildConfig();
        Policy memory old = buildPolicy();
        config.policy.riskAversionE4 = 100_000;
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.PolicySet(MARKET, old, config.policy);
        vm.prank(GOVERNOR);
        risk.setPolicy(MARKET, config.policy);
        assertConfig(MARKET, config);
    }

    /// A longer epoch counts from the last evidence: the epoch in which that lies is over for reports.
    function test_behavior_setPolicyWithAnotherEpoch() external {
        push(buildReport());
        Policy memory policy = buildPolicy();
        policy.epochSec = 2 * EPOCH_SEC;
        vm.prank(GOVERNOR);
        risk.setPolicy(MARKET, policy);
        assertEq(risk.marketState(MARKET).epoch, nowAt / (2 * EPOCH_SEC), "epoch");
    }

    function test_behavior_setBounds() external {
        MarketConfig memory config = buildConfig();
        Bounds memory old = buildBounds();
        config.bounds.stepUp.aggressivenessPips = 7;
        config.bounds.cooldownSec = 86_400;
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.BoundsSet(MARKET, old, config.bounds);
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, config.bounds);
        assertConfig(MARKET, config);
    }

    function test_behavior_setBoundsMovesTheValue() external {
        push(buildReport());
        Parameters memory old = valueInForce();
        Bounds memory bounds = buildBounds();
        bounds.max.aggressivenessPips = 1_000;
        bounds.min.bandPips = 195_000;
        Parameters memory moved = valueInForce();
        (moved.aggressivenessPips, moved.bandPips) = (1_000, 195_000);
        advance(60);

        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.ValueMoved(MARKET, old, moved);
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
        (Parameters memory values, Status status, uint40 ageSec) = risk.parameters(MARKET);
        assertEq(values, moved, "nearest values");
        assertEq(uint256(status), uint256(Status.Active), "still in force");
        assertEq(ageSec, 60, "and as old as before");
    }

    function test_behavior_setBoundsKeepsFlags() external {
        push(buildReport());
        vm.prank(GUARDIAN);
        risk.halt(MARKET);
        Bounds memory bounds = buildBounds();
        bounds.max.aggressivenessPips = 1_000;
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
        assertStatus(MARKET, Status.Halted, "halted");
    }

    function test_behavior_setFallback() external {
        MarketConfig memory config = buildConfig();
        config.fallbackVector = buildVector(100, 300_000, 0, U32, 1_000, 4_000_000);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.FallbackSet(MARKET, buildFallback(), config.fallbackVector);
        vm.prank(GOVERNOR);
        risk.setFallback(MARKET, config.fallbackVector);
        assertConfig(MARKET, config);
        (Parameters memory values, , ) = risk.parameters(MARKET);
        assertEq(values, config.fallbackVector, "answered");
        assertEq(valueInForce(), config.fallbackVector, "and the base of the first step");
    }

    function test_behavior_setReporters() external {
        MarketConfig memory config = buildConfig();
        (config.reporters, config.threshold) = (buildReporters(5), 3);
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.ReportersSet(MARKET, buildReporters(3), 2, config.reporters, 3);
        vm.prank(GOVERNOR);
        risk.setReporters(MARKET, config.reporters, 3);
        assertConfig(MARKET, config);
    }

    function test_behavior_setFreshness() external {
        push(buildReport());
        advance(2 * EPOCH_SEC);
        MarketConfig memory config = buildConfig();
        config.freshness = Freshness({maxAgeSec: 2 * EPOCH_SEC - 1, reportAgeSec: 60, reportAgeBlocks: 8_191});
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.FreshnessSet(MARKET, buildFreshness(), config.freshness);
        vm.prank(GOVERNOR);
        risk.setFreshness(MARKET, config.freshness);
        assertConfig(MARKET, config);
        assertStatus(MARKET, Status.Stale, "the value in force is too old now");
    }

    function test_behavior_setModel() external {
        ConstantModel constantModel = new ConstantModel();
        constantModel.setTarget(buildVector(1, 1_001, 1, 61, 1_001, 1_001));
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.ModelSet(model, CORE_HASH, IModel(address(constantModel)), "another core");
        vm.prank(GOVERNOR);
        risk.setModel(IModel(address(constantModel)), "another core");
        assertEq(risk.coreHash(), "another core", "core hash");
        (Parameters memory target, , , ) = risk.preview(buildReport());
        assertEq(target, buildVector(1, 1_001, 1, 61, 1_001, 1_001), "the new model answers");
    }

    function test_error_ModelWithoutCode() external {
        vm.startPrank(GOVERNOR);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersAdmin.ModelWithoutCode.selector, address(0xdead)));
        risk.setModel(IModel(address(0xdead)), CORE_HASH);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersAdmin.ModelWithoutCode.selector, address(0)));
        newRiskParameters(IModel(address(0)), CORE_HASH);
    }

    function test_error_CoreHashMissing() external {
        vm.startPrank(GOVERNOR);
        vm.expectRevert(IRiskParametersAdmin.CoreHashMissing.selector);
        risk.setModel(model, 0);
        vm.expectRevert(IRiskParametersAdmin.CoreHashMissing.selector);
        newRiskParameters(model, 0);
    }

    function test_error_MarketExists() external {
        MarketConfig memory config = buildConfig();
        vm.startPrank(GOVERNOR);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersAdmin.MarketExists.selector, MARKET));
        risk.addMarket(MARKET, config);
    }

    function test_error_UnknownMarket() external {
        bytes memory unknown = abi.encodeWithSelector(IRiskParametersAdmin.UnknownMarket.selector, bytes32("nowhere"));
        vm.startPrank(GOVERNOR);
        vm.expectRevert(unknown);
        risk.setPolicy("nowhere", buildPolicy());
        vm.expectRevert(unknown);
        risk.setBounds("nowhere", buildBounds());
        vm.expectRevert(unknown);
        risk.setFallback("nowhere", buildFallback());
        vm.expectRevert(unknown);
        risk.setReporters("nowhere", new address[](1), 1);
        vm.expectRevert(unknown);
        risk.setFreshness("nowhere", buildFreshness());
    }

    /// Every setter checks the whole, as `addMarket` does.
    function test_error_settersCheckTheWhole() external {
        Policy memory policy = buildPolicy();
        Bounds memory bounds = buildBounds();
        Freshness memory freshness = buildFreshness();
        vm.startPrank(GOVERNOR);

        policy.zE4 = 100_001;
        vm.expectRevert(outOfDomain("zE4", 100_001, 0, 100_000));
        risk.setPolicy(MARKET, policy);
        policy = buildPolicy();
        policy.epochSec = 4 * EPOCH_SEC;
        vm.expectRevert(outOfDomain("maxAgeSec", 3 * EPOCH_SEC, 4 * EPOCH_SEC, 31_557_600));
        risk.setPolicy(MARKET, policy);

        bounds.min.guardPips = 300_001;
        vm.expectRevert(outOfBounds("guardPips", 300_000, 300_001, 4_000_000));
        risk.setBounds(MARKET, bounds);
        bounds.min.guardPips = 4_000_001;
        vm.expectRevert(
            abi.encodeWithSelector(BoundsLib.BoundsInverted.selector, bytes32("guardPips"), 4_000_001, 4_000_000)
        );
        risk.setBounds(MARKET, bounds);

        vm.expectRevert(outOfBounds("bandPips", 999, 1_000, 1_000_000));
        risk.setFallback(MARKET, buildVector(0, 999, 0, 60, 1_000, 1_000));

        address[] memory reporters = buildReporters(3);
        vm.expectRevert(outOfDomain("threshold", 4, 1, 3));
        risk.setReporters(MARKET, reporters, 4);
        vm.expectRevert(outOfDomain("threshold", 0, 1, 3));
        risk.setReporters(MARKET, reporters, 0);
        reporters[1] = reporters[0];
        vm.expectRevert(abi.encodeWithSelector(MarketRules.ReportersNotAscending.selector, reporters[0], reporters[0]));
        risk.setReporters(MARKET, reporters, 1);

        freshness.reportAgeSec = 3 * EPOCH_SEC + 1;
        vm.expectRevert(outOfDomain("reportAgeSec", freshness.reportAgeSec, 1, 3 * EPOCH_SEC));
        risk.setFreshness(MARKET, freshness);
        vm.stopPrank();
        assertConfig(MARKET, buildConfig());
    }

    function assertConfig(bytes32 marketId, MarketConfig memory expected) private view {
        assertEq(abi.encode(risk.marketConfig(marketId)), abi.encode(expected), "config");
    }

    function outOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, value, min, max);
    }

    function outOfBounds(bytes32 field, uint256 value, uint256 min, uint256 max) private pure returns (bytes memory) {
        return abi.encodeWithSelector(MarketRules.OutOfBounds.selector, field, value, min, max);
    }
}
