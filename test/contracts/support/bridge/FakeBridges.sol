// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAxelarGateway} from "../../../../contracts/interfaces/bridge/IAxelarGateway.sol";
import {IMailbox} from "../../../../contracts/interfaces/bridge/IMailbox.sol";
import {IMessageReceiver} from "../../../../contracts/interfaces/bridge/IMessageReceiver.sol";

interface IHandler {
    function handle(uint32 origin, bytes32 sender, bytes calldata body) external payable;
}

/// A gateway that approves what a test says.
contract FakeGateway is IAxelarGateway {
    event ContractCall(address indexed sender, string destinationChain, string contractAddress, bytes payload);

    mapping(bytes32 approval => bool) private _approvals;

    function approve(
        bytes32 commandId,
        string calldata sourceChain,
        string calldata sourceAddress,
        address contractAddress,
        bytes32 payloadHash
    ) external {
        _approvals[_hash(commandId, sourceChain, sourceAddress, contractAddress, payloadHash)] = true;
    }

    function callContract(
        string calldata destinationChain,
        string calldata contractAddress,
        bytes calldata payload
    ) external {
        emit ContractCall(msg.sender, destinationChain, contractAddress, payload);
    }

    function validateContractCall(
        bytes32 commandId,
        string calldata sourceChain,
        string calldata sourceAddress,
        bytes32 payloadHash
    ) external returns (bool isValid) {
        bytes32 approval = _hash(commandId, sourceChain, sourceAddress, msg.sender, payloadHash);
        isValid = _approvals[approval];
        delete _approvals[approval];
    }

    function _hash(
        bytes32 commandId,
        string calldata sourceChain,
        string calldata sourceAddress,
        address contractAddress,
        bytes32 payloadHash
    ) private pure returns (bytes32) {
        return keccak256(abi.encode(commandId, sourceChain, sourceAddress, contractAddress, payloadHash));
    }
}

/// A mailbox that takes exactly its fee, and delivers what a test says.
contract FakeMailbox is IMailbox {
    event Dispatch(address indexed sender, uint32 destinationDomain, bytes32 recipient, bytes body);

    error WrongFee(uint256 valueWei, uint256 feeWei);

    uint256 public feeWei;

    function setFee(uint256 feeWei_) external {
        feeWei = feeWei_;
    }

    function dispatch(
        uint32 destinationDomain,
        bytes32 recipient,
        bytes calldata body
    ) external payable returns (bytes32 id) {
        require(msg.value == feeWei, WrongFee(msg.value, feeWei));
        emit Dispatch(msg.sender, destinationDomain, recipient, body);
        return keccak256(body);
    }

    function quoteDispatch(uint32, bytes32, bytes calldata) external view returns (uint256) {
        return feeWei;
    }

    function process(address recipient, uint32 origin, bytes32 sender, bytes calldata body) external {
        IHandler(recipient).handle(origin, sender, body);
    }
}

/// Keeps what it was told last, unless it refuses.
contract Inbox is IMessageReceiver {
    error Refused();

    bool private _isRefusing;
    uint256 public count;
    uint64 public chainId;
    address public sender;
    bytes public payload;

    function refuse(bool isRefusing) external {
        _isRefusing = isRefusing;
    }

    function receiveMessage(uint64 chainId_, address sender_, bytes calldata payload_) external {
        require(!_isRefusing, Refused());
        (chainId, sender, payload) = (chainId_, sender_, payload_);
        count++;
    }
}
