// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IModel} from "../../../contracts/interfaces/IModel.sol";
import {IRiskParametersAdmin} from "../../../contracts/interfaces/IRiskParametersAdmin.sol";
import {Bounds} from "../../../contracts/libraries/BoundsLib.sol";
import {BlockSource} from "../../../contracts/libraries/ChainBlocks.sol";
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
    uint40 internal constant U40 = type(uint40).max;
    uint16 internal constant U16 = type(uint16).max;

    uint64 internal constant GOVERNOR_ROLE = 1;
    uint64 internal constant GUARDIAN_ROLE = 2;

    address internal constant GOVERNOR = address(0x60);
    address internal constant GUARDIAN = address(0x61);

    AccessManager internal manager;
    /// The standard model as a contract: what RiskParameters has compiled in.
    IModel internal model;
    IRiskParametersContract internal risk;
    // The clock. The optimizer takes `block.number` and `block.timestamp` for constants within a call, so a test that
    // moves them must not read them.
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
        risk = newRiskParameters(CORE_HASH, BlockSource.Plain);
        grantRoles(address(risk));
        for (uint256 i = 1; i <= 5; i++) insertKey(uint256(keccak256(abi.encode("reporter", i))));
        addMarket(MARKET, buildConfig());
    }

    function newRiskParameters(bytes32 coreHash, BlockSource source) internal returns (IRiskParametersContract) {
        bytes memory arguments = abi.encode(address(manager), coreHash, source);
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
        uint256 maxTradeUsd,
        uint256 intervalSec,
        uint256 cppiMultiplierE3,
        uint256 guardPips,
        uint256 lotPips,
        uint256 returnPips
    ) internal pure returns (Parameters memory) {
        // Safe: tests pass values of the fields' types.
        return
            Parameters(
                uint32(aggressivenessPips),
                uint32(bandPips),
                uint40(maxTradeUsd),
                uint32(intervalSec),
                uint16(cppiMultiplierE3),
                uint32(guardPips),
                uint32(lotPips),
                uint32(returnPips)
            );
    }

    function buildPolicy() internal pure returns (Policy memory) {
        return
            Policy({
                riskAversionE4: 50_000,
                curvaturePips: 250_000,
                curvatureCapPips: 1_000_000,
                poolFeePips: 500,
                gasUnits: 300_000,
                txBytes: 600,
                priorityFeePerGas: 1e9,
                epochSec: EPOCH_SEC,
                slippageCapPips: 5_000,
                inclusionBlocks: 5,
                gasTargetPips: 500_000,
                baseFeeDenominator: 8,
                executionDelaySec: 60,
                viscosityE4: 10_000,
                zE4: 41_000,
                zJumpE4: 38_000
            });
    }

    /// Tightening moves freely, loosening by steps.
    function buildBounds() internal pure returns (Bounds memory) {
        return
            Bounds({
                min: buildVector(0, 1_000, 0, 60, 1_000, 1_000, 0, 0),
                max: buildVector(1_000_000, 1_000_000, U40, U32, U16, 4_000_000, 1_000_000, 1_000_000),
                stepUp: buildVector(200, U32, 10_000, U32, 500, U32, 1_000, U32),
                stepDown: buildVector(U32, 10_000, U40, 10_000, U16, 50_000, U32, 10_000),
                budget: buildVector(600, 30_000, 30_000, 30_000, 1_500, 150_000, 3_000, 30_000),
                budgetWindowSec: 86_400,
                cooldownSec: 0
            });
    }

    function buildFallback() internal pure returns (Parameters memory) {
        return buildVector(100, 200_000, 1_000, 86_400, 1_500, 300_000, 500, 150_000);
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
                navUsd6: 10_000_000e6,
                dataFeeWei: 0,
                curvaturePips: 0,
                horizonSec: 0
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
        o.dataFeeWei = uint64(bound(o.dataFeeWei, 0, 1e19));
        o.curvaturePips = uint32(bound(o.curvaturePips, 0, 1e8));
        o.horizonSec = uint32(bound(o.horizonSec, 0, 315_576_000));
        return o;
    }

    /// The observation in two words, as docs of EvidencePacking say; every field has to fit its bits.
    function packEvidence(Observation memory o) internal pure returns (uint256[2] memory) {
        return
            [
                uint256(o.baseFeePerGas) |
                    (uint256(o.gasUsedRatioPips) << 48) |
                    (uint256(o.nativePriceUsd6) << 68) |
                    (uint256(o.curvaturePips) << 105) |
                    (uint256(o.horizonSec) << 132) |
                    (uint256(o.dataFeeWei) << 161),
                uint256(o.depthUsd6) |
                    (uint256(o.depthRefUsd6) << 64) |
                    (uint256(o.varianceWad) << 128) |
                    (uint256(o.navUsd6) << 192)
            ];
    }

    /// A report of the block before this one, measured now, under the market's configuration.
    function buildReport(bytes32 marketId, Observation memory observation) internal view returns (Report memory) {
        uint256 blockNumber = height - 1;
        // Safe: a block number has fewer than 64 bits, a time fewer than 40.
        return
            Report({
                marketId: marketId,
                config: configOf(marketId),
                observedAt: uint40(nowAt),
                blockNumber: uint64(blockNumber),
                blockHash: hashOf(blockNumber),
                evidence: packEvidence(observation)
            });
    }

    /// Where the market's configuration lies; zero for a market that does not exist.
    function configOf(bytes32 marketId) internal view returns (address) {
        (, Status status, ) = risk.parameters(marketId);
        return status == Status.Unknown ? address(0) : risk.marketState(marketId).config;
    }

    function buildReport() internal view returns (Report memory) {
        return buildReport(MARKET, buildObservation());
    }

    /// Signatures of the reporters from `first` on, in ascending order and in a row.
    function signReport(
        Report memory report,
        uint256 first,
        uint256 count
    ) internal view returns (bytes memory signatures) {
        bytes32 digest = risk.reportDigest(report);
        for (uint256 i = 0; i < count; i++) {
            signatures = bytes.concat(signatures, signDigest(digest, keys[first + i]));
        }
    }

    function signDigest(bytes32 digest, uint256 key) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(v, r, s);
    }

    /// As wallets take it: OpenZeppelin's order.
    function signForWallet(bytes32 digest, uint256 key) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// A contract's signature (ERC-1271) as it lies in a row.
    function wrapSignature(address wallet, bytes memory own) internal pure returns (bytes memory) {
        return abi.encodePacked(uint8(0), wallet, uint24(own.length), own);
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

    /// The vector in storage.
    function valueInForce() internal view returns (Parameters memory values) {
        return risk.marketState(MARKET).values;
    }

    /// What a protocol reads.
    function read() internal view returns (Parameters memory values) {
        (values, , ) = risk.parameters(MARKET);
    }

    /// The words of the event `Updated` for a report.
    function buildWords(
        Report memory report,
        Parameters memory target,
        Parameters memory old,
        Parameters memory next,
        uint256 limits
    ) internal pure returns (uint256[5] memory) {
        return
            [
                report.evidence[0],
                report.evidence[1],
                packVector(target) | (limits << 190),
                packVector(old) | (uint256(report.observedAt) << 190),
                packVector(next) | (uint256(report.blockNumber) << 190)
            ];
    }

    function packVector(Parameters memory v) internal pure returns (uint256) {
        return
            uint256(v.aggressivenessPips) |
            (uint256(v.bandPips) << 20) |
            (uint256(v.maxTradeUsd) << 40) |
            (uint256(v.intervalSec) << 80) |
            (uint256(v.cppiMultiplierE3) << 112) |
            (uint256(v.guardPips) << 128) |
            (uint256(v.lotPips) << 150) |
            (uint256(v.returnPips) << 170);
    }

    function setModel(bytes32 marketId, IModel newModel, bytes32 coreHash) internal {
        bytes32[] memory ids = new bytes32[](1);
        ids[0] = marketId;
        vm.prank(GOVERNOR);
        risk.setModel(ids, newModel, coreHash);
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

    function insertKey(uint256 key) internal {
        keys.push(key);
        for (uint256 i = keys.length - 1; i > 0 && vm.addr(keys[i]) < vm.addr(keys[i - 1]); i--) {
            (keys[i], keys[i - 1]) = (keys[i - 1], keys[i]);
        }
    }
}
