// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Observation, Parameters, Policy} from "../libraries/ModelTypes.sol";

/// @title The model as a contract, so that a vote can replace it
interface IModel {
    /// Computes the target of one market at one block: eight parameters from what was measured and what was
    /// voted. Band, interval and guard are rounded up, the others down.
    /// Reverts if a field is outside its domain: ModelLib.OutOfDomain, first field in the order of the structs.
    function evaluate(
        Observation calldata observation,
        Policy calldata policy
    ) external pure returns (Parameters memory target);

    /// Reverts if a field of the policy is outside its domain: ModelLib.OutOfDomain.
    function validatePolicy(Policy calldata policy) external pure;
}
