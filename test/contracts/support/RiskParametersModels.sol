// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Observation, Parameters, Policy} from "../../../contracts/libraries/ModelTypes.sol";

/// A model whose answer is not a vector that fits its slot: one field a bit too large, or a word too few.
contract MalformedModel {
    uint256 private immutable _field;

    constructor(uint256 field) {
        _field = field;
    }

    function evaluate(Observation calldata, Policy calldata) external view returns (uint256[8] memory target) {
        uint256[8] memory bits = [uint256(20), 20, 40, 32, 16, 22, 20, 20];
        if (_field < 8) target[_field] = 1 << bits[_field];
        else
            assembly ("memory-safe") {
                return(target, 0xe0)
            }
    }

    function validatePolicy(Policy calldata) external pure {}
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

/// A model that refuses with a kilobyte, policies as well if it was told to.
contract LoudModel {
    bool public refusesPolicies;

    function refusePolicies() external {
        refusesPolicies = true;
    }

    function evaluate(Observation calldata, Policy calldata) external pure returns (Parameters memory) {
        shout();
    }

    function validatePolicy(Policy calldata) external view {
        if (refusesPolicies) shout();
    }

    function shout() private pure {
        assembly ("memory-safe") {
            mstore(0x80, not(0))
            revert(0x80, 1024)
        }
    }
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
