// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Observation, Parameters, Policy} from "../../../contracts/libraries/ModelTypes.sol";

/// A model whose answer is not a vector: one field above its type, or a word too few.
contract MalformedModel {
    uint256 private immutable _field;

    constructor(uint256 field) {
        _field = field;
    }

    function evaluate(Observation calldata, Policy calldata) external view returns (uint256[6] memory target) {
        uint256[6] memory bits = [uint256(32), 32, 64, 32, 16, 32];
        if (_field < 6) target[_field] = 1 << bits[_field];
        else
            assembly ("memory-safe") {
                return(target, 0xa0)
            }
    }
}

/// A model that answers with one vector whatever it is given.
contract ConstantModel {
    Parameters private target;

    function setTarget(Parameters calldata newTarget) external {
        target = newTarget;
    }

    function evaluate(Observation calldata, Policy calldata) external view returns (Parameters memory) {
        return target;
    }

    function validatePolicy(Policy calldata) external pure {}
}

/// A model that fails without a word, or never ends.
contract BrokenModel {
    bool private immutable _burnsGas;

    constructor(bool burnsGas) {
        _burnsGas = burnsGas;
    }

    function evaluate(Observation calldata, Policy calldata) external view returns (Parameters memory) {
        while (_burnsGas) {}
        assembly ("memory-safe") {
            revert(0, 0)
        }
    }

    function validatePolicy(Policy calldata) external view {
        while (_burnsGas) {}
    }
}
