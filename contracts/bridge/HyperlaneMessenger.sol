// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMailbox} from "../interfaces/bridge/IMailbox.sol";
import {Messenger} from "./Messenger.sol";

/// @title Messages by Hyperlane
/// @notice Who may vouch for a message is what the mailbox's own security module says: this contract names no other.
contract HyperlaneMessenger is Messenger {
    IMailbox public immutable mailbox;

    constructor(address owner, IMailbox mailbox_) Messenger(owner) {
        mailbox = mailbox_;
    }

    /// Owner: connects a chain, or cuts it off (peer zero).
    /// Reverts with OwnableUnauthorizedAccount, NoRoute (this chain, or 0), NameTaken.
    function setRoute(uint64 chainId, uint32 domain, address peer) external onlyOwner {
        // A chain that is cut off keeps no number: another one may be given it, and would lose it with this one's next.
        uint32 kept = peer == address(0) ? 0 : domain;
        _setRoute(chainId, _nameOf(_routes[chainId].domain), _nameOf(domain), peer, kept);
    }

    /// The mailbox delivers a message. Reverts with NotTheBridge, NotThePeer, and as the receiver does.
    function handle(uint32 origin, bytes32 sender, bytes calldata body) external payable {
        require(msg.sender == address(mailbox), NotTheBridge(msg.sender));
        // An address with anything above its 20 bytes is no address of this kind.
        address account = uint256(sender) >> 160 == 0 ? address(uint160(uint256(sender))) : address(0);
        _deliver(_requirePeer(_nameOf(origin), account), body);
    }

    /// What the mailbox calls the chain; 0 also where it is not connected.
    function domainOf(uint64 chainId) external view returns (uint32) {
        return _routes[chainId].domain;
    }

    function _dispatch(uint64 chainId, address peer, bytes memory envelope) internal override returns (uint256 feeWei) {
        uint32 domain = _routes[chainId].domain;
        bytes32 recipient = bytes32(uint256(uint160(peer)));
        // Less than the fee is the mailbox's to refuse, more goes back to whoever sends; of nothing there is no more.
        if (msg.value != 0) {
            feeWei = mailbox.quoteDispatch(domain, recipient, envelope);
            if (msg.value < feeWei) feeWei = msg.value;
        }
        mailbox.dispatch{value: feeWei}(domain, recipient, envelope);
    }

    function _quote(
        uint64 chainId,
        address peer,
        bytes memory envelope
    ) internal view override returns (uint256 feeWei) {
        return mailbox.quoteDispatch(_routes[chainId].domain, bytes32(uint256(uint160(peer))), envelope);
    }

    function _nameOf(uint32 domain) private pure returns (bytes32) {
        return bytes32(uint256(domain));
    }
}
