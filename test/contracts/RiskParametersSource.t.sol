// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParametersAdmin} from "../../contracts/interfaces/IRiskParametersAdmin.sol";
import {MarketConfig, Source} from "../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../contracts/libraries/ModelLib.sol";
import {SourceRules} from "../../contracts/libraries/SourceRules.sol";
import {MockToken} from "./support/MockToken.sol";
import {RiskParametersFixture} from "./support/RiskParametersFixture.sol";

/// What of a pool the rules ask: its tokens.
contract TokenPair {
    address public immutable token0;
    address public immutable token1;

    constructor(address first, address second) {
        (token0, token1) = (first, second);
    }
}

/// A feed that has no price yet.
contract SilentFeed {
    function latest() external pure returns (uint256 priceWad, uint40 observedAt, bool isFresh) {
        return (0, 0, false);
    }
}

contract RiskParametersSourceTest is RiskParametersFixture {
    address internal dollar;
    address internal ether18;
    address internal pool;

    function setUp() public override {
        super.setUp();
        dollar = address(new MockToken("USDC", 6));
        ether18 = address(new MockToken("WETH", 18));
        pool = address(new TokenPair(dollar, ether18));
    }

    function buildSource() internal view returns (Source memory) {
        return
            Source({
                pool: pool,
                nativePool: pool,
                portfolio: address(0xca5e),
                gasPriceOracle: address(0),
                isQuoteToken0: true,
                quoteDecimals: 6,
                isNativeToken0: false,
                nativeQuoteDecimals: 6,
                hasGasLimit: true,
                segmentOffsetSec: 11,
                startVarianceWad: 0.25e18,
                startDepthRefUsd6: 50_000_000e6,
                priceFeed: address(0),
                maxPriceDeviationPips: 0
            });
    }

    function setSource(Source memory source) internal {
        vm.prank(GOVERNOR);
        risk.setSource(MARKET, source);
    }

    function expectDecimals(bytes32 field, uint256 given, uint256 actual) internal {
        vm.expectRevert(abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, given, actual, actual));
    }

    function test_default() external {
        Source memory none;
        Source memory source = buildSource();
        vm.expectEmit(true, true, true, true, address(risk));
        emit IRiskParametersAdmin.SourceSet(MARKET, none, source);
        setSource(source);
        MarketConfig memory expected = buildConfig();
        expected.source = source;
        assertEq(abi.encode(risk.marketConfig(MARKET)), abi.encode(expected), "nothing else changes");
        push(buildReport());
    }

    function test_behavior_addMarketWithSource() external {
        MarketConfig memory config = buildConfig();
        config.source = buildSource();
        addMarket("second", config);
        assertEq(abi.encode(risk.marketConfig("second").source), abi.encode(config.source), "source");
    }

    /// A market may be steered by nobody's reports: the fallback alone then speaks.
    function test_behavior_noPools() external {
        Source memory source;
        source.portfolio = address(0xca5e);
        setSource(source);
        assertEq(risk.marketConfig(MARKET).source.portfolio, address(0xca5e), "portfolio");
    }

    function test_behavior_poolTheOtherWayRound() external {
        Source memory source = buildSource();
        source.pool = address(new TokenPair(ether18, dollar));
        source.isQuoteToken0 = false;
        source.nativePool = source.pool;
        source.isNativeToken0 = true;
        setSource(source);
        assertEq(abi.encode(risk.marketConfig(MARKET).source), abi.encode(source), "source");
    }

    function test_error_PoolWithoutCode() external {
        Source memory source = buildSource();
        source.pool = address(0xdead);
        vm.expectRevert(abi.encodeWithSelector(SourceRules.PoolWithoutCode.selector, address(0xdead)));
        setSource(source);
        source = buildSource();
        source.nativePool = address(0);
        vm.expectRevert(abi.encodeWithSelector(SourceRules.PoolWithoutCode.selector, address(0)));
        setSource(source);
        source = buildSource();
        source.pool = address(0);
        vm.expectRevert(abi.encodeWithSelector(SourceRules.PoolWithoutCode.selector, address(0)));
        setSource(source);
    }

    function test_error_OutOfDomain_decimals() external {
        Source memory source = buildSource();
        source.quoteDecimals = 18;
        expectDecimals("quoteDecimals", 18, 6);
        setSource(source);

        source = buildSource();
        source.isQuoteToken0 = false;
        expectDecimals("quoteDecimals", 6, 18);
        setSource(source);

        source = buildSource();
        source.nativeQuoteDecimals = 8;
        expectDecimals("nativeQuoteDecimals", 8, 6);
        setSource(source);

        source = buildSource();
        source.isNativeToken0 = true;
        expectDecimals("nativeDecimals", 18, 6);
        setSource(source);
    }

    function test_behavior_everyLimitOfItsDomain() external {
        Source memory source = buildSource();
        source.gasPriceOracle = pool;
        (source.segmentOffsetSec, source.startVarianceWad, source.startDepthRefUsd6) = (119, 9e18, 1e19);
        setSource(source);
        assertEq(abi.encode(risk.marketConfig(MARKET).source), abi.encode(source), "source");
    }

    function test_error_OutOfDomain() external {
        Source memory source = buildSource();
        source.segmentOffsetSec = 120;
        expectOutOfDomain("segmentOffsetSec", 120, 119);
        setSource(source);
        source = buildSource();
        source.startVarianceWad = 9e18 + 1;
        expectOutOfDomain("startVarianceWad", 9e18 + 1, 9e18);
        setSource(source);
        source = buildSource();
        source.startDepthRefUsd6 = 1e19 + 1;
        expectOutOfDomain("startDepthRefUsd6", 1e19 + 1, 1e19);
        setSource(source);
    }

    function test_behavior_aFeedWithEveryDeviationOfItsDomain() external {
        Source memory source = buildSource();
        source.priceFeed = address(new SilentFeed());
        source.maxPriceDeviationPips = 1;
        setSource(source);
        source.maxPriceDeviationPips = 500_000;
        setSource(source);
        assertEq(abi.encode(risk.marketConfig(MARKET).source), abi.encode(source), "source");
    }

    function test_error_OutOfDomain_maxPriceDeviation() external {
        Source memory source = buildSource();
        source.maxPriceDeviationPips = 1;
        expectOutOfDomain("maxPriceDeviationPips", 1, 0);
        setSource(source);
        source.priceFeed = address(new SilentFeed());
        source.maxPriceDeviationPips = 500_001;
        bytes4 selector = ModelLib.OutOfDomain.selector;
        vm.expectRevert(abi.encodeWithSelector(selector, bytes32("maxPriceDeviationPips"), 500_001, 1, 500_000));
        setSource(source);
        source.maxPriceDeviationPips = 0;
        vm.expectRevert(abi.encodeWithSelector(selector, bytes32("maxPriceDeviationPips"), 0, 1, 500_000));
        setSource(source);
    }

    /// No contract, and one that is no feed.
    function test_error_NoAnswer_priceFeed() external {
        Source memory source = buildSource();
        source.maxPriceDeviationPips = 1;
        source.priceFeed = address(0xdead);
        vm.expectRevert(abi.encodeWithSelector(SourceRules.NoAnswer.selector, address(0xdead)));
        setSource(source);
        source.priceFeed = pool;
        vm.expectRevert(abi.encodeWithSelector(SourceRules.NoAnswer.selector, pool));
        setSource(source);
    }

    function test_error_OracleWithoutCode() external {
        Source memory source = buildSource();
        source.gasPriceOracle = address(0xdead);
        vm.expectRevert(abi.encodeWithSelector(SourceRules.OracleWithoutCode.selector, address(0xdead)));
        setSource(source);
    }

    /// A pool that has no tokens, a token that has no decimals.
    function test_error_NoAnswer() external {
        Source memory source = buildSource();
        source.pool = address(this);
        vm.expectRevert(abi.encodeWithSelector(SourceRules.NoAnswer.selector, address(this)));
        setSource(source);
        source = buildSource();
        source.nativePool = address(new TokenPair(dollar, address(0xdead)));
        vm.expectRevert(abi.encodeWithSelector(SourceRules.NoAnswer.selector, address(0xdead)));
        setSource(source);
    }

    function expectOutOfDomain(bytes32 field, uint256 value, uint256 max) internal {
        vm.expectRevert(abi.encodeWithSelector(ModelLib.OutOfDomain.selector, field, value, 0, max));
    }

    function test_error_addMarketChecksTheSource() external {
        MarketConfig memory config = buildConfig();
        config.source = buildSource();
        config.source.quoteDecimals = 8;
        vm.prank(GOVERNOR);
        expectDecimals("quoteDecimals", 8, 6);
        risk.addMarket("second", config);
    }

    function test_error_UnknownMarket() external {
        Source memory none;
        vm.prank(GOVERNOR);
        vm.expectRevert(abi.encodeWithSelector(IRiskParametersAdmin.UnknownMarket.selector, bytes32("nowhere")));
        risk.setSource("nowhere", none);
    }
}
