// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPositionShares} from "./IPositionShares.sol";
import {VaultBaseSettings} from "./IVault.sol";
import {ILiquidityVenue} from "./venues/ILiquidityVenue.sol";
import {IPerpVenue} from "./venues/IPerpVenue.sol";

/// What the vault is built from; none of it can change. Domains are inclusive.
struct HedgedLpSettings {
    VaultBaseSettings base; // its pool is the one that is provided to
    ILiquidityVenue liquidity; // unbound
    IPerpVenue perp; // unbound
    uint32 providedPips; // share of the net value that is provided, the rest backs the hedge; 10,000 ... 990,000
    uint32 shareBandPips; // how far the provided share may be off that; 1,000 ... 500,000
    uint24 rangeTicks; // from the mean price to either end, 1.0001^ticks; 10 ... 46,054 (a factor of 100)
    uint32 recentrePeriodSec; // the range is put anew after so long; 0: when the mean price has left it; at most a year
    // most that spot and mean price may disagree then; 1 ... maxDeviationPips, at most rangeTicks x 50
    uint32 recentreDeviationPips;
    uint32 hedgedPips; // share of the delta that is hedged; 0 ... 1e6
    uint32 marginPips; // margin wanted, as a share of the hedge's worth; 50,000 ... 1e6
}

/// What providing has brought and cost since the vault began, for whoever held it then. Quote's smallest unit.
struct LpFigures {
    uint256 feesQuote; // earned, collected or not; those in the risky token at the mean price of now
    uint256 lvrQuote; // loss against arbitrage: what the position, held as it was, would be worth more
    int256 fundingQuote; // received by the hedge, below 0: paid
    uint256 hedgeCostQuote; // fees and impact of the hedge's trades
    uint256 recentreCostQuote; // fees and impact of swaps for the range
    uint32 recentres; // how often the range was put around the price, the first time included
}

/// Provides liquidity around the price in the pool that values it, and sells a share of its delta on a perpetual.
///
/// Exposure is the hedge's worth, below 0; wanted is less `hedgedPips` of the worth of all risky token that the vault
/// has, in the position, as fees or idle. Trades are the hedge's, by the simple rule.
///
/// Recentre, which needs spot and mean price within `recentreDeviationPips` of each other, is due
/// - if nothing is provided yet;
/// - if the mean price has left the range, or the period is over, and an epoch has passed since the last one: all is
///   taken out, and `providedPips` of the net value are provided around the mean price;
/// - if the provided share is off by more than `shareBandPips`, after an epoch: the range stays, and liquidity is added
///   or taken out;
/// - if the hedge's margin is below maintenance and the voted guard (`guardPips`, as a gap of the price) together, and
///   at least half of what it lacks can be had: it is filled up from what lies idle and is provided beyond its share.
/// The missing token is swapped for on the pool, within the cap; what is left over lies idle until the next time.
/// If the margin is that low and nothing is there to fill it up, the hedge is cut (Cut).
///
/// What is told values the position at the pool's mean price, fees owed included: they belong to who holds shares while
/// they are earned. Between two prices the net value is concave; who comes in pays no less than its highest.
///
/// `redeem` and `withdraw` pay what lies idle. In kind, leg 0 is the liquidity with its fees, leg 1 the hedge, which is
/// closed in part at the leaver's cost, no further than the cap from the venue's price.
interface IHedgedLpVault is IPositionShares {
    /// What the position has brought and cost until now, told with every action.
    event FiguresTold(LpFigures figures);

    /// The adapter provides to another pool than the vault's.
    error NotTheVaultsPool(address pool);
    /// Only the vault may ask that of itself.
    error NotItself(address caller);

    /// Fees, loss against arbitrage, funding and costs until now. Reverts with PriceUnknown if there is no mean price.
    function figures() external view returns (LpFigures memory);

    /// The settings the vault was built from.
    function settings() external view returns (HedgedLpSettings memory);

    /// Takes the part of one leg out. The vault calls it of itself, so that a leg that refuses is undone as a whole.
    /// Reverts with NotItself for everybody else.
    function takeLeg(
        uint256 leg,
        uint256 shares,
        uint256 supply
    ) external returns (uint256 freedQuote, uint256 freedRisky);

    /// When the range was put around the price, unix seconds; 0: never.
    function openedAt() external view returns (uint40);
}
