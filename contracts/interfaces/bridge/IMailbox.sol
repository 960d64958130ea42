// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What a Hyperlane mailbox offers to contracts. A chain is its domain there, an address 32 bytes.
interface IMailbox {
    function dispatch(
        uint32 destinationDomain,
        bytes32 recipient,
        bytes calldata body
    ) external payable returns (bytes32 id);

    function quoteDispatch(
        uint32 destinationDomain,
        bytes32 recipient,
        bytes calldata body
    ) external view returns (uint256 feeWei);
}
