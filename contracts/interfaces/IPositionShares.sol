// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPositionVault} from "./IPositionVault.sol";
import {IVaultShares} from "./IVaultShares.sol";

/// A position vault whose shares are bought and sold at once (ERC-4626).
///
/// `redeem` and `withdraw` pay from the quote that lies idle in the vault. `redeemInKind` takes the shares' part out of
/// every leg, at the leaver's own cost, and pays what comes out. `redeemInPart` does the same, and leaves behind for
/// the others the part of a leg whose venue refuses: nobody is locked in by a venue that is paused.
interface IPositionShares is IPositionVault, IVaultShares {
    /// Shares were redeemed though venues refused. `skippedLegs`: bit i is leg i of the vault's own order.
    event LegsSkipped(address indexed owner, uint256 shares, uint256 skippedLegs);

    /// As `redeemInKind`, but a leg whose venue refuses is skipped, and its part stays with the others.
    /// @return quoteAmount Quote paid, smallest unit.
    /// @return riskyAmount Risky token paid, smallest unit.
    /// @return skippedLegs Bit i: leg i was skipped.
    function redeemInPart(
        uint256 shares,
        address receiver,
        address owner
    ) external returns (uint256 quoteAmount, uint256 riskyAmount, uint256 skippedLegs);
}
