// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Due, IPositionVault} from "./IPositionVault.sol";
import {VaultBaseSettings} from "./IVault.sol";
import {IVaultRequests} from "./IVaultRequests.sol";
import {IOptionVenue} from "./venues/IOptionVenue.sol";
import {IPerpVenue} from "./venues/IPerpVenue.sol";
import {IPriceFeed} from "./prices/IPriceFeed.sol";

/// An option that is opened anew, on the same terms, at every roll. Domains are inclusive.
struct OptionTerms {
    bool isCall;
    int32 quantityPips; // worth of asset under option, of the net asset value; below 0: written; -5e6 ... 5e6, not 0
    uint32 strikePips; // wanted, of the mean price at the roll; 100,000 ... 5e6
    uint32 premiumPips; // of the asset's worth under option: the most to pay, the least to get; 0 ... 1e6
    uint32 collateralPips; // left with the venue for what is written, of its strike; bought: 0; 0 ... 5e6
}

/// What the vault is built from; none of it can change. Domains are inclusive.
struct HedgedOptionsVaultSettings {
    VaultBaseSettings base;
    IOptionVenue options; // an adapter that nobody has bound
    IPerpVenue perp; // another
    OptionTerms[] legs; // one or two, of one expiry
    uint32 minTermSec; // from the roll to the expiry, 3,600 ... 31,536,000
    uint32 maxTermSec; // at least the least
    uint32 strikeTolerancePips; // most that the strike on offer may lie off the one that is wanted; 0 ... 500,000
    uint32 optionCapPips; // most that opening may cost, fees included, of the worth under option; 1 ... 500,000
    uint32 marginPips; // of what is left after opening, put up as the hedge's margin; 1 ... 1e6
    uint32 graceSec; // after which whoever wants to go need not wait for venues; 3,600 ... 7,776,000
    IPriceFeed priceFeed; // of the risky token in dollars, for `actWithPrice`; zero: none
}

/// A vault that holds or writes options and hedges their delta with a perpetual.
///
/// One book at a time. Roll: fills the requests, opens each leg at the strike on offer that is nearest to the one that
/// is wanted, of the next expiry within the terms, and puts the hedge on. Trade: brings the hedge back towards the
/// delta that the venue tells. Settle: from the expiry on, takes in what the options pay, closes the hedge and takes
/// its margin back; in as many steps as the venues need, each leg as soon as its venue lets it. Then the vault is flat.
///
/// The venue's word is not taken for more than it can be: a delta counts within 0 and 1 of a call (-1 and 0 of a put)
/// that the vault itself has opened, a worth within what such an option can be worth. No share is priced by either.
/// The hedge follows until the expiry, also in the hours in which the option venue takes no orders.
interface IHedgedOptionsVault is IPositionVault, IVaultRequests {
    /// Shares were redeemed for their part of the idle quote, though venues still owed the vault something.
    event RedeemedInPart(address indexed owner, address indexed receiver, uint256 shares, uint256 assets);

    /// The book needs more quote than there is.
    error BookTooDear(uint256 neededQuote, uint256 freeQuote);
    /// Exits in part begin only then, unix seconds, and only while the vault is not flat.
    error NotOverdue(uint256 overdueAt);
    /// The vault was built without a feed of signed prices.
    error NoPriceFeed();
    /// Only the vault itself calls this.
    error NotTheVaultItself(address caller);

    /// Does what `act` does, at the price that the feed has signed instead of the pool's mean price, which lags behind
    /// by half its window. Anyone may call; nobody is paid.
    ///
    /// What bounds it: `maxDeviationPips`, by which mean price, spot price and each venue's price may differ from the
    /// signed one (RebalanceRefused with PriceDeviates or VenueDeviates otherwise); `maxTradeUsd` of the parameters in
    /// force, which votes bound; the slippage cap, from the venue's own price. Who calls chooses among the reports that
    /// are newer than the kept one and not older than the feed allows. Voters of the market set none of the feed: it is
    /// the vault's for good, as the cap is.
    ///
    /// A feed that has no price young enough changes nothing: the vault then acts as `act` does. Reverts with
    /// NoPriceFeed, as IPriceFeed.updateIfNewer does, and as `act` does.
    /// @param signedReport Brought to the feed first; empty: the kept price counts, if it is young enough. A provider's
    /// fee cannot be paid here: bring the report by IPricedPush.updateAndCall then, and call with an empty one.
    /// @return done What was due.
    function actWithPrice(bytes calldata signedReport) external returns (Due memory done);

    /// Burns shares for their part of the quote that lies idle, once `graceSec` has passed since the expiry and the
    /// vault is still not flat. Settles first what a venue pays. What venues still owe stays with the others. Reverts
    /// with NotOverdue, and if the caller is not the owner and has no allowance.
    function redeemInPart(uint256 shares, address receiver, address owner) external returns (uint256 assets);

    /// Closes the hedge as far as its venue lets it. The vault calls itself, so that a refusal stops only this leg.
    /// Reverts with NotTheVaultItself for anybody else.
    /// @param meanX96 The mean price, as a root; 0: not agreed on, so nothing is traded.
    function unhedge(uint160 meanX96) external returns (uint256 costQuote);

    /// When the book expires, unix seconds; 0 before the first.
    function expiryAt() external view returns (uint40);

    /// The settings the vault was built from.
    function settings() external view returns (HedgedOptionsVaultSettings memory);
}
