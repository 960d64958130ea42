// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {BlockSource} from "../../contracts/libraries/ChainBlocks.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {Freshness, MarketConfig} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Parameters, Policy} from "../../contracts/libraries/ModelTypes.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";
import {ConstantModel} from "./support/RiskParametersModels.sol";

/// A model that works until it breaks down.
contract ToggledModel {
    error Down();

    bool private _isDown;

    function breakDown() external {
        _isDown = true;
    }

    function validatePolicy(Policy calldata) external view {
        require(!_isDown, Down());
    }
}

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
        assertEq(risk.standardCoreHash(), CORE_HASH, "standard core hash");
        assertEq(risk.coreHash(MARKET), CORE_HASH, "the market's");
        assertEq(uint256(risk.blockSource()), uint256(BlockSource.Plain), "block source");
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
        bounds.max.aggressivenessPips = 200;
        bounds.min.bandPips = 195_000;
        Parameters memory moved = valueInForce();
        (moved.aggressivenessPips, moved.bandPips) = (200, 195_000);
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
        bounds.max.aggressivenessPips = 200;
        vm.prank(GOVERNOR);
        risk.setBounds(MARKET, bounds);
        assertStatus(MARKET, Status.Halted, "halted");
    }

    function test_behavior_setFallback() external {
        MarketConfig memory config = buildConfig();
        config.fallbackVector = buildVector(100, 300_000, 0, U32, 1_000, 4_000_000, 0, 300_000);
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

    function test_behavior_setBoundsOfANewMarketMovesNothing() external {
        addMarket("second", buildConfig());
        Bounds memory bounds = buildBounds();
        bounds.max.aggressivenessPips = 200;
        vm.prank(GOVERNOR);
        risk.setBounds("second", bounds);
        assertEq(risk.marketState("second").values, buildFallback(), "the fallback, which is inside");
    }

    /// Another source measures something else: its market waits for evidence of it.
    function test_behavior_setSourceAwaitsEvidence() external {
        push(buildReport());
        MarketConfig memory config = buildConfig();
        config.source.segmentOffsetSec = 11;
        vm.prank(GOVERNOR);
        risk.setSource(MARKET, config.source);
        assertStatus(MARKET, Status.Fallback, "on its fallback");
        assertTrue(risk.marketState(MARKET).isAwaitingEvidence, "until evidence comes");
        advance(EPOCH_SEC);
        push(buildReport());
        assertStatus(MARKET, Status.Active, "there it is");
        assertEq(read().maxTradeUsd, 11_000, "a step from the fallback");
    }

    function test_behavior_setModel() external {
        addMarket("second", buildConfig());
        ConstantModel constantModel = new ConstantModel();
        Parameters memory target = buildVector(1, 1_001, 1, 61, 1_001, 1_001, 1, 1);
        constantModel.setTarget(target);
        bytes32[] memory ids = new bytes32[](2);
        (ids[0], ids[1]) = (MARKET, "second");
        IModel standard = IModel(address(0));
        for (uint256 i = 0; i < 2; i++) {
            vm.expectEmit(true, true, true, true, address(risk));
            emit IRiskParametersAdmin.ModelSet(ids[i], standard, 0, IModel(address(constantModel)), "another core");
        }
        vm.prank(GOVERNOR);
        risk.setModel(ids, IModel(address(constantModel)), "another core");
        assertEq(risk.coreHash(MARKET), "another core", "core hash");
        assertEq(address(risk.marketConfig("second").model), address(constantModel), "the second's");
        (Parameters memory answered, , , ) = risk.preview(buildReport());
        assertEq(answered, target, "the new model answers");
        push(buildReport());

        setModel(MARKET, standard, 0);
        assertEq(risk.coreHash(MARKET), CORE_HASH, "back to the standard");
        assertEq(risk.coreHash("second"), "another core", "the second stays");
        (answered, , , ) = risk.preview(buildReport());
        assertEq(answered, model.evaluate(buildObservation(), buildPolicy()), "the standard model answers");
    }

    /// A market of its own model from the start.
    function test_behavior_addMarketWithAModel() external {
        MarketConfig memory config = buildConfig();
        (config.model, config.coreHash) = (model, "its own");
        addMarket("second", config);
        (Parameters memory answered, , , ) = risk.preview(buildReport("second", buildObservation()));
        assertEq(answered, model.evaluate(buildObservation(), buildPolicy()), "called, it returns the same");
        push(buildReport("second", buildObservation()));
        assertStatus("second", Status.Active, "active");
    }

    /// Finding of the audit: broken model and setters. A model whose validatePolicy fails blocked every setter, the one
    /// that replaces reporters as well.
    function test_finding_brokenModelBlocksNoSetterThatDoesNotNeedIt() external {
        ToggledModel broken = new ToggledModel();
        setModel(MARKET, IModel(address(broken)), CORE_HASH);
        broken.breakDown();
        vm.startPrank(GOVERNOR);
        risk.setBounds(MARKET, buildBounds());
        risk.setFallback(MARKET, buildFallback());
        risk.setReporters(MARKET, buildReporters(5), 3);
        risk.setFreshness(MARKET, buildFreshness());
        risk.setSource(MARKET, buildConfig().source);
        vm.expectRevert();
        risk.setPolicy(MARKET, buildPolicy());
        vm.stopPrank();
        setModel(MARKET, IModel(address(0)), 0);
        vm.prank(GOVERNOR);
        risk.setPolicy(MARKET, buildPolicy());
    }

    /// Finding of the audit: a model whose policies no market can pass was set for all. It is tried before.
    function test_finding_setModelTriesThePolicies() external {
        Policy memory policy = buildPolicy();
        ToggledModel broken = new ToggledModel();
        broken.breakDown();
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = MARKET;
        vm.prank(GOVERNOR);
        vm.expectRevert(ToggledModel.Down.selector);
        risk.setModel(ids, IModel(address(broken)), CORE_HASH);

        // And the standard model, where a market comes back to it.
        ConstantModel lenient = new ConstantModel();
        setModel(MARKET, IModel(address(lenient)), CORE_HASH);
        policy.zE4 = 100_001;
        vm.startPrank(GOVERNOR);
        risk.setPolicy(MARKET, policy);
        vm.expectRevert(outOfDomain("zE4", 100_001, 0, 100_000));
        risk.setModel(ids, IModel(address(0)), 0);
    }

    function test_error_ModelWithoutCode() external {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = MARKET;
        vm.prank(GOVERNOR);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersAdmin.ModelWithoutCode.selector, address(0xdead)));
        risk.setModel(ids, IModel(address(0xdead)), CORE_HASH);
    }

    function test_error_CoreHashMissing() external {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = MARKET;
        vm.prank(GOVERNOR);
        vm.expectRevert(IRiskParametersAdmin.CoreHashMissing.selector);
        risk.setModel(ids, model, 0);
        vm.expectRevert(IRiskParametersAdmin.CoreHashMissing.selector);
        newRiskParameters(0, BlockSource.Plain);
    }

    /// The standard model has its hash in the contract, and no other.
    function test_error_OutOfDomain_coreHashOfTheStandardModel() external {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = MARKET;
        vm.prank(GOVERNOR);
        vm.expectRevert(outOfDomain("coreHash", uint256(CORE_HASH), 0, 0));
        risk.setModel(ids, IModel(address(0)), CORE_HASH);
        MarketConfig memory config = buildConfig();
        config.coreHash = CORE_HASH;
        vm.prank(GOVERNOR);
        vm.expectRevert(outOfDomain("coreHash", uint256(CORE_HASH), 0, 0));
        risk.addMarket("second", config);
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
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = "nowhere";
        vm.expectRevert(unknown);
        risk.setModel(ids, IModel(address(0)), 0);
        vm.expectRevert(unknown);
        risk.coreHash("nowhere");
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
        risk.setFallback(MARKET, buildVector(0, 999, 0, 60, 1_000, 1_000, 0, 0));

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
