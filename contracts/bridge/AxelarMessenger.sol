// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {IAxelarGateway} from "../interfaces/bridge/IAxelarGateway.sol";
import {Messenger} from "./Messenger.sol";

/// @title Messages by Axelar
/// @notice The gateway takes no fee: whoever relays pays for the approval and the delivery. Chains go by their names at
/// Axelar, spelled exactly; a peer's address counts in any spelling of its forty digits.
contract AxelarMessenger is Messenger {
    IAxelarGateway public immutable gateway;

    /// What Axelar calls the chain; empty: not connected.
    mapping(uint64 chainId => string) public chainNameOf;

    constructor(address owner, IAxelarGateway gateway_) Messenger(owner) {
        gateway = gateway_;
    }

    /// Owner: connects a chain, or cuts it off (peer zero).
    /// Reverts with OwnableUnauthorizedAccount, NoRoute (this chain, or 0), NameTaken.
    function setRoute(uint64 chainId, string calldata chainName, address peer) external onlyOwner {
        _setRoute(chainId, keccak256(bytes(chainNameOf[chainId])), keccak256(bytes(chainName)), peer, 0);
        chainNameOf[chainId] = peer == address(0) ? "" : chainName;
    }

    /// Delivers a message that the gateway has approved. Anyone may, and may repeat it as long as the receiver refuses.
    /// Reverts with NotThePeer, NotApproved, and as the receiver does.
    function execute(
        bytes32 commandId,
        string calldata sourceChain,
        string calldata sourceAddress,
        bytes calldata payload
    ) external {
        (, address account) = Strings.tryParseAddress(sourceAddress);
        uint64 chainId = _requirePeer(keccak256(bytes(sourceChain)), account);
        require(
            gateway.validateContractCall(commandId, sourceChain, sourceAddress, keccak256(payload)),
            NotApproved(_computeId(chainId, payload))
        );
        _deliver(chainId, payload);
    }

    function _dispatch(uint64 chainId, address peer, bytes memory envelope) internal override returns (uint256) {
        gateway.callContract(chainNameOf[chainId], Strings.toHexString(peer), envelope);
        return 0;
    }

    function _quote(uint64, address, bytes memory) internal pure override returns (uint256) {
        return 0;
    }
}
