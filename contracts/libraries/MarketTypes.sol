// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Bounds, Loosening} from "./BoundsLib.sol";
import {Observation, Parameters, Policy} from "./ModelTypes.sol";

/// Evidence: what the index measured of one market, and at which block. `epoch` is the block's timestamp over the
/// policy's `epochSec`, rounded down.
struct Report {
    bytes32 marketId;
    uint64 epoch;
    uint64 blockNumber;
    bytes32 blockHash;
    Observation observation;
}

/// How old a value, and the evidence for it, may be.
/// `maxAgeSec`: the reader answers with the fallback once the value in force is older; epochSec ... 31,557,600 (a
/// year).
/// `reportAgeSec`: an epoch that ended longer ago is refused; 1 ... maxAgeSec.
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
/// `portfolio`: who tells `navUsd6()`; zero: nobody yet.
/// `isQuoteToken0`: the pool's token0 is the dollar, not its token1. `quoteDecimals`: of that token.
/// `isNativeToken0`: the native pool's token0 is the native coin. `nativeQuoteDecimals`: of its other token.
struct Source {
    address pool;
    address nativePool;
    address portfolio;
    bool isQuoteToken0;
    uint8 quoteDecimals;
    bool isNativeToken0;
    uint8 nativeQuoteDecimals;
}

/// Everything that token holders vote on, for one market. `reporters` are sorted in ascending order.
struct MarketConfig {
    Policy policy;
    Bounds bounds;
    Parameters fallbackVector;
    Freshness freshness;
    Source source;
    uint32 threshold;
    address[] reporters;
}

/// What a market holds besides its configuration. `values` is the vector from which the next push steps: the fallback
/// until there is evidence. `observedAt` 0: no evidence yet. `epoch`: the next report's has to be higher.
struct MarketState {
    Parameters values;
    uint40 observedAt;
    uint64 epoch;
    bool isHalted;
    bool isOnFallback;
    Loosening loosening;
}
