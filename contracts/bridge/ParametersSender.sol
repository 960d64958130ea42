// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMessenger} from "../interfaces/bridge/IMessenger.sol";
import {IParametersSender} from "../interfaces/bridge/IParametersSender.sol";
import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {IRiskParametersAdmin} from "../interfaces/IRiskParametersAdmin.sol";
import {MessageWord} from "../libraries/MessageWord.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {ParametersPacking} from "../libraries/ParametersPacking.sol";
import {MessageSender} from "./MessageSender.sol";

/// @title Home: sends what protocols read
contract ParametersSender is MessageSender, IParametersSender {
    /// What is sent: an IRiskParameters and IRiskParametersAdmin.
    address public immutable riskParameters;

    constructor(address riskParameters_) {
        riskParameters = riskParameters_;
    }

    /// @inheritdoc IParametersSender
    function send(
        bytes32 marketId,
        uint64 chainId,
        address receiver,
        IMessenger messenger
    ) external payable returns (bytes32 messageId) {
        (uint256 word, address config, , ) = _read(marketId);
        messageId = _send(messenger, chainId, receiver, abi.encode(marketId, word, config));
        emit ParametersSent(marketId, chainId, messenger, messageId, word, config);
    }

    /// @inheritdoc IParametersSender
    function message(bytes32 marketId) external view returns (bytes memory payload, Status status, uint40 madeAt) {
        uint256 word;
        address config;
        (word, config, status, madeAt) = _read(marketId);
        payload = abi.encode(marketId, word, config);
    }

    function _read(bytes32 marketId) private view returns (uint256 word, address config, Status status, uint40 madeAt) {
        Parameters memory values;
        uint40 ageSec;
        (values, status, ageSec) = IRiskParameters(riskParameters).parameters(marketId);
        require(status != Status.Unknown, NothingToSend(marketId));
        // Safe: a block's time has fewer than 38 bits for 8,000 years, and evidence is never from the future.
        madeAt = uint40(block.timestamp) - (status == Status.Active ? ageSec : 0);
        word = MessageWord.pack(ParametersPacking.packValues(values), madeAt, status);
        config = IRiskParametersAdmin(riskParameters).marketState(marketId).config;
    }
}
