// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernanceSender} from "../interfaces/bridge/IGovernanceBridge.sol";
import {IMessenger} from "../interfaces/bridge/IMessenger.sol";
import {MessageSender} from "./MessageSender.sol";

/// @title Home: what was voted for other chains
/// @notice The message is the very encoding whose hash is the record.
contract GovernanceSender is MessageSender, IGovernanceSender {
    // Records are scheduled in their order: one too large to be delivered would block all after it.
    uint256 private constant MAX_RECORD_BYTES = 16_384;

    address public immutable timelock;

    /// @inheritdoc IGovernanceSender
    mapping(uint64 chainId => mapping(uint64 nonce => bytes32)) public recordHash;
    /// @inheritdoc IGovernanceSender
    mapping(uint64 chainId => uint64) public nextNonce;

    constructor(address timelock_) {
        timelock = timelock_;
    }

    /// @inheritdoc IGovernanceSender
    function record(
        uint64 chainId,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external returns (uint64 nonce) {
        require(msg.sender == timelock, NotTheTimelock(msg.sender));
        require(targets.length == calldatas.length, LengthMismatch(targets.length, calldatas.length));
        nonce = nextNonce[chainId]++;
        bytes memory message = abi.encode(chainId, nonce, targets, calldatas);
        require(message.length <= MAX_RECORD_BYTES, RecordTooLong(message.length, MAX_RECORD_BYTES));
        recordHash[chainId][nonce] = keccak256(message);
        emit GovernanceRecorded(chainId, nonce, targets, calldatas);
    }

    /// @inheritdoc IGovernanceSender
    function post(
        uint64 chainId,
        uint64 nonce,
        address[] calldata targets,
        bytes[] calldata calldatas,
        address receiver,
        IMessenger messenger
    ) external payable returns (bytes32 messageId) {
        bytes memory message = abi.encode(chainId, nonce, targets, calldatas);
        require(keccak256(message) == recordHash[chainId][nonce], NotRecorded(chainId, nonce));
        messageId = _send(messenger, chainId, receiver, message);
        emit GovernancePosted(chainId, nonce, messenger, messageId);
    }
}
