// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title One way of bringing messages to other chains, and what they bring
/// @notice An adapter in front of one bridge, with a peer of its own kind on every chain that it reaches. It vouches
/// for who sent a message and from where, and for nothing else. Another bridge takes one contract of this interface.
interface IMessenger {
    /// A message left for another chain.
    /// @param messageId Names it on both chains: keccak256(abi.encode(sourceChainId, chainId, nonce, sender, receiver,
    /// keccak256(payload))).
    /// @param chainId Where it goes.
    /// @param nonce Counts what this messenger has sent to that chain, from 0.
    event MessageSent(
        bytes32 indexed messageId,
        uint64 indexed chainId,
        address indexed sender,
        address receiver,
        uint64 nonce,
        bytes payload
    );
    /// A message came from another chain, and its receiver took it. One that its receiver refuses is not taken: the
    /// whole delivery reverts, and anyone may repeat it.
    event MessageReceived(bytes32 indexed messageId, uint64 indexed chainId, address indexed sender, address receiver);
    /// The owner connected a chain, or cut it off (peer zero).
    event RouteSet(uint64 indexed chainId, address peer);

    /// This messenger reaches no such chain.
    error NoRoute(uint64 chainId);
    /// The bridge brings a message that no peer of this messenger has sent.
    error NotThePeer(uint64 chainId, address account);
    /// Only the bridge's own contract delivers.
    error NotTheBridge(address account);
    /// The bridge has not approved this message, or has delivered it already.
    error NotApproved(bytes32 messageId);

    /// Sends a message. Anyone may; the receiver is told who.
    /// Reverts with NoRoute, and as the bridge does if the value does not cover its fee.
    function send(
        uint64 chainId,
        address receiver,
        bytes calldata payload
    ) external payable returns (bytes32 messageId);

    /// What the bridge takes for it now, in wei.
    function quoteFee(uint64 chainId, address receiver, bytes calldata payload) external view returns (uint256 feeWei);

    /// The messenger on that chain whose messages are taken; zero: none.
    function peerOf(uint64 chainId) external view returns (address);
}
