// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {RiskParametersConsumerTest} from "../../../contracts/testing/RiskParametersConsumerTest.sol";
import {VaultWorld} from "../support/testing/VaultWorld.sol";

/// The reference vault passes the kit: a real consumer on a real pool, with two choices of its own.
contract RebalancingVaultKitTest is RiskParametersConsumerTest {
    VaultWorld private world;

    function makeConsumer(IRiskParameters riskParameters_, bytes32 marketId) internal override {
        world = new VaultWorld();
        world.open(riskParameters_, marketId);
        passTime(2 days); // The world has let a day pass.
    }

    function act() internal override {
        world.give(2 * WISH_USD6);
        world.rebalance();
    }

    function movedUsd6() internal view override returns (uint256) {
        return world.spentQuote();
    }

    function exit() internal override {
        world.exit();
    }

    /// It uses the fallback as it was voted, also while halted: what owes a floor must not stand still.
    function mayActOn(Status status) internal pure override returns (bool) {
        return status != Status.Unknown;
    }

    /// An epoch of its own, not the interval.
    function leastWaitSec(Parameters memory) internal pure override returns (uint256) {
        return 1 hours;
    }
}
