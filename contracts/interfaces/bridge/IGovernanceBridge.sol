// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMessageReceiver} from "./IMessageReceiver.sol";
import {IMessenger} from "./IMessenger.sol";

/// @title Home: what was voted for another chain
/// @notice A vote records the calls; anyone then posts them, by each messenger that the other chain listens to, and
/// pays. Posting may be repeated: the other chain counts each messenger once. The message is
/// `abi.encode(chainId, nonce, targets, calldatas)`.
interface IGovernanceSender {
    /// A vote was recorded.
    /// @param nonce Counts the votes for that chain, from 0.
    event GovernanceRecorded(uint64 indexed chainId, uint64 indexed nonce, address[] targets, bytes[] calldatas);
    event GovernancePosted(
        uint64 indexed chainId,
        uint64 indexed nonce,
        IMessenger indexed messenger,
        bytes32 messageId
    );

    /// Only the timelock records.
    error NotTheTimelock(address account);
    error LengthMismatch(uint256 targets, uint256 calldatas);
    /// There is no such record, or its calls are others.
    error NotRecorded(uint64 chainId, uint64 nonce);
    /// The record's encoding is longer than 16,384 bytes: one that cannot be delivered would block all after it.
    error RecordTooLong(uint256 lengthBytes, uint256 maxBytes);

    /// Timelock: records calls for another chain's timelock. Reverts with NotTheTimelock, LengthMismatch,
    /// RecordTooLong.
    function record(
        uint64 chainId,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external returns (uint64 nonce);

    /// Posts a record to the chain's GovernanceReceiver. Reverts with NotRecorded, and as the messenger does.
    function post(
        uint64 chainId,
        uint64 nonce,
        address[] calldata targets,
        bytes[] calldata calldatas,
        address receiver,
        IMessenger messenger
    ) external payable returns (bytes32 messageId);

    /// keccak256(abi.encode(chainId, nonce, targets, calldatas)) of a record; zero: there is none.
    function recordHash(uint64 chainId, uint64 nonce) external view returns (bytes32);

    /// The nonce of the next record for that chain: how many there are.
    function nextNonce(uint64 chainId) external view returns (uint64);

    function timelock() external view returns (address);
}

/// @title Away: schedules what was voted at home, once enough messengers say the same
/// @notice The calls wait in this chain's TimelockController, where the local guardian may cancel them, and anyone
/// executes them when their time has come. Records are scheduled in their order, each once.
interface IGovernanceReceiver is IMessageReceiver {
    /// One more messenger brought this record.
    event GovernanceBrought(uint64 indexed nonce, IMessenger indexed messenger, uint256 count, uint256 threshold);
    event GovernanceScheduled(uint64 indexed nonce, bytes32 indexed operationId, address[] targets, bytes[] calldatas);
    event MessengersSet(IMessenger[] messengers, uint32 threshold);

    /// The record is for another chain.
    error NotThisChain(uint64 chainId);
    /// An earlier record has not been scheduled yet; repeat the delivery later.
    error NonceAhead(uint64 nonce, uint64 nextNonce);
    /// The record was scheduled before.
    error NoncePast(uint64 nonce, uint64 nextNonce);
    /// This messenger has brought the same record before.
    error BroughtBefore(uint64 nonce, IMessenger messenger);
    /// Only this chain's timelock sets messengers.
    error NotTheTimelock(address account);
    /// Messengers must rise strictly from above zero, 1 to 8 of them, and the threshold lie in 1 ... their number.
    error MessengersInvalid();

    /// Timelock: who may bring records, and how many have to say the same. Reverts with NotTheTimelock,
    /// MessengersInvalid.
    function setMessengers(IMessenger[] calldata all, uint32 threshold) external;

    function messengers() external view returns (IMessenger[] memory all, uint32 threshold);

    /// The record that is scheduled next.
    function nextNonce() external view returns (uint64);

    /// Of a record, as the timelock names it: salt is bytes32(nonce), predecessor zero, values all zero.
    function operationId(
        uint64 nonce,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external view returns (bytes32);
}
