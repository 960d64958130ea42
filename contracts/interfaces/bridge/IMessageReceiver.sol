// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title What a contract offers that takes messages of other chains
/// @notice It trusts the messengers that it lists, and of these only the sender and chain that they name.
interface IMessageReceiver {
    /// The caller is no messenger that is listed here.
    error NotMessenger(address account);
    /// The message is of another chain or contract than the one that is listened to.
    error NotTheSender(uint64 chainId, address sender);

    /// Takes a message. Reverts with NotMessenger, NotTheSender, and as the receiver says: the delivery is then
    /// repeated later, or never.
    /// @param chainId Where it was sent.
    /// @param sender Who sent it there.
    function receiveMessage(uint64 chainId, address sender, bytes calldata payload) external;
}
