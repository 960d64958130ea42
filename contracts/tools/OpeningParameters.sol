// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {Parameters} from "../libraries/ModelTypes.sol";

/// Parameters for a vault that is to begin with its position open: until a moment one vector for every market, so that
/// the vault opens at once, and from then on whatever another contract says. The moment is set once; nobody has a role.
contract OpeningParameters is IRiskParameters {
    Parameters private _opening;
    /// Whom it asks from `openUntil` on.
    IRiskParameters public immutable source;
    /// Unix seconds.
    uint40 public immutable openUntil;

    /// @param opening The vector before `openUntil_`; units are those of `Parameters`. Any is taken.
    constructor(IRiskParameters source_, uint40 openUntil_, Parameters memory opening) {
        source = source_;
        openUntil = openUntil_;
        _opening = opening;
    }

    /// Before `openUntil` always Active and of age 0.
    /// @inheritdoc IRiskParameters
    function parameters(
        bytes32 marketId
    ) external view returns (Parameters memory values, Status status, uint40 ageSec) {
        if (block.timestamp < openUntil) return (_opening, Status.Active, 0);
        return source.parameters(marketId);
    }
}
