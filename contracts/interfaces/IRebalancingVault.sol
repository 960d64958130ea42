// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "./IRiskParameters.sol";
import {IUniswapV3Factory} from "./IUniswapV3Factory.sol";
import {Reason} from "./IVault.sol";
import {IVaultShares} from "./IVaultShares.sol";

/// How the vault finds the weight of the risky token that it steers to.
/// ConstantMix: always `weightPips`.
/// Cppi: multiplier x (nav - floor) / nav, at most `weightPips`, 0 at or below the floor. An exposure above
/// multiplier x (nav - floor) is cut at once: see `rebalance`.
enum Mode {
    ConstantMix,
    Cppi
}

/// What a vault is built from; none of it can change. Domains are inclusive.
struct VaultSettings {
    IRiskParameters riskParameters; // where the parameters are read
    bytes32 marketId; // which market's
    IUniswapV3Factory factory; // vouches for the pool
    address quoteToken; // asset(); taken as the dollar; 0 ... 24 decimals
    address riskyToken; // 0 ... 24 decimals
    uint24 poolFeePips; // names the pool; 1 ... 100,000
    Mode mode;
    uint32 weightPips; // ConstantMix: target weight; Cppi: largest weight; 1 ... 999,999
    uint32 floorPips; // Cppi: the part of every deposit that adds to the floor, 1 ... 1e6; ConstantMix: 0
    uint32 epochSec; // the epoch of the market's policy, 60 ... 604,800
    uint32 slippageCapPips; // most that a trade may lose to its own impact, 1 ... 500,000
    uint32 twapWindowSec; // window of the mean price, 60 ... 86,400
    uint32 maxDeviationPips; // most that spot and mean price may disagree, 1 ... 500,000
}

/// What `rebalance` would do now. Amounts are in the tokens' smallest units. Fields after the one that led to
/// `reason` are zero, except the price and weights where they were known.
struct Plan {
    Reason reason;
    Status status; // of the parameters used
    bool sellsRisky; // true: sells the risky token for quote; false: buys it
    bool isCut; // the exposure is above what CPPI allows: band, interval, lot and aggressiveness do not count
    uint32 weightPips; // of the risky token, at the mean price, rounded down
    uint32 targetWeightPips;
    uint32 driftPips; // distance of the two
    uint32 bandPips;
    uint32 returnPips; // drift at which the trade ends if nothing limits it: the lower of return and band; 0 if `isCut`
    uint40 elapsedSec; // since `lastRebalanceAt`
    uint160 spotSqrtPriceX96;
    uint160 meanSqrtPriceX96;
    uint160 sqrtPriceLimitX96; // where the trade stops
    uint256 navQuote; // at the mean price
    uint256 tradeQuote; // size of the trade at the mean price
    uint256 amountIn; // most that is given: risky token if `sellsRisky`, else quote
}

/// A vault over two tokens, quote and risky, that keeps the weight of the risky one near its target by trading on one
/// Uniswap v3 pool, as boldly as the risk parameters of one market allow.
///
/// Units: quote is taken as the dollar. `maxTradeUsd` is scaled by quote's decimals; a quote token that loses its peg
/// shifts that limit and what `portfolioFigures` tells, and nothing else. The risky token is only ever valued by the
/// pool.
///
/// Prices: decisions value the risky token at the pool's time-weighted mean price over `twapWindowSec`. Nothing that
/// depends on a price happens while spot and mean disagree by more than `maxDeviationPips`. Someone who comes in pays
/// the dearer of the two, someone who leaves in quote gets the cheaper.
///
/// Shares: deposits are in quote. `withdraw` and `redeem` pay quote, as far as the vault holds any, and need a price.
/// `redeemInKind` pays both tokens pro rata, needs no price, no parameters and no pool, and is never paused.
/// A deposit or withdrawal in quote makes the vault trade later. What that can cost at most, weight x (pool fee +
/// slippage cap), stays in the vault as `spreadPips`, so that nobody who comes or goes is paid by those who stay.
/// Shares have 6 decimals more than quote, which makes the price of a share too dear to inflate.
///
/// The floor of a CPPI vault is a sum in quote, `floorQuote`: a deposit adds `floorPips` of itself, and whoever leaves
/// takes his part of it along, in whichever way he leaves. What is sent to the vault, or left in it, does not move it.
///
/// Tokens that take a fee on transfer are refused at the deposit. Tokens that rebase share their changes pro rata.
/// The guard (`guardPips`) is for protocols with debt; the vault has none and does not read it.
interface IRebalancingVault is IVaultShares {
    /// A rebalance took place. Together with `status` this is enough to chart drift and cost.
    /// @param caller Who called. The vault pays its caller nothing.
    /// @param status Status of the parameters used.
    /// @param soldRisky True if the risky token was sold, false if it was bought.
    /// @param weightBeforePips Weight of the risky token before, at the mean price, rounded down.
    /// @param weightAfterPips The same after, at the same price.
    /// @param targetWeightPips Weight steered to.
    /// @param bandPips Half-width of the band in force.
    /// @param elapsedSec Seconds since `lastRebalanceAt` as it was before.
    /// @param riskyAmount Risky token traded, its smallest unit.
    /// @param quoteAmount Quote traded, its smallest unit.
    /// @param costQuote What was given less what came back, at the spot price before the trade: fee and impact. 0 if
    /// rounding made it a gain.
    /// @param impactPips How far the trade moved the spot price, relative to the lower one, rounded up.
    /// @param navQuote Net asset value before, at the mean price.
    /// @param returnPips Drift at which the trade was to end if nothing limited it: the lower of return and band in
    /// force; 0 if `isCut`.
    /// @param isCut True if a CPPI exposure above multiplier x (nav - floor) was cut: band, interval, lot and
    /// aggressiveness did not count.
    event Rebalanced(
        address indexed caller,
        Status indexed status,
        bool soldRisky,
        uint32 weightBeforePips,
        uint32 weightAfterPips,
        uint32 targetWeightPips,
        uint32 bandPips,
        uint40 elapsedSec,
        uint256 riskyAmount,
        uint256 quoteAmount,
        uint256 costQuote,
        uint32 impactPips,
        uint256 navQuote,
        uint32 returnPips,
        bool isCut
    );

    /// Moves the weight of the risky token towards its target. Anyone may call; nobody is paid.
    ///
    /// Trades only if drift > band and an epoch has passed since `lastRebalanceAt`. With x = drift - min(return, band),
    /// it trades min(x, max(lot, x * min(1, A * min(elapsed, interval) / epoch))) of the net asset value (A the
    /// aggressiveness), at most `maxTradeUsd`, valued at the mean price, and stops where a constant-product pool would
    /// have cost the slippage cap: spot's square root x (1 - cap), or / (1 - cap). What remains is left for later. Only
    /// a trade of at least half of what was planned starts the clock again, and none follows another in the same
    /// second. Stale, halted and fallback parameters are used as given.
    ///
    /// Cppi: an exposure above multiplier x (nav - floor), which is any exposure at or below the floor, is cut to its
    /// target at once: `maxTradeUsd` and the slippage cap limit the trade, the rest of the parameters does not.
    ///
    /// Reverts if a call into the vault is under way.
    /// Reverts with RebalanceRefused if `previewRebalance` gives a reason.
    /// Reverts with CostTooHigh if, at spot, less came back than was given x (1 - pool fee - slippage cap).
    /// @return amountIn What was given, smallest unit of the token sold.
    /// @return amountOut What came back, smallest unit of the token bought.
    function rebalance() external returns (uint256 amountIn, uint256 amountOut);

    /// What `rebalance` would do now, and the first reason why not. Does not foresee CostTooHigh.
    function previewRebalance() external view returns (Plan memory plan);

    /// What `redeemInKind` would pay, rounded down.
    function previewRedeemInKind(uint256 shares) external view returns (uint256 quoteAmount, uint256 riskyAmount);

    /// What the vault tells of itself, at the mean price.
    /// Reverts with PriceUnknown like `totalAssets`: no figure is better than a wrong one, here and for whoever lends
    /// against shares. In this the vault departs from ERC-4626 on purpose.
    /// Reverts if the net asset value exceeds its type.
    /// @return navUsd6 Net asset value, 1e6 = $1, rounded down.
    /// @return curvaturePips ConstantMix: weight x (1 - weight) of the target. Cppi: |multiplier - 1| x exposure / nav,
    /// with the multiplier in force and the exposure as it is; 0, which tells none, where there is no exposure or the
    /// multiplier is 1. Rounded up.
    /// @return horizonSec Always 0: nothing expires.
    function portfolioFigures()
        external
        view
        override
        returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec);

    /// Cppi: the floor, a sum in quote's smallest unit; ConstantMix: 0.
    function floorQuote() external view returns (uint256);

    /// The settings the vault was built from.
    function settings() external view returns (VaultSettings memory);
}
