// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Plan} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IUniswapV3SwapCallback} from "../../../contracts/interfaces/IUniswapV3SwapCallback.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// What an attacker with any amount of borrowed tokens can do, and what it costs whom.
contract VaultAttacksTest is VaultFixture {
    address private attacker = address(0xBAD);

    function setUp() external {
        _setUpDefault();
        _deposit(alice, _usd(1_000_000));
        _skip(1 hours);
    }

    // The pool's price

    function test_behavior_aPriceMovedInThisBlockIsRefused() external {
        assertEq(uint256(vault.previewRebalance().reason), uint256(Reason.None), "would trade");
        _movePrice(1_100_000);
        _expectRefused(Reason.PriceDeviates);
        _movePrice(810_000);
        _expectRefused(Reason.PriceDeviates);
    }

    function test_behavior_aPriceHeldForHalfTheWindowIsRefused() external {
        _movePrice(1_100_000);
        _skip(WINDOW_SEC / 2);
        _expectRefused(Reason.PriceDeviates);
    }

    function test_behavior_noTradeFromInsideAFlashSwap() external {
        // The swap takes a tenth of the pool and, before it is paid for, calls for a rebalance.
        _rebalanceInside(_usd(1_000_000));
        assertEq(
            actor.inCallAnswer(),
            abi.encodeWithSignature("RebalanceRefused(uint8)", Reason.PriceDeviates),
            "price"
        );
        actor.moveTo(pool, _rootOfPrice(3000));
        // One too small to show in the price meets the pool's own lock.
        _rebalanceInside(_usd(100));
        assertEq(actor.inCallAnswer(), abi.encodeWithSignature("Error(string)", "LOK"), "the pool is locked");
    }

    function _rebalanceInside(uint256 amountIn) private {
        actor.swapAnd(pool, !world.riskyIsToken0, amountIn, address(vault), abi.encodeCall(vault.rebalance, ()));
        assertTrue(!actor.inCallSucceeded(), "refused");
    }

    /// Moves the price against the vault as far as the guard allows, lets it trade, and moves back. What the vault
    /// loses, at the price of before, is at most fee + cap + deviation; the attacker's profit is less.
    function testFuzz_behavior_aSandwichIsBounded(uint256 moveSeed, uint256 weightSeed, bool riskyIsToken0) external {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        vault = _newVault(_settings());
        _setParameters(_boldParameters(), Status.Active);
        _deposit(alice, _usd(1_000_000));
        bool sells = weightSeed % 2 == 0;
        _fillToWeight(sells ? bound(weightSeed, 550_000, 1_000_000) : bound(weightSeed, 0, 450_000));
        _skip(1 hours);

        uint160 fair = _spot();
        (uint256 quoteBefore, uint256 riskyBefore) = _holdings(address(vault));
        (uint256 attackerQuote, uint256 attackerRisky) = _holdings(address(actor));
        _movePrice(sells ? 1_000_000 - bound(moveSeed, 1, 19_000) : 1_000_000 + bound(moveSeed, 1, 19_000));
        vault.rebalance();
        actor.moveTo(pool, fair);

        (uint256 quoteAfter, uint256 riskyAfter) = _holdings(address(vault));
        uint256 before = quoteBefore + _valueAtSpot(riskyBefore);
        uint256 loss = before - (quoteAfter + _valueAtSpot(riskyAfter));
        uint256 traded = sells ? _valueAtSpot(riskyBefore - riskyAfter) : quoteBefore - quoteAfter;
        assertLe(loss, (traded * (FEE_PIPS + CAP_PIPS + DEVIATION_PIPS)) / 1e6 + 2, "the vault's loss");

        (quoteAfter, riskyAfter) = _holdings(address(actor));
        uint256 wealth = quoteAfter + _valueAtSpot(riskyAfter);
        assertLe(wealth, attackerQuote + _valueAtSpot(attackerRisky) + loss, "the attacker's profit");
    }

    // The trade's cost

    /// Whatever the depth, the price and the weight: a rebalance costs at most the fee and the cap of what it trades,
    /// at the price before it.
    function testFuzz_behavior_noTradeCostsMoreThanFeeAndCap(
        uint256 depthSeed,
        uint256 priceSeed,
        uint256 weightSeed,
        bool riskyIsToken0
    ) external {
        uint256 price = bound(priceSeed, 1, 1e6);
        _setUpWorld(World(riskyIsToken0, 6, 18, price, bound(depthSeed, 100_000, 1e9)));
        vault = _newVault(_settings());
        _setParameters(_boldParameters(), Status.Active);
        _deposit(alice, _usd(1_000_000));
        _fillToWeight(bound(weightSeed, 0, 1_000_000));
        _skip(1 hours);
        Plan memory plan = vault.previewRebalance();
        if (plan.reason != Reason.None) return;

        uint160 spot = _spot();
        uint256 before = _navAtSpot();
        (uint256 given, ) = vault.rebalance();
        (uint256 quoteAfter, uint256 riskyAfter) = _holdings(address(vault));
        uint256 afterwards = quoteAfter + PoolPrice.quoteValueDown(riskyAfter, spot, riskyIsToken0);
        uint256 traded = plan.sellsRisky ? PoolPrice.quoteValueUp(given, spot, riskyIsToken0) : given;
        assertLe(before, afterwards + (traded * (FEE_PIPS + CAP_PIPS)) / 1e6 + 2, "lost no more");
    }

    function test_error_liquidityThatLiesBeyondTheCap() external {
        // Next to nothing near the price, plenty 1 % to 2 % above: the price limit alone would let it trade there.
        _setUpWorld(World(true, 6, 18, 3000, 1000));
        (, int24 tick, , , , , ) = pool.slot0();
        int24 from = ((tick + 120) / 60) * 60;
        actor.mint(pool, from, from + 120, _liquidityOfDepth(10_000_000));
        vault = _newVault(_settings());
        Parameters memory values = _parameters();
        values.maxTradeUsd = type(uint40).max;
        _setParameters(values, Status.Active);
        _deposit(alice, _usd(1_000_000));
        _skip(1 hours);
        uint256 state = vm.snapshotState();
        (bool succeeded, bytes memory answer) = address(vault).call(abi.encodeWithSignature("rebalance()"));
        assertTrue(!succeeded && bytes4(answer) == bytes4(keccak256("CostTooHigh(uint256,uint256)")), "refused");
        vm.revertToState(state);
        assertEq(vault.lastRebalanceAt(), nowAt - 1 hours, "and not stamped");
    }

    // Who may ask the vault to pay

    function test_error_onlyThePoolMayAskForPayment() external {
        vm.prank(attacker);
        vm.expectRevert(abi.encodeWithSignature("NotThePool(address)", attacker));
        IUniswapV3SwapCallback(address(vault)).uniswapV3SwapCallback(1, 0, "");
        // The pool calls back its own caller, so a stranger's swap asks the stranger.
        actor.swap(pool, true, 1 ether, 0);
        assertEq(quote.balanceOf(address(vault)), _usd(1_000_000), "untouched");
    }

    // Shares

    /// The first depositor inflates the share price by a donation. The second one pays the spread, as everyone does,
    /// to whoever is in; what he loses to rounding costs the attacker a million times more.
    function testFuzz_behavior_inflationIsUnprofitable(
        uint256 firstSeed,
        uint256 giftSeed,
        uint256 victimSeed
    ) external {
        vault = _newVault(_settings());
        uint256 gift = bound(giftSeed, 0, _usd(1_000_000_000));
        uint256 first = bound(firstSeed, 2, _usd(1000));
        uint256 victim = bound(victimSeed, _usd(1), _usd(1_000_000));
        _deposit(attacker, first);
        quote.mint(address(vault), gift);
        (bool succeeded, ) = address(this).call(abi.encodeCall(this.depositAs, (bob, victim)));
        uint256 lost = succeeded ? victim - _outInKind(bob) : 0;
        uint256 spread = (victim * 6500) / 1e6 + 1;
        uint256 put = first + gift + spread;
        uint256 back = _outInKind(attacker);
        assertLe(back, put, "the attacker gains the spread at most");
        assertLe(lost, spread + 2 + (put - back) / 1e6, "the victim's rounding");
    }

    function depositAs(address owner, uint256 assets) external {
        _deposit(owner, assets);
    }

    /// Deposit and redemption in kind are a swap through the vault. It never beats the pool, and never costs those
    /// who stay.
    function testFuzz_behavior_throughTheVaultIsNoCheaperSwap(uint256 sizeSeed, uint256 weightSeed) external {
        _fillToWeight(bound(weightSeed, 0, 500_000));
        uint256 size = bound(sizeSeed, _usd(100), _usd(100_000_000));
        uint256 before = vault.convertToAssets(vault.balanceOf(alice));
        uint256 shares = _deposit(attacker, size);
        vm.prank(attacker);
        (uint256 quoteBack, uint256 riskyBack) = vault.redeemInKind(shares, attacker, attacker);
        assertLe(before, vault.convertToAssets(vault.balanceOf(alice)), "those who stay");
        // In the pool the same quote buys more than this at 0.3 % + impact; here it paid 0.3 % + the whole cap.
        uint256 given = size - quoteBack;
        uint256 worth = _valueAtSpot(riskyBack);
        assertLe(worth, given - (given * (FEE_PIPS + CAP_PIPS - 200)) / 1e6, "dearer than fee and cap");
    }

    function _outInKind(address owner) private returns (uint256) {
        uint256 shares = vault.balanceOf(owner);
        vm.prank(owner);
        (uint256 paid, ) = vault.redeemInKind(shares, owner, owner);
        return paid;
    }

    function _holdings(address owner) private view returns (uint256, uint256) {
        return (quote.balanceOf(owner), risky.balanceOf(owner));
    }
}
