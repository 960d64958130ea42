// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IModel} from "./interfaces/IModel.sol";
import {ModelLib} from "./libraries/ModelLib.sol";
import {Observation, Parameters, Policy} from "./libraries/ModelTypes.sol";

/// @title The EVM twin of the Wasm core, as a contract
contract Model is IModel {
    /// @inheritdoc IModel
    function evaluate(
        Observation calldata observation,
        Policy calldata policy
    ) external pure returns (Parameters memory target) {
        return ModelLib.evaluate(observation, policy);
    }

    /// @inheritdoc IModel
    function validatePolicy(Policy calldata policy) external pure {
        ModelLib.validatePolicy(policy);
    }
}
