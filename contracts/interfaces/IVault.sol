// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPortfolio} from "./IPortfolio.sol";
import {IRiskParameters} from "./IRiskParameters.sol";
import {IUniswapV3Factory} from "./IUniswapV3Factory.sol";

/// Why nothing would be traded now; the first that applies. A vault without venues has the first eight, in this order.
enum Reason {
    None, // it would trade
    NoParameters, // the market's status is Unknown
    PriceUnknown, // the pool's memory does not cover the window
    PriceDeviates, // spot and mean price disagree by more than `maxDeviationPips`
    Empty, // there is nothing to manage
    InsideBand, // drift <= band, and nothing has to be cut
    TooSoon, // the vault traded in this second; or less than an epoch ago, and nothing has to be cut
    TradeTooSmall, // what may be traded rounds to nothing, or no trade is allowed at all
    VenueSilent, // a venue does not tell the vault's position or its price
    VenueDeviates // a venue's price and the mean price disagree by more than `maxDeviationPips`
}

/// What every vault is built from; none of it can change. Domains are inclusive.
struct VaultBaseSettings {
    IRiskParameters riskParameters; // where the parameters are read
    bytes32 marketId; // which market's
    IUniswapV3Factory factory; // vouches for the pool
    address quoteToken; // taken as the dollar; 0 ... 24 decimals
    address riskyToken; // 0 ... 24 decimals
    uint24 poolFeePips; // names the pool; 1 ... 100,000
    uint32 epochSec; // the epoch of the market's policy, 60 ... 604,800
    uint32 slippageCapPips; // most that a trade may lose to its own impact, 1 ... 500,000
    uint32 twapWindowSec; // window of the mean price, 60 ... 86,400
    uint32 maxDeviationPips; // most that prices may disagree, 1 ... 500,000
}

/// What all vaults have: a pool whose mean price values them, the parameters of one market, a clock, and no role for
/// anybody.
///
/// Amounts are in the tokens' smallest units. Prices of venues are in wad: quote's smallest units for 1e18 of the risky
/// token's smallest units.
interface IVault is IPortfolio {
    /// A setting lies outside its domain. `field` is its name in ASCII.
    error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max);
    /// The token does not tell its decimals. `field` is "quoteDecimals" or "riskyDecimals" in ASCII.
    error NoDecimals(bytes32 field, address token);
    /// The factory knows no pool of these tokens at this fee.
    error NoPool(address quoteToken, address riskyToken, uint24 poolFeePips);
    /// Something that asks for quote or the risky token was not called by the pool.
    error NotThePool(address caller);
    /// Nothing may be traded now; see `Reason`.
    error RebalanceRefused(Reason reason);
    /// The trade would have cost more than the venue's fee and the slippage cap together.
    /// @param receivedQuote Value of what came back, at the spot price before the trade.
    /// @param minReceivedQuote Least that is accepted.
    error CostTooHigh(uint256 receivedQuote, uint256 minReceivedQuote);
    /// The pool's memory does not reach back over the window. Raising its observation cardinality mends that in time.
    error PriceUnknown();
    /// Spot and mean price disagree by more than is allowed.
    error PriceDeviates(uint256 deviationPips, uint256 maxDeviationPips);
    /// The token moved another amount than was asked: it takes a fee, or it rebases on transfer.
    error TransferTaxed(uint256 asked, uint256 received);
    /// The deposit is too small for one share.
    error ZeroShares();

    /// When the clock of trades that may wait started, unix seconds: at the last one that traded at least half of what
    /// was planned; the deployment before the first.
    function lastRebalanceAt() external view returns (uint40);

    /// The Uniswap v3 pool whose prices value the vault, and on which it trades.
    function pool() external view returns (address);
}
