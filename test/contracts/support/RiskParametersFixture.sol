// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IModel} from "../../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../../contracts/interfaces/IRiskParametersAdmin.sol";
import {Bounds} from "../../../contracts/libraries/BoundsLib.sol";
import {Freshness, MarketConfig, Report} from "../../../contracts/libraries/MarketTypes.sol";
import {Observation, Parameters, Policy} from "../../../contracts/libraries/ModelTypes.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IRiskParametersContract} from "./IRiskParametersContract.sol";
import {Test} from "./Test.sol";

/// One more cheat code of the test runner.
interface ChainVm {
    function chainId(uint256 chainId_) external;
}

/// A deployed RiskParameters with roles and one market of three reporters, two of whom have to sign.
abstract contract RiskParametersFixture is Test {
    bytes32 internal constant MARKET = "weth-usdc";
    bytes32 internal constant CORE_HASH = keccak256("core.wasm");
    uint32 internal constant EPOCH_SEC = 3_600;
    uint32 internal constant U32 = type(uint32).max;
    uint64 internal constant U64 = type(uint64).max;
    uint16 internal constant U16 = type(uint16).max;

    uint64 private constant GOVERNOR_ROLE = 1;
    uint64 private constant GUARDIAN_ROLE = 2;

    address internal constant GOVERNOR = address(0x60);
    address internal constant GUARDIAN = address(0x61);

    AccessManager internal manager;
    IModel internal model;
    IRiskParametersContract internal risk;
    // The clock. The optimizer takes `block.number` and `block.timestamp` for constants within a call, so a test that moves
    // them must not read them.
    uint256 internal nowAt;
    uint256 internal height;
    // In ascending order of their addresses.
    uint256[] internal keys;

    function setUp() public virtual {
        nowAt = 500_000 * EPOCH_SEC + 100;
        height = 20_000_000;
        advance(0);
        manager = new AccessManager(address(this));
        model = IModel(deploy("Model.sol:Model", ""));
        risk = newRiskParameters(model, CORE_HASH);
        grantRoles(address(risk));
        for (uint256 i = 1; i <= 5; i++) insertKey(uint256(keccak256(abi.encode("reporter", i))));
        addMarket(MARKET, buildConfig());
    }

    function newRiskParameters(IModel initialModel, bytes32 coreHash) internal returns (IRiskParametersContract) {
        bytes memory arguments = abi.encode(address(manager), initialModel, coreHash);
        return IRiskParametersContract(deploy("RiskParameters.sol:RiskParameters", arguments));
    }

    function grantRoles(address target) internal {
        bytes4[] memory governed = new bytes4[](9);
        governed[0] = IRiskParametersAdmin.addMarket.selector;
        governed[1] = IRiskParametersAdmin.setPolicy.selector;
        governed[2] = IRiskParametersAdmin.setBounds.selector;
        governed[3] = IRiskParametersAdmin.setFallback.selector;
        governed[4] = IRiskParametersAdmin.setReporters.selector;
        governed[5] = IRiskParametersAdmin.setFreshness.selector;
        governed[6] = IRiskParametersAdmin.setModel.selector;
        governed[7] = IRiskParametersAdmin.resume.selector;
        governed[8] = IRiskParametersAdmin.setSource.selector;
        manager.setTargetFunctionRole(target, governed, GOVERNOR_ROLE);
        manager.grantRole(GOVERNOR_ROLE, GOVERNOR, 0);

        bytes4[] memory guarded = new bytes4[](2);
        guarded[0] = IRiskParametersAdmin.halt.selector;
        guarded[1] = IRiskParametersAdmin.useFallback.selector;
        manager.setTargetFunctionRole(target, guarded, GUARDIAN_ROLE);
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
    }

    function addMarket(bytes32 marketId, MarketConfig memory config) internal {
        vm.prank(GOVERNOR);
        risk.addMarket(marketId, config);
    }

    function buildVector(
        uint256 aggressivenessPips,
        uint256 bandPips,
        uint256 maxTradeUsd6,
        uint256 minIntervalSec,
        uint256 cppiMultiplierE3,
        uint256 guardPips
    ) internal pure returns (Parameters memory) {
        // Safe: tests pass values of the fields' types.
        return
            Parameters(
                uint32(aggressivenessPips),
                uint32(bandPips),
                uint64(maxTradeUsd6),
                uint32(minIntervalSec),
                uint16(cppiMultiplierE3),
                uint32(guardPips)
            );
    }

    function buildPolicy() internal pure returns (Policy memory) {
        return
            Policy({
                riskAversionE4: 50_000,
                targetWeightPips: 500_000,
                poolFeePips: 500,
                gasUnits: 300_000,
                priorityFeePerGas: 1e9,
                epochSec: EPOCH_SEC,
                slippageCapPips: 5_000,
                inclusionBlocks: 5,
                executionDelaySec: 60,
                viscosityE4: 10_000,
                zE4: 30_000
            });
    }

    /// Tightening moves freely, loosening by steps.
    function buildBounds() internal pure returns (Bounds memory) {
        return
            Bounds({
                min: buildVector(0, 1_000, 0, 60, 1_000, 1_000),
                max: buildVector(1_000_000, 1_000_000, U64, U32, U16, 4_000_000),
                stepUp: buildVector(1_000, U32, 10_000e6, U32, 500, U32),
                stepDown: buildVector(U32, 10_000, U64, 10_000, U16, 50_000),
                budget: buildVector(3_000, 30_000, 30_000e6, 30_000, 1_500, 150_000),
                budgetWindowSec: 86_400,
                cooldownSec: 0
            });
    }

    function buildFallback() internal pure returns (Parameters memory) {
        return buildVector(500, 200_000, 1_000e6, 86_400, 1_500, 300_000);
    }

    function buildFreshness() internal pure returns (Freshness memory) {
        return Freshness({maxAgeSec: 3 * EPOCH_SEC, reportAgeSec: 1_200, reportAgeBlocks: 200});
    }

    function buildConfig() internal view returns (MarketConfig memory config) {
        config.policy = buildPolicy();
        config.bounds = buildBounds();
        config.fallbackVector = buildFallback();
        config.freshness = buildFreshness();
        config.threshold = 2;
        config.reporters = buildReporters(3);
    }

    function buildReporters(uint256 count) internal view returns (address[] memory reporters) {
        reporters = new address[](count);
        for (uint256 i = 0; i < count; i++) reporters[i] = vm.addr(keys[i]);
    }

    /// A calm, deep market: looser than the fallback in every field.
    function buildObservation() internal pure returns (Observation memory) {
        return
            Observation({
                baseFeePerGas: 20e9,
                gasUsedRatioPips: 500_000,
                nativePriceUsd6: 3_000e6,
                depthUsd6: 50_000_000e6,
                depthRefUsd6: 50_000_000e6,
                varianceWad: 0.36e18,
                navUsd6: 10_000_000e6
            });
    }

    /// Maps any observation into the model's domain.
    function boundObservation(Observation memory o) internal pure returns (Observation memory) {
        o.baseFeePerGas = uint64(bound(o.baseFeePerGas, 0, 1e14));
        o.gasUsedRatioPips = uint32(bound(o.gasUsedRatioPips, 0, 1e6));
        o.nativePriceUsd6 = uint64(bound(o.nativePriceUsd6, 0, 1e11));
        o.depthUsd6 = uint64(bound(o.depthUsd6, 0, 1e19));
        o.depthRefUsd6 = uint64(bound(o.depthRefUsd6, 0, 1e19));
        o.varianceWad = uint64(bound(o.varianceWad, 0, 9e18));
        o.navUsd6 = uint64(bound(o.navUsd6, 1, 1e19));
        return o;
    }

    /// A report of the block before this one.
    function buildReport(bytes32 marketId, Observation memory observation) internal view returns (Report memory) {
        uint256 blockNumber = height - 1;
        // Safe: a block number and an epoch have fewer than 64 bits.
        return
            Report({
                marketId: marketId,
                epoch: uint64(nowAt / EPOCH_SEC),
                blockNumber: uint64(blockNumber),
                blockHash: hashOf(blockNumber),
                observation: observation
            });
    }

    function buildReport() internal view returns (Report memory) {
        return buildReport(MARKET, buildObservation());
    }

    /// Signatures of the reporters from `first` on, in ascending order.
    function signReport(
        Report memory report,
        uint256 first,
        uint256 count
    ) internal view returns (bytes[] memory signatures) {
        signatures = new bytes[](count);
        bytes32 digest = risk.reportDigest(report);
        for (uint256 i = 0; i < count; i++) signatures[i] = signDigest(digest, keys[first + i]);
    }

    function signDigest(bytes32 digest, uint256 key) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function push(Report memory report) internal {
        risk.push(report, signReport(report, 0, 2));
    }

    function pushObservation(Observation memory observation) internal {
        push(buildReport(MARKET, observation));
    }

    /// Lets time pass, a block every 12 seconds and at least one.
    function advance(uint256 elapsedSec) internal {
        nowAt += elapsedSec;
        vm.warp(nowAt);
        rollTo(height + 1 + elapsedSec / 12);
    }

    function rollTo(uint256 newHeight) internal {
        height = newHeight;
        vm.roll(newHeight);
        vm.setBlockhash(newHeight - 1, hashOf(newHeight - 1));
    }

    /// The hash of a block of the test chain.
    function hashOf(uint256 blockNumber) internal pure returns (bytes32) {
        return keccak256(abi.encode("block", blockNumber));
    }

    function valueInForce() internal view returns (Parameters memory values) {
        return risk.marketState(MARKET).values;
    }

    function assertEq(Parameters memory left, Parameters memory right, string memory what) internal pure {
        assertEq(abi.encode(left), abi.encode(right), what);
    }

    function assertStatus(bytes32 marketId, Status expected, string memory what) internal view {
        (, Status status, ) = risk.parameters(marketId);
        assertEq(uint256(status), uint256(expected), what);
    }

    /// The selector of revert data.
    function selectorOf(bytes memory revertData) internal pure returns (bytes4) {
        return bytes4(revertData);
    }

    function insertKey(uint256 key) private {
        keys.push(key);
        for (uint256 i = keys.length - 1; i > 0 && vm.addr(keys[i]) < vm.addr(keys[i - 1]); i--) {
            (keys[i], keys[i - 1]) = (keys[i - 1], keys[i]);
        }
    }
}
