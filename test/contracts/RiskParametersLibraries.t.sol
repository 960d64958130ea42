// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, BoundsLib, Loosening} from "../../contracts/libraries/BoundsLib.sol";
import {ConfigStore} from "../../contracts/libraries/ConfigStore.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {MarketConfig} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {ParametersPacking, Value} from "../../contracts/libraries/ParametersPacking.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";

/// Gives the libraries' internal functions a call of their own, so that a revert can be expected.
contract RiskParametersLibraryCalls {
    function validateConfig(MarketConfig memory config) external pure {
        MarketRules.validateConfig(config);
    }

    function validateVector(Parameters memory values, Bounds memory bounds, uint256 depth, uint256 cap) external pure {
        MarketRules.validateVector(values, bounds, depth, cap);
    }

    function save(MarketConfig memory config) external returns (address) {
        return ConfigStore.save(config);
    }
}

contract RiskParametersLibrariesTest is RiskParametersFixture {
    RiskParametersLibraryCalls private calls;

    function setUp() public override {
        super.setUp();
        calls = new RiskParametersLibraryCalls();
    }

    function testFuzz_packing_valueRoundTrip(Value memory value) external pure {
        value.values = capped(value.values);
        uint256 word = ParametersPacking.packValue(value);
        assertEq(abi.encode(ParametersPacking.unpackValue(word)), abi.encode(value), "value");
        assertEq(ParametersPacking.unpackValues(word), value.values, "values alone");
        assertTrue(ParametersPacking.hasEvidence(word) == (value.observedAt != 0), "evidence");
        assertEq(word >> 249, 0, "nothing above");
    }

    function test_packing_limits() external pure {
        Value memory value = Value({
            values: buildVector(1_000_000, 1_000_000, U64, U32, U16, 4_000_000),
            observedAt: type(uint40).max,
            maxAgeSec: U32,
            isHalted: true,
            isOnFallback: true
        });
        assertEq(
            abi.encode(ParametersPacking.unpackValue(ParametersPacking.packValue(value))),
            abi.encode(value),
            "all"
        );
    }

    function testFuzz_packing_differentValuesDiffer(Parameters memory left, Parameters memory right) external pure {
        (left, right) = (capped(left), capped(right));
        bool equal = keccak256(abi.encode(left)) == keccak256(abi.encode(right));
        assertTrue(equal == (ParametersPacking.packValues(left) == ParametersPacking.packValues(right)), "injective");
    }

    function testFuzz_packing_evidenceReplacesVectorAndTime(
        Value memory value,
        Parameters memory values,
        uint40 observedAt
    ) external pure {
        (value.isHalted, value.isOnFallback) = (false, false);
        (value.values, values) = (capped(value.values), capped(values));
        if (observedAt == 0) observedAt = 1;
        uint256 word = ParametersPacking.withEvidence(
            ParametersPacking.packValue(value),
            ParametersPacking.packValues(values),
            observedAt
        );
        (value.values, value.observedAt) = (values, observedAt);
        assertEq(word, ParametersPacking.packValue(value), "word");
    }

    function testFuzz_packing_looseningRoundTrip(Loosening memory loosening) external pure {
        uint256 word = ParametersPacking.packLoosening(loosening);
        assertEq(abi.encode(ParametersPacking.unpackLoosening(word)), abi.encode(loosening), "loosening");
        assertEq(word >> 248, 0, "nothing above");
    }

    /// What is used where it lies is what `abi.decode` would have made of it.
    function testFuzz_configStore_roundTrip(MarketConfig memory config, uint256 count) external {
        config.reporters = new address[](bound(count, 0, MarketRules.MAX_REPORTERS));
        for (uint256 i = 0; i < config.reporters.length; i++) config.reporters[i] = address(uint160(count / (i + 1)));
        address location = ConfigStore.save(config);
        MarketConfig memory decoded = abi.decode(readData(location), (MarketConfig));
        assertEq(abi.encode(decoded), abi.encode(config), "decoded");
        MarketConfig memory loaded = ConfigStore.load(location)[0];
        // Memory after the configuration is free again.
        bytes memory next = new bytes(640);
        assertEq(abi.encode(loaded), abi.encode(config), "loaded");
        assertEq(next.length, 640, "and not the configuration's");
        Parameters memory fallbackVector;
        ConfigStore.loadFallbackInto(location, fallbackVector);
        assertEq(fallbackVector, config.fallbackVector, "fallback");
    }

    function test_configStore_codeDoesNothing() external {
        address location = ConfigStore.save(buildConfig());
        assertEq(uint8(location.code[0]), 0, "STOP");
        (bool success, bytes memory answer) = location.call("anything");
        assertTrue(success && answer.length == 0, "stops at once");
    }

    function test_configStore_error_ConfigNotStored() external {
        MarketConfig memory config = buildConfig();
        // Enough for the call, not for 200 gas per byte.
        (bool success, bytes memory reason) = address(calls).call{gas: 200_000}(abi.encodeCall(calls.save, (config)));
        assertTrue(!success, "refused");
        assertEq(selectorOf(reason), ConfigStore.ConfigNotStored.selector, "reason");
    }

    function test_rules_default() external view {
        calls.validateConfig(buildConfig());
    }

    function test_rules_error_caps() external {
        MarketConfig memory config = buildConfig();
        config.bounds.max.aggressivenessPips = 1_000_001;
        expectOutOfDomain(config, "aggressivenessPips", 1_000_001, 0, 1_000_000);
        config = buildConfig();
        config.bounds.max.bandPips = 1_000_001;
        expectOutOfDomain(config, "bandPips", 1_000_001, 0, 1_000_000);
        config = buildConfig();
        config.bounds.max.guardPips = 4_000_001;
        expectOutOfDomain(config, "guardPips", 4_000_001, 0, 4_000_000);
        config = buildConfig();
        config.bounds.budgetWindowSec = 0;
        expectOutOfDomain(config, "budgetWindowSec", 0, 1, U32);
    }

    function test_rules_error_freshness() external {
        MarketConfig memory config = buildConfig();
        config.freshness.maxAgeSec = EPOCH_SEC - 1;
        expectOutOfDomain(config, "maxAgeSec", EPOCH_SEC - 1, EPOCH_SEC, 31_557_600);
        config.freshness.maxAgeSec = 31_557_601;
        expectOutOfDomain(config, "maxAgeSec", 31_557_601, EPOCH_SEC, 31_557_600);
        config = buildConfig();
        config.freshness.reportAgeSec = 0;
        expectOutOfDomain(config, "reportAgeSec", 0, 1, 3 * EPOCH_SEC);
        config = buildConfig();
        config.freshness.reportAgeBlocks = 0;
        expectOutOfDomain(config, "reportAgeBlocks", 0, 1, 8_191);
        config.freshness.reportAgeBlocks = 8_192;
        expectOutOfDomain(config, "reportAgeBlocks", 8_192, 1, 8_191);
    }

    function test_rules_error_reporters() external {
        MarketConfig memory config = buildConfig();
        config.reporters = new address[](0);
        expectOutOfDomain(config, "reporters", 0, 1, 32);
        config.reporters = new address[](33);
        expectOutOfDomain(config, "reporters", 33, 1, 32);
        config.reporters = new address[](2);
        expectConfigError(
            config,
            abi.encodeWithSelector(MarketRules.ReportersNotAscending.selector, address(0), address(0))
        );
        (config.reporters[0], config.reporters[1]) = (address(2), address(1));
        expectConfigError(
            config,
            abi.encodeWithSelector(MarketRules.ReportersNotAscending.selector, address(2), address(1))
        );
    }

    /// Each field below its min and above its max, in a fallback and in a vector after bounding.
    function testFuzz_rules_error_OutOfBounds(uint256 field, bool above) external {
        field = bound(field, 0, 5);
        Bounds memory bounds = buildBounds();
        bounds.max = buildVector(900_000, 900_000, 1e15, 1e9, 60_000, 3_000_000);
        BoundsLib.setLane(bounds.min, field, 50);
        Parameters memory values = MarketRules.clampToBounds(buildFallback(), bounds);
        calls.validateVector(values, bounds, 1e19, 500_000);
        uint256 value = above ? BoundsLib.lane(bounds.max, field) + 1 : 49;
        BoundsLib.setLane(values, field, value);
        vm.expectRevert(
            abi.encodeWithSelector(
                MarketRules.OutOfBounds.selector,
                BoundsLib.fieldName(field),
                value,
                50,
                BoundsLib.lane(bounds.max, field)
            )
        );
        calls.validateVector(values, bounds, 1e19, 500_000);
    }

    /// The joint check is exact: the largest trade that it admits is the model's own, and one more is too much.
    function testFuzz_rules_impact(uint64 depthUsd6, uint256 capPips) external {
        depthUsd6 = uint64(bound(depthUsd6, 0, 1e19));
        capPips = bound(capPips, 1, 500_000);
        Parameters memory values = buildFallback();
        values.maxTradeUsd6 = uint64((uint256(depthUsd6) * capPips) / (1_000_000 - capPips));
        calls.validateVector(values, buildBounds(), depthUsd6, capPips);
        values.maxTradeUsd6++;
        vm.expectRevert(
            abi.encodeWithSelector(MarketRules.ImpactAboveCap.selector, values.maxTradeUsd6, depthUsd6, capPips)
        );
        calls.validateVector(values, buildBounds(), depthUsd6, capPips);
    }

    function testFuzz_rules_clampToBounds(Parameters memory values) external pure {
        Bounds memory bounds = buildBounds();
        bounds.max = buildVector(900_000, 900_000, 1e15, 1e9, 60_000, 3_000_000);
        Parameters memory moved = MarketRules.clampToBounds(values, bounds);
        MarketRules.requireWithinBounds(moved, bounds);
        for (uint256 field = 0; field < 6; field++) {
            uint256 value = BoundsLib.lane(values, field);
            bool inside = value >= BoundsLib.lane(bounds.min, field) && value <= BoundsLib.lane(bounds.max, field);
            assertTrue(!inside || BoundsLib.lane(moved, field) == value, "a value inside stays");
        }
    }

    function expectOutOfDomain(
        MarketConfig memory config,
        bytes32 field,
        uint256 value,
        uint256 min,
        uint256 max
    ) private {
        expectConfigError(config, abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, value, min, max));
    }

    function expectConfigError(MarketConfig memory config, bytes memory refusal) private {
        vm.expectRevert(refusal);
        calls.validateConfig(config);
    }

    function capped(Parameters memory values) private pure returns (Parameters memory) {
        values.aggressivenessPips = uint32(bound(values.aggressivenessPips, 0, 1_000_000));
        values.bandPips = uint32(bound(values.bandPips, 0, 1_000_000));
        values.guardPips = uint32(bound(values.guardPips, 0, 4_000_000));
        return values;
    }

    /// The code behind its first byte.
    function readData(address location) private view returns (bytes memory data) {
        bytes memory code = location.code;
        data = new bytes(code.length - 1);
        for (uint256 i = 0; i < data.length; i++) data[i] = code[i + 1];
    }
}
