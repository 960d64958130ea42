// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IMessageReceiver} from "../../../../contracts/interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../../../contracts/interfaces/bridge/IMessenger.sol";

/// A messenger that keeps what is sent: the test delivers it, twice, late, in another order, or never.
contract HeldMessenger is IMessenger {
    struct Message {
        address sender;
        address receiver;
        bytes payload;
    }

    uint64 private immutable _chainId;
    Message[] private _messages;

    /// @param chainId_ Where the messages come from.
    constructor(uint64 chainId_) {
        _chainId = chainId_;
    }

    function send(uint64, address receiver, bytes calldata payload) external payable returns (bytes32) {
        _messages.push(Message(msg.sender, receiver, payload));
        // The bridge takes 3 wei of what goes along; the rest goes back to the sender, as messengers do.
        if (msg.value > 3) Address.sendValue(payable(msg.sender), msg.value - 3);
        return bytes32(_messages.length);
    }

    function deliver(uint256 index) external {
        Message memory message = _messages[index];
        IMessageReceiver(message.receiver).receiveMessage(_chainId, message.sender, message.payload);
    }

    /// Says anything in anyone's name: a bridge that lies.
    function claim(uint64 chainId, address sender, address receiver, bytes calldata payload) external {
        IMessageReceiver(receiver).receiveMessage(chainId, sender, payload);
    }

    function count() external view returns (uint256) {
        return _messages.length;
    }

    function quoteFee(uint64, address, bytes calldata) external pure returns (uint256) {
        return 0;
    }

    function peerOf(uint64) external view returns (address) {
        return address(this);
    }
}
