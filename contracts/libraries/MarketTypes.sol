// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../interfaces/IModel.sol";
import {Bounds, Loosening} from "./BoundsLib.sol";
import {Parameters, Policy} from "./ModelTypes.sol";

/// Evidence: what the index measured of one market, and at which block.
/// `config`: the market's stored configuration (its code's address) before that block: what the evidence was measured
/// under. `observedAt`: the block's timestamp. `evidence`: the observation in two words (EvidencePacking).
struct Report {
    bytes32 marketId;
    address config;
    uint40 observedAt;
    uint64 blockNumber;
    bytes32 blockHash;
    uint256[2] evidence;
}

/// How old a value, and the evidence for it, may be.
/// `maxAgeSec`: the reader answers with the fallback once the evidence of the value in force is older; epochSec ...
/// 31,557,600 (a year).
/// `reportAgeSec`: evidence that is older when it comes is refused; 1 ... maxAgeSec.
/// `reportAgeBlocks`: a block further back is refused; 1 ... 8,191 (EIP-2935).
struct Freshness {
    uint32 maxAgeSec;
    uint32 reportAgeSec;
    uint32 reportAgeBlocks;
}

/// Where the index finds what it measures of a market (docs/model.md, section "Observation"). Reports are evidence of
/// these contracts and no others.
/// `pool`: the Uniswap v3 pool of depth, price and variance; zero: the index measures nothing for this market.
/// `nativePool`: the Uniswap v3 pool between the wrapped native coin (18 decimals) and a dollar; may be `pool`.
/// `portfolio`: who tells its `portfolioFigures()` (IPortfolio); zero: nobody yet.
/// `gasPriceOracle`: who tells a rollup's data fee (OP Stack's GasPriceOracle); zero: the chain has no such fee.
/// `isQuoteToken0`: the pool's token0 is the dollar, not its token1. `quoteDecimals`: of that token.
/// `isNativeToken0`: the native pool's token0 is the native coin. `nativeQuoteDecimals`: of its other token.
/// `hasGasLimit`: a block's gas limit is a measure of the chain's capacity (not so on Arbitrum: the ratio is then 0).
/// `segmentOffsetSec`: segments begin at this second modulo 120; 0 ... 119.
/// `startVarianceWad`, `startDepthRefUsd6`: where the two averages start; 0: at the first measured figure.
/// `priceFeed`: the feed of signed prices (IPriceFeed) that evidence has to agree with; zero: none.
/// `maxPriceDeviationPips`: how far from it the pool's mean price may be; 1 ... 500,000, without a feed 0.
struct Source {
    address pool;
    address nativePool;
    address portfolio;
    address gasPriceOracle;
    bool isQuoteToken0;
    uint8 quoteDecimals;
    bool isNativeToken0;
    uint8 nativeQuoteDecimals;
    bool hasGasLimit;
    uint8 segmentOffsetSec;
    uint64 startVarianceWad;
    uint64 startDepthRefUsd6;
    address priceFeed;
    uint32 maxPriceDeviationPips;
}

/// Everything that token holders vote on, for one market. `reporters` are sorted in ascending order.
/// `model`: the contract that evaluates in the place of the standard model; zero: the standard one. `coreHash`: the
/// hash of the Wasm core whose twin `model` is; zero with the standard one, whose hash is the contract's own.
struct MarketConfig {
    Policy policy;
    Bounds bounds;
    Parameters fallbackVector;
    Freshness freshness;
    Source source;
    IModel model;
    bytes32 coreHash;
    uint32 threshold;
    address[] reporters;
}

/// What a market holds besides its configuration. `values`: the vector in storage, the fallback until there is
/// evidence; what a reader gets, and steps start from, is the answer of `parameters`. `observedAt` 0: no evidence yet.
/// `isAwaitingEvidence`: the reader gets the fallback until the next report (new market, resumed, new source).
struct MarketState {
    Parameters values;
    uint40 observedAt;
    address config;
    bool isHalted;
    bool isOnFallback;
    bool isAwaitingEvidence;
    Loosening loosening;
}
