// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVault, Reason} from "./IVault.sol";
import {Status} from "./IRiskParameters.sol";

/// What a vault would do now.
/// None: nothing; `Due.reason` says why.
/// Trade: brings its exposure back towards the target, as far as the parameters allow.
/// Cut: changes its exposure at once, as what must not wait does not.
/// Settle: takes in what has expired. Roll: opens what follows it. Recentre: puts a range around the price anew.
/// Order: offers its trade to whoever fills it. Close: takes in an order that was filled, or has had its time.
/// TopUp: puts quote that lies idle into a margin that is running short.
enum Action {
    None,
    Trade,
    Cut,
    Settle,
    Roll,
    Recentre,
    Order,
    Close,
    TopUp
}

/// What `act` would do now. Amounts in quote's smallest unit, at the mean price; exposure is signed, below 0: short.
/// Fields after the one that led to `reason` are zero; of an action that needs no price, all but `action` and `status`
/// are.
struct Due {
    Action action;
    Reason reason; // why nothing is due; None if something is
    Status status; // of the parameters used
    uint32 driftPips; // |held - target| / nav, rounded down, at most the type's maximum
    uint32 bandPips;
    uint32 returnPips; // the lower of return and band; 0 with Cut
    uint40 elapsedSec; // since `lastRebalanceAt`
    uint256 navQuote;
    int256 heldQuote; // the exposure that is steered
    int256 targetQuote;
    int256 tradeQuote; // the change of exposure that it would order
}

/// A vault that steers a position on other venues than a pool alone: hedged, leveraged, written, provided.
interface IPositionVault is IVault {
    /// An action took place. With Settle, Roll, Recentre and Close exposures are those before and after it at the mean
    /// price, as far as there was one.
    /// @param caller Who called. The vault pays its caller nothing.
    /// @param due What was due, as `previewAction` told it.
    /// @param heldAfterQuote Exposure after, at the same mean price.
    /// @param navAfterQuote Net asset value after, at the same mean price.
    /// @param tradedQuote Change of exposure, signed.
    /// @param costQuote Fees and impact, each at its own venue's price before the trade; 0 if rounding made it a gain.
    event Acted(
        address indexed caller,
        Action indexed action,
        Due due,
        int256 heldAfterQuote,
        uint256 navAfterQuote,
        int256 tradedQuote,
        uint256 costQuote
    );

    /// A venue did not take what it had to take for the whole.
    error VenueRefused(address venue);

    /// Does what is due. Anyone may call; nobody is paid.
    ///
    /// Trade: only if |held - target| / nav > band and an epoch has passed since `lastRebalanceAt`. With x = drift -
    /// min(return, band), it changes the exposure by min(x, max(lot, x * min(1, A * min(elapsed, interval) / epoch)))
    /// of the net asset value towards the target (A the aggressiveness), at most `maxTradeUsd`, no further than the
    /// slippage cap. Cut: `maxTradeUsd` and the cap limit it, the rest of the parameters does not. Only what did at
    /// least half of what was planned starts the clock again, and no trade follows another in the same second.
    ///
    /// Reverts if a call into the vault is under way. Reverts with RebalanceRefused if `previewAction` gives a reason,
    /// or nothing could be traded. Reverts with CostTooHigh if a leg cost more than its venue's fee and the slippage
    /// cap.
    /// @return done What was due.
    function act() external returns (Due memory done);

    /// What `act` would do now, and the first reason why not.
    function previewAction() external view returns (Due memory due);
}
