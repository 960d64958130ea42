// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPositionShares} from "./IPositionShares.sol";
import {VaultBaseSettings} from "./IVault.sol";
import {ILendingVenue} from "./venues/ILendingVenue.sol";

/// What a leveraged vault is built from; none of it can change. Domains are inclusive.
struct LeveragedVaultSettings {
    VaultBaseSettings base;
    ILendingVenue venue; // of these two tokens, and bound to nobody yet
    uint32 leverageE3; // exposure over net value, 1e3 = 1; 1,001 ... 20,000
}

/// A vault that holds the risky token as collateral of a loan of quote, so that its exposure is `leverageE3` times its
/// net value.
///
/// Target: leverage x net value, where leverage is the lower of `leverageE3`, of 1 / (1 - threshold e^(-3/2 guard)),
/// and of 1 / (1 - the venue's largest loan). Drift from it is steered as in every position vault. Each trade is one
/// swap: the risky token that is bought becomes collateral, and the loan pays for it; the quote that a sale brings
/// repays, and the collateral that this sets free pays the pool. All quote that lies idle goes into the loan with it.
///
/// Guard: where ln(threshold x collateral / debt), at the venue's own price, is below the guard in force, the exposure
/// is cut at once, so far that it is at 3/2 of the guard (Action.Cut). Only the largest trade and the slippage cap
/// limit a cut: a large one takes several, one a second. If idle quote alone suffices it repays, without a trade and
/// without an agreed price (Action.Settle).
///
/// Somebody else may liquidate the loan where the venue allows it. The vault goes on with what is left.
///
/// Leaving in kind needs the part of the debt to be repaid. `redeemInKind` sells collateral for it in the pool, at the
/// leaver's cost, and so needs an agreed price. `redeemBringingDebt` takes it from the caller, and needs no price and
/// no pool. A loan that is not worth its debt is worth nothing: it stays behind, as leg 0 of `LegsSkipped`.
interface ILeveragedVault is IPositionShares {
    /// Only the vault itself calls this.
    error NotItself(address caller);
    /// The pool does not give the quote that has to be repaid without a price beyond the slippage cap.
    error PoolTooThin(uint256 receivedQuote, uint256 neededQuote);
    /// The collateral's part does not pay for the debt's.
    error UnderWater(uint256 owedRisky, uint256 collateralRisky);

    /// What a vault was built from.
    function settings() external view returns (LeveragedVaultSettings memory);

    /// The loan. Reverts if the venue does not tell it.
    /// @return collateralRisky Lent, smallest unit.
    /// @return debtQuote Owed with interest until now, smallest unit.
    /// @return healthPips Threshold x collateral / debt at the venue's price, rounded down, 1e6 = 1, where it is
    /// liquidated; the type's maximum without debt.
    /// @return leverageE3 What the exposure is steered to, over net value, 1e3 = 1.
    function loan()
        external
        view
        returns (uint256 collateralRisky, uint256 debtQuote, uint256 healthPips, uint256 leverageE3);

    /// Redeems shares in kind like `redeemInKind`, but the caller pays the shares' part of the debt with quote of his
    /// own, which he has approved, and gets all of their part of the collateral. Needs no price and no pool.
    /// @return quoteAmount Quote paid, smallest unit.
    /// @return riskyAmount Risky token paid, smallest unit.
    /// @return debtQuote Quote taken, smallest unit, rounded up.
    function redeemBringingDebt(
        uint256 shares,
        address receiver,
        address owner
    ) external returns (uint256 quoteAmount, uint256 riskyAmount, uint256 debtQuote);

    /// What `redeemBringingDebt` would take now; the debt grows every second.
    function previewDebt(uint256 shares) external view returns (uint256 debtQuote);
}
