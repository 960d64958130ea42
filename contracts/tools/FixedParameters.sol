// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {Parameters} from "../libraries/ModelTypes.sol";

/// What a protocol has whose numbers were set by hand: one vector for every market, for ever. It measures nothing and
/// knows no bounds; nobody has a role. A vault that reads it is the control beside one that reads RiskParameters.
contract FixedParameters is IRiskParameters {
    Parameters private _values;

    /// @param values The vector; units are those of `Parameters`. Any is taken: nobody checks a number set by hand.
    constructor(Parameters memory values) {
        _values = values;
    }

    /// Always Active and of age 0: a number that is never measured anew is never out of date by its own account.
    /// @inheritdoc IRiskParameters
    function parameters(bytes32) external view returns (Parameters memory values, Status status, uint40 ageSec) {
        return (_values, Status.Active, 0);
    }
}
