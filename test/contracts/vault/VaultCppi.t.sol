// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Mode, Plan, Reason, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture} from "../support/VaultFixture.sol";

/// Constant proportion portfolio insurance: exposure is multiplier x what a share is worth above its floor.
contract VaultCppiTest is VaultFixture {
    function setUp() external {
        _setUpDefault();
        VaultSettings memory settings = _settings();
        (settings.mode, settings.weightPips, settings.floorPips) = (Mode.Cppi, 800_000, 900_000);
        vault = _newVault(settings);
        _deposit(alice, _usd(100_000));
        _skip(1 hours);
    }

    function test_default_exposureIsMultiplierTimesCushion() external view {
        // Supply 98,960 after a spread of 1.04 %: the floor is 0.9 of it, the cushion 10.936 % of nav.
        assertEq(vault.previewRebalance().targetWeightPips, 437_440, "4 x 10.936 %");
    }

    function test_behavior_theMultiplierIsReadAnew() external {
        Parameters memory values = _parameters();
        values.cppiMultiplierE3 = 2500;
        _setParameters(values, Status.Active);
        assertEq(vault.previewRebalance().targetWeightPips, 273_400, "2.5 x 10.936 %");
        values.cppiMultiplierE3 = 20_000;
        _setParameters(values, Status.Active);
        assertEq(vault.previewRebalance().targetWeightPips, 800_000, "at most the largest weight");
    }

    function test_behavior_comingAndGoingMovesTheFloor() external {
        uint256 before = vault.previewRebalance().targetWeightPips;
        _deposit(bob, _usd(900_000));
        uint256 weight = vault.previewRebalance().targetWeightPips;
        assertLe(before, weight, "the spread adds to the cushion");
        assertLe(weight, before + 40_000, "and nothing else does");
    }

    function test_behavior_sellsAsThePriceFalls() external {
        vault.rebalance();
        _skip(1 days);
        vault.rebalance();
        Plan memory before = vault.previewRebalance();
        _movePriceAndSettle(900_000);
        Plan memory afterwards = vault.previewRebalance();
        assertTrue(afterwards.targetWeightPips < before.targetWeightPips, "target falls");
        assertTrue(afterwards.sellsRisky, "sells");
        vault.rebalance();
    }

    function test_behavior_leavesTheMarketAtTheFloor() external {
        _fillToWeight(437_000);
        _movePriceAndSettle(740_000);
        Plan memory plan = vault.previewRebalance();
        assertLe(plan.navQuote, _usd(89_064), "below the floor");
        assertEq(plan.targetWeightPips, 0, "no exposure");
        _skip(1 days);
        Parameters memory values = _parameters();
        values.maxTradeUsd6 = type(uint64).max;
        _setParameters(values, Status.Active);
        vault.rebalance();
        assertLe(risky.balanceOf(address(vault)), 1, "sold out");
        _skip(1 days);
        _expectRefused(Reason.InsideBand);
    }
}
