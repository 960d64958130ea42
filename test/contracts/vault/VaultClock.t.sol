// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";
import {IVaultTestPool} from "../support/VaultPoolActor.sol";

/// What starts the clock again, and what does not.
contract VaultClockTest is VaultFixture {
    uint256 private startAt;

    /// Half of 10,000,000 dollars are to be bought; the cap lets 101,314 through.
    function setUp() external {
        _setUpDefault();
        _deposit(alice, _usd(10_000_000));
        startAt = nowAt;
        _skip(2 hours);
    }

    function test_default_aTradeStartsIt() external {
        _setLargestTrade(50_000);
        vault.rebalance();
        assertEq(vault.lastRebalanceAt(), nowAt, "started");
        assertEq(vault.previewRebalance().elapsedSec, 0, "elapsed");
    }

    function test_behavior_halfOfThePlanStartsIt() external {
        _setLargestTrade(202_000);
        (uint256 amountIn, ) = vault.rebalance();
        assertTrue(amountIn > _usd(101_000) && amountIn < _usd(202_000), "cut, to more than half");
        assertEq(vault.lastRebalanceAt(), nowAt, "started");
    }

    function test_behavior_lessThanHalfDoesNot() external {
        _setLargestTrade(203_000);
        (uint256 amountIn, ) = vault.rebalance();
        assertTrue(amountIn < _usd(101_500) && amountIn > _usd(101_000), "cut, to less than half");
        assertEq(vault.lastRebalanceAt(), startAt, "not started");
    }

    /// Finding of the audit: who lets the vault trade a crumb made it wait for an epoch, and again and again.
    function test_finding_clockResetByACrumb() external {
        // The liquidity has gone but for a thousandth part when the attacker calls.
        _setUpWorld(World(true, 6, 18, 3000, 10_000));
        vault = _newVault(_settings());
        _setParameters(_parameters(), Status.Active);
        _deposit(alice, _usd(200_000));
        startAt = nowAt;
        _skip(1 hours);
        (uint256 crumb, ) = vault.rebalance();
        assertLe(crumb, _usd(102), "a crumb of the 50,000 that were planned");
        assertEq(vault.lastRebalanceAt(), startAt, "the clock runs on");

        // Price and liquidity are back a second later.
        actor.moveTo(pool, _rootOfPrice(3000));
        actor.mint(pool, -FULL_RANGE_TICK, FULL_RANGE_TICK, _liquidityOfDepth(10_000_000));
        _skip(1);
        assertEq(vault.previewRebalance().elapsedSec, 1 hours + 1, "elapsed");
        (uint256 amountIn, ) = vault.rebalance();
        // The crumb is worth a little less by now, and no more than itself.
        assertTrue(amountIn <= _usd(50_000) && amountIn >= _usd(50_000) - crumb, "half of the rest");
        assertEq(vault.lastRebalanceAt(), nowAt, "started");
    }

    function test_behavior_neverTwiceInOneSecond() external {
        _setLargestTrade(1_000_000);
        vault.rebalance();
        assertEq(vault.lastRebalanceAt(), startAt, "the clock runs on");
        actor.moveTo(pool, _rootOfPrice(3000));
        _expectRefused(Reason.TooSoon);
        _skip(1);
        vault.rebalance();
    }

    function test_error_aPoolThatTakesNothing() external {
        // All liquidity lies beyond the cap: the price would run to the limit, and nothing would be traded.
        pool = IVaultTestPool(factory.createPool(address(quote), address(risky), 500));
        pool.initialize(_rootOfPrice(3000));
        (, int24 tick, , , , , ) = pool.slot0();
        int24 from = ((tick + 600) / 60) * 60;
        actor.mint(pool, from, from + 120, _liquidityOfDepth(10_000_000));
        VaultSettings memory settings = _settings();
        settings.poolFeePips = 500;
        vault = _newVault(settings);
        startAt = nowAt;
        _skip(1 hours);
        _deposit(alice, _usd(200_000));
        assertEq(uint256(vault.previewRebalance().reason), uint256(Reason.None), "the preview does not ask the pool");
        uint160 before = _spot();
        vm.expectRevert(abi.encodeWithSignature("RebalanceRefused(uint8)", Reason.TradeTooSmall));
        vault.rebalance();
        assertEq(_spot(), before, "price");
        assertEq(vault.lastRebalanceAt(), startAt, "clock");
    }

    function _setLargestTrade(uint40 dollars) private {
        Parameters memory values = _boldParameters();
        values.maxTradeUsd = dollars;
        _setParameters(values, Status.Active);
    }
}
