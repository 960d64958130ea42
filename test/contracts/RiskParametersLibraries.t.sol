// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, BoundsLib, Loosening} from "../../contracts/libraries/BoundsLib.sol";
import {CodeStore} from "../../contracts/libraries/CodeStore.sol";
import {ConfigStore} from "../../contracts/libraries/ConfigStore.sol";
import {EvidencePacking} from "../../contracts/libraries/EvidencePacking.sol";
import {MarketRules} from "../../contracts/libraries/MarketRules.sol";
import {MarketConfig} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {BoundsCase, BoundsOutcome, ReadableBounds} from "./support/ReadableBounds.sol";
import {ParametersPacking} from "../../contracts/libraries/ParametersPacking.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";

/// Gives the libraries' internal functions a call of their own, so that a revert can be expected.
contract RiskParametersLibraryCalls {
    function validateConfig(MarketConfig memory config) external pure {
        MarketRules.validateConfig(config, 8_191);
    }

    function validateImpact(uint256 maxTradeUsd, uint256 depthUsd6, uint256 capPips) external pure {
        MarketRules.validateImpact(maxTradeUsd, depthUsd6, capPips);
    }

    function unpackEvidence(uint256[2] calldata evidence) external pure returns (Observation memory) {
        return EvidencePacking.unpack(evidence)[0];
    }

    function save(MarketConfig memory config) external returns (address) {
        return ConfigStore.save(config);
    }
}

/// The bounds as they are deployed: compiled as RiskParameters is.
interface IBoundsTwin {
    function applyBounds(
        BoundsCase calldata c
    ) external pure returns (Parameters memory next, Loosening memory loosening, uint32 limits);
}

contract RiskParametersLibrariesTest is RiskParametersFixture {
    RiskParametersLibraryCalls private calls;
    IBoundsTwin private twin;

    function setUp() public override {
        super.setUp();
        calls = new RiskParametersLibraryCalls();
        twin = IBoundsTwin(deploy("Twin.sol:Twin", ""));
    }

    function testFuzz_packing_vectorRoundTrip(Parameters memory values) external pure {
        values = capped(values);
        uint256 word = ParametersPacking.packValues(values);
        Parameters memory unpacked;
        ParametersPacking.unpackValues(word, unpacked);
        assertEq(unpacked, values, "values");
        assertEq(word, packVector(values), "as documented");
        assertEq(word >> ParametersPacking.VECTOR_BITS, 0, "nothing above");
        assertEq(ParametersPacking.maxTradeUsdOf(word), values.maxTradeUsd, "one field");
    }

    function test_packing_limits() external pure {
        Parameters memory most = buildVector(1_000_000, 1_000_000, U40, U32, U16, 4_000_000, 1_000_000, 1_000_000);
        Parameters memory unpacked;
        ParametersPacking.unpackValues(ParametersPacking.packValues(most), unpacked);
        assertEq(unpacked, most, "all");
    }

    function testFuzz_packing_differentValuesDiffer(Parameters memory left, Parameters memory right) external pure {
        (left, right) = (capped(left), capped(right));
        bool equal = keccak256(abi.encode(left)) == keccak256(abi.encode(right));
        assertTrue(equal == (ParametersPacking.packValues(left) == ParametersPacking.packValues(right)), "injective");
    }

    /// Each change of the slot changes what it says, and nothing else.
    function testFuzz_packing_flags(uint256 vector, uint40 observedAt, uint32 maxAgeSec) external pure {
        vector &= (1 << 190) - 1;
        maxAgeSec = uint32(bound(maxAgeSec, 60, 31_557_600));
        observedAt = uint40(bound(observedAt, 1, (1 << 38) - 1));
        uint256 word = ParametersPacking.newValue(maxAgeSec);
        assertTrue(ParametersPacking.isAwaitingEvidence(word), "a new market awaits evidence");
        assertEq(ParametersPacking.unpackObservedAt(word), 0, "it has none");
        uint256 fresh = ParametersPacking.withEvidence(word, vector, observedAt);
        assertEq(fresh, vector | (uint256(observedAt) << 190) | (uint256(maxAgeSec) << 228), "as documented");
        assertEq(ParametersPacking.unpackObservedAt(fresh), observedAt, "observedAt");
        assertEq(ParametersPacking.withHalt(fresh), fresh | (1 << 253), "halted");
        assertEq(ParametersPacking.withFallback(fresh), fresh | (1 << 254), "on fallback");
        assertEq(ParametersPacking.withoutEvidence(fresh), fresh | (1 << 255), "awaiting evidence");
        uint256 stopped = ParametersPacking.withFallback(ParametersPacking.withHalt(fresh));
        assertTrue(ParametersPacking.isHalted(stopped) && ParametersPacking.isOnFallback(stopped), "both");
        assertEq(ParametersPacking.resumed(stopped), fresh | (1 << 255), "resumed");
        assertEq(ParametersPacking.withMaxAge(stopped, maxAgeSec), stopped, "the same greatest age");
        assertEq(ParametersPacking.withMaxAge(ParametersPacking.withMaxAge(stopped, 1), maxAgeSec), stopped, "back");
        assertEq(ParametersPacking.withValues(ParametersPacking.withValues(stopped, 0), vector), stopped, "values");
    }

    function testFuzz_packing_looseningRoundTrip(uint256 word) external pure {
        Loosening memory loosening;
        ParametersPacking.unpackLoosening(word, loosening);
        assertEq(ParametersPacking.packLoosening(loosening), word, "every word is a record");
        for (uint256 field = 0; field < 8; field++) {
            assertLe(BoundsLib.lane(loosening.used, field), BoundsLib.usedMax(field), "as much as is counted");
        }
    }

    /// Evidence says what was packed; a report's words are the twins of core/packing.ts.
    function testFuzz_evidence_roundTrip(Observation memory o) external view {
        o = boundObservation(o);
        assertEq(abi.encode(calls.unpackEvidence(packEvidence(o))), abi.encode(o), "observation");
    }

    function testFuzz_evidence_oneForm(uint256 first, uint256 second) external {
        uint256[2] memory evidence = [first, second];
        if (first >> 225 != 0) {
            vm.expectRevert(EvidencePacking.MalformedEvidence.selector);
            calls.unpackEvidence(evidence);
        } else {
            uint256[2] memory again = packEvidence(calls.unpackEvidence(evidence));
            assertTrue(again[0] == first && again[1] == second, "the same words");
        }
    }

    /// The loop written by hand and the one that can be read: same values, same record, same limits.
    function testFuzz_bounds_asTheReadableForm(BoundsCase memory c, uint256 kind) external view {
        for (uint256 field = 0; field < 8; field++) {
            uint256 narrow = (kind >> (8 * field)) % 4;
            squeeze(c.current, field, narrow);
            squeeze(c.target, field, narrow);
            squeeze(c.bounds.min, field, narrow);
            squeeze(c.bounds.max, field, narrow);
            squeeze(c.bounds.stepUp, field, (kind >> (8 * field + 2)) % 4);
            squeeze(c.bounds.stepDown, field, (kind >> (8 * field + 4)) % 4);
            squeeze(c.bounds.budget, field, (kind >> (8 * field + 6)) % 4);
            squeeze(c.loosening.used, field, narrow);
            uint256 min = BoundsLib.lane(c.bounds.min, field);
            uint256 max = BoundsLib.lane(c.bounds.max, field);
            if (min <= max) continue;
            BoundsLib.setLane(c.bounds.min, field, max);
            BoundsLib.setLane(c.bounds.max, field, min);
        }
        if ((kind >> 254) & 1 != 0) c.bounds.cooldownSec %= 64;
        if ((kind >> 253) & 1 != 0) (c.bounds.budgetWindowSec, c.nowAt) = (c.bounds.budgetWindowSec % 64, c.nowAt % 64);
        c.loosening.lastAt = (kind >> 255) != 0 ? 0 : uint40(bound(c.loosening.lastAt, 0, c.nowAt));
        c.isSameEpoch = (kind >> 250) % 4 == 0;

        BoundsOutcome memory expected = ReadableBounds.applyBounds(c);
        (Parameters memory next, Loosening memory loosening, uint32 limits) = twin.applyBounds(c);
        assertEq(next, expected.next, "values");
        assertEq(abi.encode(loosening), abi.encode(expected.loosening), "record");
        assertEq(limits, expected.limits, "limits");
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
        assertEq(selectorOf(reason), CodeStore.ConfigNotStored.selector, "reason");
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
        config.bounds.max.lotPips = 1_000_001;
        expectOutOfDomain(config, "lotPips", 1_000_001, 0, 1_000_000);
        config = buildConfig();
        config.bounds.max.returnPips = 1_000_001;
        expectOutOfDomain(config, "returnPips", 1_000_001, 0, 1_000_000);
        config = buildConfig();
        config.bounds.budgetWindowSec = 0;
        expectOutOfDomain(config, "budgetWindowSec", 0, 1, U32);
    }

    /// A budget that cannot be counted would be no budget; the type's maximum says so openly.
    function test_rules_error_budgets() external {
        uint256 most = (1 << 26) - 1;
        for (uint256 field = 0; field < 8; field++) {
            MarketConfig memory config = buildConfig();
            BoundsLib.setLane(config.bounds.budget, field, BoundsLib.typeMax(field));
            calls.validateConfig(config);
            BoundsLib.setLane(config.bounds.budget, field, BoundsLib.usedMax(field));
            calls.validateConfig(config);
            if (field >= 2 && field <= 4) continue;
            BoundsLib.setLane(config.bounds.budget, field, most + 1);
            expectOutOfDomain(config, BoundsLib.fieldName(field), most + 1, 0, most);
        }
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

    /// Each field of a fallback below its min and above its max; a min above its max.
    function testFuzz_rules_error_OutOfBounds(uint256 field, bool above) external {
        field = bound(field, 0, 7);
        MarketConfig memory config = buildConfig();
        config.bounds.max = buildVector(900_000, 900_000, 1e12, 1e9, 60_000, 3_000_000, 900_000, 900_000);
        BoundsLib.setLane(config.bounds.min, field, 50);
        calls.validateConfig(config);
        uint256 max = BoundsLib.lane(config.bounds.max, field);
        uint256 value = above ? max + 1 : 49;
        BoundsLib.setLane(config.fallbackVector, field, value);
        bytes32 name = BoundsLib.fieldName(field);
        expectConfigError(config, abi.encodeWithSelector(MarketRules.OutOfBounds.selector, name, value, 50, max));
        BoundsLib.setLane(config.bounds.min, field, max + 1);
        expectConfigError(config, abi.encodeWithSelector(BoundsLib.BoundsInverted.selector, name, max + 1, max));
    }

    /// The joint check is exact: the largest trade that it admits is the model's own, and one more is too much.
    function testFuzz_rules_impact(uint64 depthUsd6, uint256 capPips) external {
        depthUsd6 = uint64(bound(depthUsd6, 0, 1e19));
        capPips = bound(capPips, 1, 500_000);
        uint256 maxTradeUsd = (uint256(depthUsd6) * capPips) / (1_000_000 - capPips) / 1e6;
        calls.validateImpact(maxTradeUsd, depthUsd6, capPips);
        maxTradeUsd++;
        vm.expectRevert(abi.encodeWithSelector(MarketRules.ImpactAboveCap.selector, maxTradeUsd, depthUsd6, capPips));
        calls.validateImpact(maxTradeUsd, depthUsd6, capPips);
    }

    function testFuzz_rules_clampToBounds(Parameters memory values) external pure {
        Bounds memory bounds = buildBounds();
        bounds.max = buildVector(900_000, 900_000, 1e12, 1e9, 60_000, 3_000_000, 900_000, 900_000);
        Parameters memory moved = MarketRules.clampToBounds(values, bounds);
        for (uint256 field = 0; field < 8; field++) {
            uint256 value = BoundsLib.lane(values, field);
            bool inside = value >= BoundsLib.lane(bounds.min, field) && value <= BoundsLib.lane(bounds.max, field);
            uint256 movedTo = BoundsLib.lane(moved, field);
            assertTrue(!inside || movedTo == value, "a value inside stays");
            assertLe(BoundsLib.lane(bounds.min, field), movedTo, "not below");
            assertLe(movedTo, BoundsLib.lane(bounds.max, field), "not above");
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
        values.lotPips = uint32(bound(values.lotPips, 0, 1_000_000));
        values.returnPips = uint32(bound(values.returnPips, 0, 1_000_000));
        return values;
    }

    /// Makes a field small, zero or its type's maximum, so that limits meet each other.
    function squeeze(Parameters memory vector, uint256 field, uint256 kind) private pure {
        if (kind == 0) BoundsLib.setLane(vector, field, BoundsLib.lane(vector, field) % 16);
        if (kind == 1) BoundsLib.setLane(vector, field, BoundsLib.typeMax(field) - (BoundsLib.lane(vector, field) % 2));
    }

    /// The code behind its first byte.
    function readData(address location) private view returns (bytes memory data) {
        bytes memory code = location.code;
        data = new bytes(code.length - 1);
        for (uint256 i = 0; i < data.length; i++) data[i] = code[i + 1];
    }
}
