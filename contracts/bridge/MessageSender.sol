// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IMessenger} from "../interfaces/bridge/IMessenger.sol";

/// @title Sending by a messenger that the caller chooses
/// @notice The caller pays. What the bridge does not take goes back to the caller; nothing stays here.
abstract contract MessageSender {
    /// The messenger gives back what the bridge did not take.
    receive() external payable {}

    function _send(
        IMessenger messenger,
        uint64 chainId,
        address receiver,
        bytes memory payload
    ) internal returns (bytes32 messageId) {
        messageId = messenger.send{value: msg.value}(chainId, receiver, payload);
        if (address(this).balance != 0) Address.sendValue(payable(msg.sender), address(this).balance);
    }
}
