// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IMessageReceiver} from "../interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../interfaces/bridge/IMessenger.sol";

/// @title What every messenger does, whatever its bridge
/// @notice Over the bridge goes `abi.encode(nonce, sender, receiver, payload)`; the bridge vouches for the chain and
/// the peer that sent it. A bridge delivers a message once, so nothing is remembered here. The owner is the chain's
/// timelock.
abstract contract Messenger is IMessenger, Ownable {
    /// All of a chain that sending needs, in one slot. `domain`: the bridge's number of the chain, where it has one.
    struct Route {
        address peer;
        uint64 nextNonce;
        uint32 domain;
    }

    mapping(uint64 chainId => Route) internal _routes;
    // By the bridge's name of the chain, in one word.
    mapping(bytes32 name => uint64 chainId) private _chainIds;

    /// The bridge's name of the chain stands for another one already.
    error NameTaken(uint64 chainId);

    constructor(address owner) Ownable(owner) {}

    /// @inheritdoc IMessenger
    function send(
        uint64 chainId,
        address receiver,
        bytes calldata payload
    ) external payable returns (bytes32 messageId) {
        Route storage route = _routes[chainId];
        address peer = route.peer;
        require(peer != address(0), NoRoute(chainId));
        uint64 nonce = route.nextNonce++;
        // Safe: a chain's id has fewer than 64 bits on every chain that the bridges reach.
        messageId = _computeId(uint64(block.chainid), chainId, nonce, msg.sender, receiver, payload);
        emit MessageSent(messageId, chainId, msg.sender, receiver, nonce, payload);
        uint256 feeWei = _dispatch(chainId, peer, abi.encode(nonce, msg.sender, receiver, payload));
        if (msg.value > feeWei) Address.sendValue(payable(msg.sender), msg.value - feeWei);
    }

    /// @inheritdoc IMessenger
    function quoteFee(uint64 chainId, address receiver, bytes calldata payload) external view returns (uint256 feeWei) {
        Route storage route = _routes[chainId];
        address peer = route.peer;
        require(peer != address(0), NoRoute(chainId));
        return _quote(chainId, peer, abi.encode(route.nextNonce, msg.sender, receiver, payload));
    }

    /// @inheritdoc IMessenger
    function peerOf(uint64 chainId) external view returns (address) {
        return _routes[chainId].peer;
    }

    /// Hands the envelope to the bridge, which takes the fee that is returned.
    function _dispatch(uint64 chainId, address peer, bytes memory envelope) internal virtual returns (uint256 feeWei);

    function _quote(uint64 chainId, address peer, bytes memory envelope) internal view virtual returns (uint256 feeWei);

    /// Connects a chain by the bridge's name of it, in the place of the name before; peer zero cuts it off.
    function _setRoute(uint64 chainId, bytes32 oldName, bytes32 name, address peer, uint32 domain) internal {
        require(chainId != 0 && chainId != block.chainid, NoRoute(chainId));
        delete _chainIds[oldName];
        require(_chainIds[name] == 0, NameTaken(_chainIds[name]));
        if (peer != address(0)) _chainIds[name] = chainId;
        Route storage route = _routes[chainId];
        (route.peer, route.domain) = (peer, domain);
        emit RouteSet(chainId, peer);
    }

    /// The chain that the bridge means, where this account is the peer. Reverts with NotThePeer.
    function _requirePeer(bytes32 name, address account) internal view returns (uint64 chainId) {
        chainId = _chainIds[name];
        // A chain that is not connected has no peer, and no account is zero.
        require(account != address(0) && _routes[chainId].peer == account, NotThePeer(chainId, account));
    }

    /// Brings a message that the bridge has vouched for to its receiver, who may refuse it.
    function _deliver(uint64 sourceChainId, bytes calldata envelope) internal {
        (uint64 nonce, address sender, address receiver, bytes memory payload) = abi.decode(
            envelope,
            (uint64, address, address, bytes)
        );
        IMessageReceiver(receiver).receiveMessage(sourceChainId, sender, payload);
        bytes32 messageId = _computeId(sourceChainId, uint64(block.chainid), nonce, sender, receiver, payload);
        emit MessageReceived(messageId, sourceChainId, sender, receiver);
    }

    /// The message in an envelope, as it is named on both chains.
    function _computeId(uint64 sourceChainId, bytes calldata envelope) internal view returns (bytes32) {
        (uint64 nonce, address sender, address receiver, bytes memory payload) = abi.decode(
            envelope,
            (uint64, address, address, bytes)
        );
        return _computeId(sourceChainId, uint64(block.chainid), nonce, sender, receiver, payload);
    }

    function _computeId(
        uint64 sourceChainId,
        uint64 chainId,
        uint64 nonce,
        address sender,
        address receiver,
        bytes memory payload
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(sourceChainId, chainId, nonce, sender, receiver, keccak256(payload)));
    }
}
