// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVenue} from "./IVenue.sol";

/// One position of a vault in a pool with concentrated liquidity: between two ticks, of quote and the risky token.
/// Prices are roots in Q96, as the pool has them; whoever asks says at which one, so that what is told does not move
/// with a pushed spot price.
interface ILiquidityVenue is IVenue {
    /// Liquidity lies between other ticks: it has to be taken out first.
    error RangeInUse(int24 lowerTick, int24 upperTick);
    /// What asks for payment is not the pool, or no payment is due.
    error NotThePool(address caller);

    /// The pool that the position lies in.
    function pool() external view returns (address);

    /// The position: between which ticks, and how much. Whoever adds to it from outside gives it to the vault.
    /// @return lowerTick Of the last position, if there is none.
    /// @return upperTick The same.
    /// @return liquidity 0: there is none.
    function range() external view returns (int24 lowerTick, int24 upperTick, uint128 liquidity);

    /// Whether the price lies between the position's ticks: then it earns fees.
    function isInRange(uint160 priceX96) external view returns (bool);

    /// The range of so many ticks to either side of a tick, and from there out to the next that the pool has.
    function rangeAround(int256 tick, uint24 halfTicks) external view returns (int24 lowerTick, int24 upperTick);

    /// What the position would come to if the pool's price were this one, and the fees that it has earned and not been
    /// paid; each rounded down.
    function heldAt(
        uint160 priceX96
    ) external view returns (uint256 amountQuote, uint256 amountRisky, uint256 feesQuote, uint256 feesRisky);

    /// What providing has brought and lost since the adapter began, at a price, in quote, rounded down.
    /// @return feesQuote Fees earned, paid or not.
    /// @return lvrQuote Loss against arbitrage: from one `count` to the next, and since, what the amounts of before
    /// would be worth more than the position is.
    function figuresAt(uint160 priceX96) external view returns (uint256 feesQuote, uint256 lvrQuote);

    /// Counts the loss against arbitrage until now, at a price that nobody can push.
    function count(uint160 priceX96) external;

    /// How much the worth in quote of the risky amount falls when the price rises, by its log: L sqrt(S) / 2 in range,
    /// else 0; rounded up.
    function gammaCashQuote(uint160 priceX96) external view returns (uint256);

    /// Provides what lies in the adapter, up to a worth, and pays the rest to the vault. It swaps for what is missing
    /// of the one token on the same pool, and sells what is too much of the risky one, no further than the cap.
    /// Reverts with RangeInUse if there is liquidity between other ticks, and with CostTooHigh if the swap cost more
    /// than the pool's fee and the cap.
    /// @param worthQuote Most that is provided, at the spot price; 0: only what is risky is sold.
    /// @param capPips Most that the swap may lose to its own impact, below 1e6.
    /// @return liquidity Added; 0: the amounts are too small for any.
    /// @return costQuote Of the swap, at the spot price before it; 0 if rounding made it a gain.
    function provide(
        int24 lowerTick,
        int24 upperTick,
        uint256 worthQuote,
        uint32 capPips
    ) external returns (uint128 liquidity, uint256 costQuote);

    /// Pays part / whole of the liquidity, rounded down, and all fees to the vault. Part 0: fees only.
    /// @return amountQuote What the liquidity came to, without fees.
    /// @return amountRisky The same of the risky token.
    /// @return feesQuote All fees until now.
    /// @return feesRisky The same of the risky token.
    function takeOut(
        uint256 part,
        uint256 whole
    ) external returns (uint256 amountQuote, uint256 amountRisky, uint256 feesQuote, uint256 feesRisky);
}
