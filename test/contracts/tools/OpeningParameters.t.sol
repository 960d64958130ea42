// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture} from "../support/VaultFixture.sol";

contract OpeningParametersTest is VaultFixture {
    function testFuzz_default_theOpeningUntilItsMomentAndTheSourceFromItOn(
        Parameters memory opening,
        Parameters memory later,
        bytes32 marketId,
        uint16 openSec
    ) external {
        IRiskParameters source = IRiskParameters(deploy("FixedParameters.sol:FixedParameters", abi.encode(later)));
        uint256 openUntil = START_AT + 1 + openSec;
        IRiskParameters parameters = IRiskParameters(
            deploy("OpeningParameters.sol:OpeningParameters", abi.encode(source, uint40(openUntil), opening))
        );
        vm.warp(openUntil - 1);
        _requireValues(parameters, marketId, opening);
        vm.warp(openUntil);
        _requireValues(parameters, marketId, later);
    }

    function _requireValues(IRiskParameters from, bytes32 marketId, Parameters memory values) private view {
        (Parameters memory got, Status status, uint40 ageSec) = from.parameters(marketId);
        assertEq(abi.encode(got), abi.encode(values), "values");
        assertEq(uint256(status), uint256(Status.Active), "status");
        assertEq(ageSec, 0, "age");
    }
}
