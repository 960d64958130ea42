// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {MathLib} from "../libraries/MathLib.sol";
import {ModelLib} from "../libraries/ModelLib.sol";
import {Observation, Parameters, Policy} from "../libraries/ModelTypes.sol";

/// @title The gas of the twin's functions and of the reader, measured around the call itself
/// @notice For the benchmark: operands come from calldata, so that the compiler cannot know them, and the result
/// is returned, so that it cannot drop the call.
contract GasMeter {
    /// The gas of ModelLib.evaluate, with its operands in memory as a contract that reads them from storage has them.
    function evaluateGas(
        Observation memory observation,
        Policy memory policy
    ) external view returns (uint256 gasUsed, Parameters memory target) {
        uint256 before = gasleft();
        target = ModelLib.evaluate(observation, policy);
        gasUsed = before - gasleft();
    }

    /// The gas that a protocol's call of `parameters` takes: cold, if it is the transaction's first.
    function readParametersGas(
        IRiskParameters riskParameters,
        bytes32 marketId
    ) external view returns (uint256 gasUsed, Parameters memory values, Status status) {
        uint256 before = gasleft();
        (values, status, ) = riskParameters.parameters(marketId);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.mulDivDown.
    function mulDivDownGas(
        uint256 a,
        uint256 b,
        uint256 denominator
    ) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.mulDivDown(a, b, denominator);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.mulDivUp.
    function mulDivUpGas(
        uint256 a,
        uint256 b,
        uint256 denominator
    ) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.mulDivUp(a, b, denominator);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.sqrtDown.
    function sqrtDownGas(uint256 x) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.sqrtDown(x);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.cbrtDown.
    function cbrtDownGas(uint256 x) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.cbrtDown(x);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.fourthRootDown.
    function fourthRootDownGas(uint256 x) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.fourthRootDown(x);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.exp2Down.
    function exp2DownGas(uint64 xQ58) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.exp2Down(xQ58);
        gasUsed = before - gasleft();
    }

    /// The gas of MathLib.expNeg.
    function expNegGas(uint64 xQ58) external view returns (uint256 gasUsed, uint256 result) {
        uint256 before = gasleft();
        result = MathLib.expNeg(xQ58);
        gasUsed = before - gasleft();
    }
}
