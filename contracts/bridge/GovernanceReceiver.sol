// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IGovernanceReceiver} from "../interfaces/bridge/IGovernanceBridge.sol";
import {IMessageReceiver} from "../interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../interfaces/bridge/IMessenger.sol";

/// @title Away: schedules what was voted at home
/// @notice A record is counted by the hash of all of it: messengers that bring different calls for the same nonce
/// never add up. A messenger that is no longer listed no longer counts, for records under way either. Records are
/// counted from 0: whoever replaces this contract replaces the sender at home as well.
contract GovernanceReceiver is IGovernanceReceiver {
    uint256 private constant MAX_MESSENGERS = 8;

    TimelockController public immutable timelock;
    uint64 public immutable homeChainId;
    /// The GovernanceSender of the home chain.
    address public immutable homeSender;

    /// @inheritdoc IGovernanceReceiver
    uint64 public nextNonce;
    uint32 private _threshold;
    IMessenger[] private _messengers;
    /// Whether the messenger has brought the record of that hash.
    mapping(bytes32 recordHash => mapping(IMessenger messenger => bool)) public hasBrought;

    constructor(
        TimelockController timelock_,
        uint64 homeChainId_,
        address homeSender_,
        IMessenger[] memory all,
        uint32 threshold
    ) {
        (timelock, homeChainId, homeSender) = (timelock_, homeChainId_, homeSender_);
        _setMessengers(all, threshold);
    }

    /// @inheritdoc IMessageReceiver
    function receiveMessage(uint64 chainId, address sender, bytes calldata payload) external {
        IMessenger messenger = IMessenger(msg.sender);
        require(_isListed(messenger), NotMessenger(msg.sender));
        require(chainId == homeChainId && sender == homeSender, NotTheSender(chainId, sender));
        (uint64 destination, uint64 nonce, address[] memory targets, bytes[] memory calldatas) = abi.decode(
            payload,
            (uint64, uint64, address[], bytes[])
        );
        require(destination == block.chainid, NotThisChain(destination));
        uint64 next = nextNonce;
        require(nonce <= next, NonceAhead(nonce, next));
        require(nonce == next, NoncePast(nonce, next));

        bytes32 recordHash = keccak256(payload);
        bool isRepeated = hasBrought[recordHash][messenger];
        hasBrought[recordHash][messenger] = true;
        (uint256 count, uint256 threshold) = (_countBrought(recordHash), _threshold);
        // Where the threshold has been lowered since, a repetition is enough.
        require(!isRepeated || count >= threshold, BroughtBefore(nonce, messenger));
        emit GovernanceBrought(nonce, messenger, count, threshold);
        if (count >= threshold) _schedule(nonce, targets, calldatas);
    }

    /// @inheritdoc IGovernanceReceiver
    function setMessengers(IMessenger[] calldata all, uint32 threshold) external {
        require(msg.sender == address(timelock), NotTheTimelock(msg.sender));
        _setMessengers(all, threshold);
    }

    /// @inheritdoc IGovernanceReceiver
    function messengers() external view returns (IMessenger[] memory all, uint32 threshold) {
        return (_messengers, _threshold);
    }

    /// @inheritdoc IGovernanceReceiver
    function operationId(
        uint64 nonce,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external view returns (bytes32) {
        return _operationId(nonce, targets, calldatas);
    }

    function _schedule(uint64 nonce, address[] memory targets, bytes[] memory calldatas) private {
        nextNonce = nonce + 1;
        emit GovernanceScheduled(nonce, _operationId(nonce, targets, calldatas), targets, calldatas);
        timelock.scheduleBatch(
            targets,
            new uint256[](targets.length),
            calldatas,
            0,
            bytes32(uint256(nonce)),
            timelock.getMinDelay()
        );
    }

    function _setMessengers(IMessenger[] memory all, uint32 threshold) private {
        uint256 count = all.length;
        require(count <= MAX_MESSENGERS && threshold != 0 && threshold <= count, MessengersInvalid());
        address previous = address(0);
        for (uint256 i = 0; i < count; i++) {
            address next = address(all[i]);
            require(next > previous, MessengersInvalid());
            previous = next;
        }
        (_messengers, _threshold) = (all, threshold);
        emit MessengersSet(all, threshold);
    }

    function _isListed(IMessenger messenger) private view returns (bool) {
        for (uint256 i = 0; i < _messengers.length; i++) {
            if (address(_messengers[i]) == address(messenger)) return true;
        }
        return false;
    }

    function _countBrought(bytes32 recordHash) private view returns (uint256 count) {
        for (uint256 i = 0; i < _messengers.length; i++) {
            if (hasBrought[recordHash][_messengers[i]]) count++;
        }
    }

    function _operationId(
        uint64 nonce,
        address[] memory targets,
        bytes[] memory calldatas
    ) private view returns (bytes32) {
        return
            timelock.hashOperationBatch(targets, new uint256[](targets.length), calldatas, 0, bytes32(uint256(nonce)));
    }
}
