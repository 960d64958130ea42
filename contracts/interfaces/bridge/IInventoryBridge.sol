// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Brings a book's tokens to the book of one other chain
/// @notice An adapter in front of one bridge of tokens, with its counterpart on the other chain. What has come waits
/// here until anyone has it collected; until then it counts as in transit. Another bridge takes one contract of this
/// interface.
interface IInventoryBridge {
    /// Tokens left for the other chain's adapter.
    event InventorySent(address indexed token, uint256 amount, bytes32 transferId);
    /// What had come went to the book.
    event InventoryCollected(uint256 quoteAmount, uint256 riskyAmount);

    /// Only the book sends.
    error NotTheBook(address account);
    /// Neither the book's quote nor its risky token.
    error NotCarried(address token);

    /// Book: sends tokens that the book has approved before, to the adapter on the other chain. Pays the bridge's fee
    /// with the value. Reverts with NotTheBook, NotCarried, and as the bridge does.
    function send(address token, uint256 amount) external payable returns (bytes32 transferId);

    /// Hands all that has come to the book. Anyone may call.
    function collect() external returns (uint256 quoteAmount, uint256 riskyAmount);

    /// What the bridge takes for it now, in wei. Reverts with NotCarried.
    function quoteFee(address token, uint256 amount) external view returns (uint256 feeWei);

    /// The chain at the other end.
    function chainId() external view returns (uint64);

    /// Whose tokens it carries.
    function book() external view returns (address);
}
