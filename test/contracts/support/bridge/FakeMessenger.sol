// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMessenger} from "../../../../contracts/interfaces/bridge/IMessenger.sol";

/// Keeps what it was given to send.
contract FakeMessenger is IMessenger {
    uint64 public chainId;
    address public receiver;
    bytes public payload;

    function send(
        uint64 chainId_,
        address receiver_,
        bytes calldata payload_
    ) external payable returns (bytes32 messageId) {
        (chainId, receiver, payload) = (chainId_, receiver_, payload_);
        return "id";
    }

    function quoteFee(uint64, address, bytes calldata) external pure returns (uint256) {
        return 0;
    }

    function peerOf(uint64) external pure returns (address) {
        return address(0);
    }
}
