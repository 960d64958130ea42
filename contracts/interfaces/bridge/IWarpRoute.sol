// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What WarpInventory uses of Hyperlane's token router (HypERC20Collateral of @hyperlane-xyz/core 9.0.10)
interface IWarpRoute {
    /// `token` zero: in wei.
    struct Quote {
        address token;
        uint256 amount;
    }

    /// Locks the amount here; the other domain's router pays it to the recipient.
    function transferRemote(
        uint32 destination,
        bytes32 recipient,
        uint256 amount
    ) external payable returns (bytes32 messageId);

    function quoteTransferRemote(
        uint32 destination,
        bytes32 recipient,
        uint256 amount
    ) external view returns (Quote[] memory quotes);

    function wrappedToken() external view returns (address);
}
