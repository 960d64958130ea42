// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What an Axelar gateway offers to contracts. A source address is text: "0x" and forty digits, in the spelling of
/// whoever vouched for it.
interface IAxelarGateway {
    function callContract(
        string calldata destinationChain,
        string calldata contractAddress,
        bytes calldata payload
    ) external;

    /// Whether the message was approved for the caller and not used yet; uses it.
    function validateContractCall(
        bytes32 commandId,
        string calldata sourceChain,
        string calldata sourceAddress,
        bytes32 payloadHash
    ) external returns (bool isValid);
}
