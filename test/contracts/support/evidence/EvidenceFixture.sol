// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ProvenSettings} from "../../../../contracts/interfaces/IProvenEvidence.sol";
import {IProvenReporter} from "../../../../contracts/interfaces/IProvenReporter.sol";
import {MarketConfig, Source} from "../../../../contracts/libraries/MarketTypes.sol";
import {MockToken} from "../MockToken.sol";
import {RiskParametersFixture} from "../RiskParametersFixture.sol";
import {VaultArtifacts} from "../VaultArtifacts.sol";
import {IVaultTestFactory, IVaultTestPool, VaultPoolActor} from "../VaultPoolActor.sol";
import {Hints} from "./Hints.sol";
import {ToldPortfolio} from "./ToldPortfolio.sol";

/// A market that takes proven reports alone: a real pool of dollars (6 decimals) and ether at some $3,000, fifty million
/// dollars deep, that has been traded for two hours.
abstract contract EvidenceFixture is RiskParametersFixture {
    bytes32 internal constant PROVEN = "weth-usdc-proven";
    uint8 internal constant OFFSET_SEC = 11;
    uint16 internal constant MIN_FEE_AGE = 25;
    uint16 internal constant MAX_FEE_AGE = 256;
    uint256 internal constant BASE_FEE = 20e9;
    uint64 internal constant NAV_USD6 = 10_000_000e6;
    int24 internal constant FULL_RANGE_TICK = 887_270;
    /// Of a price of 3,000 dollars in units of either token: 1e18 / 3e9, dollars first.
    int24 internal constant START_TICK = 196_250;
    uint128 internal constant LIQUIDITY = 9e17;

    IVaultTestFactory internal factory;
    IVaultTestPool internal pool;
    VaultPoolActor internal actor;
    MockToken internal dollar;
    MockToken internal ether18;
    ToldPortfolio internal portfolio;
    IProvenReporter internal reporter;

    function setUp() public virtual override {
        super.setUp();
        vm.fee(BASE_FEE);
        factory = IVaultTestFactory(VaultArtifacts.deployUniswapFactory());
        actor = VaultPoolActor(deploy("VaultPoolActor.sol:VaultPoolActor", ""));
        portfolio = ToldPortfolio(deploy("ToldPortfolio.sol:ToldPortfolio", ""));
        portfolio.tell(NAV_USD6, 0, 0);
        dollar = newToken("USDC", 6);
        do ether18 = newToken("WETH", 18); while (address(ether18) < address(dollar));
        pool = openPool(500, START_TICK);
        live(7_200);
        reporter = newReporter(buildSettings(buildSource()));
        addProvenMarket(reporter, buildSource());
    }

    function newToken(string memory symbol, uint8 decimals) internal returns (MockToken token) {
        token = MockToken(deploy("MockToken.sol:MockToken", abi.encode(symbol, decimals)));
        token.mint(address(actor), type(uint128).max);
    }

    function openPool(uint24 feePips, int24 tick) internal returns (IVaultTestPool opened) {
        opened = IVaultTestPool(factory.createPool(address(dollar), address(ether18), feePips));
        opened.initialize(rootAt(tick));
        opened.increaseObservationCardinalityNext(400);
        int24 end = feePips == 500 ? FULL_RANGE_TICK : int24(887_220);
        actor.mint(opened, -end, end, LIQUIDITY);
    }

    /// Root of 1.0001^tick in Q96, near enough, by repeated squaring; ticks from 0 on.
    function rootAt(int24 tick) internal pure returns (uint160) {
        uint256 root = 1 << 96;
        uint256 factor = 79_232_123_823_359_799_118_286_999_568; // 1.0001^(1/2)
        for (uint256 digits = uint24(tick); digits != 0; digits >>= 1) {
            if (digits & 1 != 0) root = (root * factor) >> 96;
            factor = (factor * factor) >> 96;
        }
        return uint160(root);
    }

    /// A trade in every other block, a tenth of a percent up and down.
    function live(uint256 sec) internal {
        for (uint256 i = 0; i < sec / 24; i++) {
            uint256 random = uint256(keccak256(abi.encode(nowAt)));
            actor.moveTo(pool, uint160((uint256(rootAt(START_TICK)) * (999_500 + (random % 1_001))) / 1e6));
            advance(24);
        }
    }

    function buildSource() internal view returns (Source memory) {
        return
            Source({
                pool: address(pool),
                nativePool: address(pool),
                portfolio: address(portfolio),
                gasPriceOracle: address(0),
                isQuoteToken0: true,
                quoteDecimals: 6,
                isNativeToken0: false,
                nativeQuoteDecimals: 6,
                hasGasLimit: true,
                segmentOffsetSec: OFFSET_SEC,
                startVarianceWad: 0.25e18,
                startDepthRefUsd6: 50_000_000e6,
                priceFeed: address(0),
                maxPriceDeviationPips: 0
            });
    }

    function buildSettings(Source memory source) internal view returns (ProvenSettings memory) {
        return
            ProvenSettings({
                riskParameters: address(risk),
                marketId: PROVEN,
                source: source,
                isLean: false,
                valuesHoldings: false,
                varianceCap: 512,
                minFeeAgeBlocks: MIN_FEE_AGE,
                maxFeeAgeBlocks: MAX_FEE_AGE
            });
    }

    function newReporter(ProvenSettings memory settings) internal returns (IProvenReporter) {
        return IProvenReporter(deploy("ProvenReporter.sol:ProvenReporter", abi.encode(settings)));
    }

    function addProvenMarket(IProvenReporter reporter_, Source memory source) internal {
        MarketConfig memory config = buildConfig();
        config.source = source;
        config.threshold = 1;
        config.reporters = new address[](1);
        config.reporters[0] = address(reporter_);
        addMarket(PROVEN, config);
    }

    /// The market's source changes, and its reporter with it, as one proposal does.
    function replace(ProvenSettings memory settings) internal {
        reporter = newReporter(settings);
        address[] memory reporters = new address[](1);
        reporters[0] = address(reporter);
        vm.startPrank(GOVERNOR);
        risk.setSource(PROVEN, settings.source);
        risk.setReporters(PROVEN, reporters, 1);
        vm.stopPrank();
    }

    /// The state starts, and the fee that it keeps grows old enough for a report.
    function start() internal {
        reporter.measure(0);
        live(600);
    }

    /// The last boundary of segments.
    function endAt() internal view returns (uint256) {
        return nowAt - ((nowAt - OFFSET_SEC) % 120);
    }

    function times() internal view returns (uint256[] memory list) {
        uint16[7] memory agesSec = [1800, 1200, 600, 360, 240, 120, 0];
        list = new uint256[](7);
        for (uint256 i = 0; i < 7; i++) list[i] = endAt() - agesSec[i];
    }

    function findHints() internal view returns (uint256 hints) {
        (, hints) = Hints.find(pool, nowAt, times());
    }

    /// The reporter refuses the call by that name, whatever the arguments.
    function assertRefused(bytes memory call_, bytes4 name) internal {
        (bool success, bytes memory answer) = address(reporter).call(call_);
        assertTrue(!success, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(name), "refusal");
    }

    function stateOf(IProvenReporter reporter_) internal view returns (bytes memory) {
        return abi.encode(reporter_.stateWords());
    }
}
