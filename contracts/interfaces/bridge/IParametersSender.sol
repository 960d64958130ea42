// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Status} from "../IRiskParameters.sol";
import {IMessenger} from "./IMessenger.sol";

/// @title Sends what the home chain's protocols read
/// @notice Anyone may send a market's vector to a chain, by any messenger, and pays for it. The message is
/// `abi.encode(marketId, word, config)`, where `word` is the vector in the low 190 bits (ParametersPacking), then
/// `madeAt` in 38 bits, then the status in 3, and `config` the address of the configuration in force. `madeAt`: the
/// time of the evidence where the status is Active, else the time of sending, so that a halt is newer than what it
/// ends.
interface IParametersSender {
    event ParametersSent(
        bytes32 indexed marketId,
        uint64 indexed chainId,
        IMessenger indexed messenger,
        bytes32 messageId,
        uint256 word,
        address config
    );

    /// There is no such market, so there is nothing to send.
    error NothingToSend(bytes32 marketId);

    /// Sends what `parameters` answers now. Reverts with NothingToSend for a market that is Unknown, and as the
    /// messenger does.
    function send(
        bytes32 marketId,
        uint64 chainId,
        address receiver,
        IMessenger messenger
    ) external payable returns (bytes32 messageId);

    /// What `send` would send. Reverts with NothingToSend.
    function message(bytes32 marketId) external view returns (bytes memory payload, Status status, uint40 madeAt);
}
