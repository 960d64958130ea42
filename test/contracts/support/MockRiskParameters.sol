// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";

/// Answers with what the test has set. A market that was never set is Unknown, with zeros.
contract MockRiskParameters is IRiskParameters {
    struct Answer {
        Parameters values;
        Status status;
    }

    mapping(bytes32 marketId => Answer) private _answers;

    function set(bytes32 marketId, Parameters memory values, Status status) external {
        _answers[marketId] = Answer(values, status);
    }

    function parameters(
        bytes32 marketId
    ) external view returns (Parameters memory values, Status status, uint40 ageSec) {
        Answer memory answer = _answers[marketId];
        return (answer.values, answer.status, answer.status == Status.Active ? 0 : type(uint40).max);
    }
}
