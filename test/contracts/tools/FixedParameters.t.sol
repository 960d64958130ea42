// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Plan, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture} from "../support/VaultFixture.sol";

contract FixedParametersTest is VaultFixture {
    function fix(Parameters memory values) internal returns (IRiskParameters) {
        return IRiskParameters(deploy("FixedParameters.sol:FixedParameters", abi.encode(values)));
    }

    /// All eight values, whatever they are, for whatever market, whenever.
    function testFuzz_default_theVectorIsReadBack(
        Parameters memory values,
        bytes32 marketId,
        uint40 laterSec
    ) external {
        IRiskParameters fixedParameters = fix(values);
        vm.warp(START_AT + laterSec);
        (Parameters memory got, Status status, uint40 ageSec) = fixedParameters.parameters(marketId);
        assertEq(abi.encode(got), abi.encode(values), "values");
        assertEq(uint256(status), uint256(Status.Active), "status");
        assertEq(ageSec, 0, "age");
    }

    function test_behavior_aVaultTradesAsTheFixedVectorSays() external {
        _setUpDefault();
        Parameters memory values = _parameters();
        values.bandPips = 25_000;
        values.aggressivenessPips = 1_000_000;
        values.maxTradeUsd = type(uint40).max;
        (values.lotPips, values.returnPips) = (0, 0);
        VaultSettings memory settings = _settings();
        settings.riskParameters = fix(values);
        vault = _newVault(settings);
        _deposit(alice, 10_000e6);
        _skip(EPOCH_SEC);
        Plan memory plan = vault.previewRebalance();
        assertEq(uint256(plan.reason), uint256(Reason.None), "it would trade");
        assertEq(uint256(plan.status), uint256(Status.Active), "status");
        assertEq(plan.bandPips, 25_000, "band");
        assertEq(plan.tradeQuote, 5_000e6, "the whole drift");
        vault.rebalance();
        plan = vault.previewRebalance();
        assertEq(uint256(plan.reason), uint256(Reason.InsideBand), "nothing is left to trade");
        assertLe(plan.driftPips, 1_000, "at its target, but for the cost");
    }
}
