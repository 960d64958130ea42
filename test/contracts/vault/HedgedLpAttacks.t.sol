// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Action} from "../../../contracts/interfaces/IPositionVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Fault} from "../support/venues/FakePerpVenue.sol";
import {HedgedLpFixture} from "../support/venues/HedgedLpFixture.sol";

/// What pushed prices, sudden deposits, gifts and venues that misbehave can do.
contract HedgedLpAttacksTest is HedgedLpFixture {
    function setUp() external {
        _setUpLp(true, 0);
        _open();
    }

    // The pool's price

    function testFuzz_P157_aPushedPriceMovesNothingThatIsTold(uint256 pushSeed) external {
        uint256 before = lp.totalAssets();
        uint160 root = _spot();
        _movePrice(bound(pushSeed, 500_000, 2_000_000));
        // What the push itself pays in fees is the vault's.
        assertLe(before, lp.totalAssets(), "not less");
        assertLe(lp.totalAssets(), before + before / 50, "nor more than the fees of the push");
        _expectNothing(_spot() == root ? Reason.InsideBand : lp.previewAction().reason);
        assertTrue(lp.previewAction().action == Action.None, "and nothing is put anew");
    }

    /// Within what the vault trades at, but beyond what it puts its range anew at.
    function test_P157_aPushedPriceDoesNotMakeItRecentre() external {
        _settle(1_150_000);
        _skip(EPOCH_SEC);
        _alignPerp();
        assertEq(uint256(lp.previewAction().action), uint256(Action.Recentre), "due");
        uint160 root = _spot();
        _movePrice(1_010_000);
        assertTrue(lp.previewAction().action != Action.Recentre, "not at a pushed price");
        actor.moveTo(pool, root);
        assertEq(uint256(lp.previewAction().action), uint256(Action.Recentre), "due again");
    }

    /// Pushes the price as far as a range is put anew at, lets the vault do it, and goes back. The attacker's loss is
    /// the vault's gain and the pool's fee: up to twice the pool's fee nothing is to be won.
    function testFuzz_behavior_aSandwichOfARecentreDoesNotPay(uint256 pushSeed, bool isUp) external {
        _settle(1_150_000);
        _skip(EPOCH_SEC);
        _alignPerp();
        uint160 root = _spot();
        (uint256 q, uint256 r) = (quote.balanceOf(address(actor)), risky.balanceOf(address(actor)));
        uint256 push = bound(pushSeed, 100, RECENTRE_PIPS - 500);
        _movePrice(isUp ? 1_000_000 + push : 1_000_000 - push);
        if (lp.previewAction().action != Action.Recentre) return;
        lp.act();
        actor.moveTo(pool, root);
        uint256 before = q + _valueAtSpot(r);
        assertLe(quote.balanceOf(address(actor)) + _valueAtSpot(risky.balanceOf(address(actor))), before, "a loss");
    }

    // Shares

    /// Comes in once fees have been earned and leaves at once.
    function testFuzz_behavior_aSuddenDepositTakesNoFeesOfOthers(uint256 amountSeed) external {
        // More than the spread, which alone would hold off less.
        _churn(20);
        uint256 amount = bound(amountSeed, _usd(1), _usd(50_000_000));
        uint256 before = lp.totalAssets();
        uint256 shares = _depositLp(bob, amount);
        vm.prank(bob);
        (uint256 q, uint256 r) = lp.redeemInKind(shares, bob, bob);
        assertLe(q + _valueAtSpot(r), amount, "he gains nothing");
        assertLe(before, lp.totalAssets() + 10, "the others lose nothing");
    }

    /// The same at any price within what is allowed: who comes in pays the most between spot and mean.
    function testFuzz_behavior_aDepositAtAPushedPriceGainsNothing(uint256 amountSeed, uint256 pushSeed) external {
        uint160 root = _spot();
        _movePrice(bound(pushSeed, 981_000, 1_019_000));
        uint256 amount = bound(amountSeed, _usd(1), _usd(10_000_000));
        uint256 shares = _depositLp(bob, amount);
        actor.moveTo(pool, root);
        vm.prank(bob);
        (uint256 q, uint256 r) = lp.redeemInKind(shares, bob, bob);
        assertLe(q + _valueAtSpot(r), amount, "he gains nothing");
    }

    function test_behavior_giftsAreTheHolders() external {
        uint256 before = lp.totalAssets();
        quote.mint(address(lp), _usd(1000));
        // Anyone may add to the position: it is the vault's then.
        (int24 lower, int24 upper, uint128 amount) = liquidity.range();
        quote.mint(address(this), _usd(1e9));
        risky.mint(address(this), 1e24);
        pool.mint(address(liquidity), lower, upper, amount / 10, "");
        assertLe(before + _usd(60_000), lp.totalAssets(), "it tells more");
        uint256 shares = lp.balanceOf(alice);
        vm.prank(alice);
        lp.redeemInKind(shares, alice, alice);
        assertLe(_usd(1_000_000), quote.balanceOf(alice) + _valueAtSpot(risky.balanceOf(alice)), "and pays it");
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        risky.transfer(address(pool), owed0);
        quote.transfer(address(pool), owed1);
    }

    // The venue

    function test_behavior_aSilentVenueStopsTradingAndLocksNobodyIn() external {
        perp.setFault(Fault.Silent);
        _expectNothing(Reason.VenueSilent);
        assertEq(lp.maxDeposit(bob), 0, "closed for deposits");
        uint256 shares = lp.balanceOf(alice) / 2;
        vm.startPrank(alice);
        vm.expectRevert();
        lp.redeemInKind(shares, alice, alice);
        (uint256 q, uint256 r, uint256 skipped) = lp.redeemInPart(shares, alice, alice);
        vm.stopPrank();
        assertEq(skipped, 2, "the hedge is skipped");
        assertLe(_usd(400_000), q + _valueAtSpot(r), "the rest is paid");
    }

    function test_behavior_aPausedOrDryVenueLocksNobodyIn() external {
        uint256 shares = lp.balanceOf(alice) / 4;
        perp.setFault(Fault.Paused);
        vm.prank(alice);
        (, , uint256 skipped) = lp.redeemInPart(shares, alice, alice);
        assertEq(skipped, 2, "paused");
        perp.setFault(Fault.Dry);
        int256 size = perp.sizeRisky();
        vm.prank(alice);
        (, , skipped) = lp.redeemInPart(shares, alice, alice);
        assertEq(skipped, 2, "dry");
        assertTrue(perp.sizeRisky() == size, "a leg that is skipped is left as it was");
    }

    function test_behavior_aVenueThatLiesAboutItsPriceStopsTrading() external {
        perp.setMark((_valueAtSpot(1e18) * 103) / 100);
        _expectNothing(Reason.VenueDeviates);
        _alignPerp();
        perp.setPrice((_valueAtSpot(1e18) * 97) / 100);
        _expectNothing(Reason.VenueDeviates);
    }

    function test_behavior_anExitLeavesTheOthersTheirPart() external {
        _depositLp(bob, _usd(300_000));
        _churn(1);
        uint256 supply = lp.totalSupply();
        uint256 before = lp.totalAssets();
        uint256 shares = lp.balanceOf(bob);
        vm.prank(bob);
        lp.redeemInKind(shares, bob, bob);
        assertLe((before * (supply - shares)) / supply, lp.totalAssets() + 10, "not diluted");
    }
}
