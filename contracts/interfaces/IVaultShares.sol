// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {IVault} from "./IVault.sol";

/// A vault whose shares are bought and sold at once (ERC-4626), in quote, and which pays in kind at any time.
interface IVaultShares is IVault, IERC4626 {
    /// Shares were redeemed for both tokens. Amounts in the tokens' smallest units.
    event RedeemedInKind(
        address indexed caller,
        address indexed receiver,
        address indexed owner,
        uint256 shares,
        uint256 quoteAmount,
        uint256 riskyAmount
    );

    /// Redeems shares for both tokens, pro rata of all that the vault holds, rounded down. Needs no price.
    /// Reverts if a call into the vault is under way.
    /// Reverts if the caller is not the owner and has no allowance for the shares.
    /// Reverts if the owner has fewer shares.
    /// @param shares Shares to burn.
    /// @param receiver Who gets the tokens.
    /// @param owner Whose shares.
    /// @return quoteAmount Quote paid, smallest unit.
    /// @return riskyAmount Risky token paid, smallest unit.
    function redeemInKind(
        uint256 shares,
        address receiver,
        address owner
    ) external returns (uint256 quoteAmount, uint256 riskyAmount);

    /// What a deposit or withdrawal in quote leaves in the vault: the most that trading its exposure can cost, as a
    /// part of the sum, rounded up.
    function spreadPips() external view returns (uint32);
}
