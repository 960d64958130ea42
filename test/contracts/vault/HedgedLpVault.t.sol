// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HedgedLpSettings, LpFigures} from "../../../contracts/interfaces/IHedgedLpVault.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {HedgedLpFixture} from "../support/venues/HedgedLpFixture.sol";

/// What the vault does from its first deposit on.
contract HedgedLpVaultTest is HedgedLpFixture {
    function setUp() external {
        _setUpLp(true, 0);
    }

    function test_default_itProvidesThenHedges() external {
        _open();
        (, , uint128 amount) = liquidity.range();
        assertTrue(amount != 0, "provided");
        Due memory due = lp.previewAction();
        assertEq(uint256(due.reason), uint256(Reason.InsideBand), "at rest");
        assertLe(due.driftPips, 100, "hedged");
        assertTrue(perp.sizeRisky() < 0, "short");
        // About half of what is provided is risky.
        assertTrue(due.heldQuote < -int256(_usd(300_000)) && due.heldQuote > -int256(_usd(400_000)), "half");
    }

    function test_behavior_nothingIsOpenedForAMarketThatNobodyHasVotedFor() external {
        _depositLp(alice, _usd(100_000));
        _setParameters(_lpParameters(), Status.Unknown);
        _skip(EPOCH_SEC);
        _expectNothing(Reason.NoParameters);
    }

    function test_default_theSameWithTheDollarFirst() external {
        _setUpLp(false, 0);
        _open();
        assertLe(lp.previewAction().driftPips, 100, "hedged");
    }

    function test_behavior_swapsEarnFeesAndTheVaultTellsThem() external {
        _open();
        uint256 before = lp.totalAssets();
        _churn(3);
        LpFigures memory told = _figures();
        assertLe(_usd(300), told.feesQuote, "fees");
        // There and back: what is earned is in the net value at once, nothing else has changed.
        uint256 gained = lp.totalAssets() - before;
        assertLe(gained, told.feesQuote + 5, "no more than the fees");
        assertLe(told.feesQuote, gained + 5, "and no less");
    }

    function test_behavior_whereThePriceLeavesTheRangeItIsPutAnew() external {
        _open();
        (int24 lower, , ) = liquidity.range();
        _settle(1_150_000);
        // Out of range the position is all dollars; the mean price has to follow, and an epoch to pass.
        _skip(EPOCH_SEC);
        _alignPerp();
        Due memory due = lp.previewAction();
        assertEq(uint256(due.action), uint256(Action.Recentre), "due");
        lp.act();
        (int24 newLower, int24 newUpper, uint128 amount) = liquidity.range();
        assertTrue(newLower != lower && amount != 0, "elsewhere");
        (, int24 tick, , , , , ) = pool.slot0();
        assertTrue(newLower < tick && tick < newUpper, "around the price");
        LpFigures memory told = _figures();
        assertEq(told.recentres, 2, "counted");
        assertTrue(told.recentreCostQuote > _usd(800), "its cost is told");
        assertTrue(told.lvrQuote > _usd(5000), "the loss against arbitrage is told");
        _skip(EPOCH_SEC);
        assertEq(uint256(lp.act().action), uint256(Action.Trade), "hedged again");
        assertLe(lp.previewAction().driftPips, 100, "hedged");
    }

    function test_behavior_byPeriodItIsPutAnewWhereverThePriceIs() external {
        _setUpLp(true, 2 days);
        _open();
        (, uint32 curvature, uint32 horizon) = lp.portfolioFigures();
        assertTrue(curvature > 100_000, "curvature in range");
        assertEq(horizon, 2 days - EPOCH_SEC, "time to the next");
        _settle(1_150_000);
        (, curvature, ) = lp.portfolioFigures();
        assertEq(curvature, 0, "none out of range");
        _skip(2 days - EPOCH_SEC - WINDOW_SEC - 1);
        _alignPerp();
        // What the short has lost may be made up for out of the liquidity: between the same ticks.
        if (lp.previewAction().action == Action.Recentre) lp.act();
        assertEq(_figures().recentres, 1, "not before");
        _skip(1);
        lp.act();
        assertEq(_figures().recentres, 2, "then");
    }

    function test_behavior_aLaterDepositIsProvidedInTheSameRange() external {
        _open();
        (int24 lower, int24 upper, uint128 amount) = liquidity.range();
        _depositLp(bob, _usd(500_000));
        _skip(EPOCH_SEC);
        assertEq(uint256(lp.act().action), uint256(Action.Recentre), "provides");
        (int24 lowerNow, int24 upperNow, uint128 amountNow) = liquidity.range();
        assertTrue(lowerNow == lower && upperNow == upper && amountNow > amount, "more of the same");
        assertEq(_figures().recentres, 1, "not put anew");
    }

    function test_behavior_fundingIsTold() external {
        _open();
        perp.fund(int256(_usd(1234)));
        assertEq(uint256(_figures().fundingQuote), _usd(1234), "received");
        perp.fund(-int256(_usd(2234)));
        assertEq(uint256(-_figures().fundingQuote), _usd(1000), "paid");
        assertTrue(_figures().hedgeCostQuote > _usd(300), "the hedge's cost is told");
    }

    function test_behavior_aMarginThatRunsShortIsFilledUp() external {
        _open();
        int256 cash = perp.cashQuote();
        perp.fund(-int256(_usd(70_000)));
        Due memory due = lp.previewAction();
        assertEq(uint256(due.action), uint256(Action.Recentre), "due");
        lp.act();
        assertTrue(perp.cashQuote() + int256(_usd(100)) > cash, "filled up");
    }

    function test_behavior_aMarginThatCannotBeFilledUpCutsTheHedge() external {
        _open();
        uint256 idle = lp.maxWithdraw(alice);
        vm.prank(alice);
        lp.withdraw(idle, alice, alice);
        perp.fund(-int256(_usd(70_000)));
        assertEq(uint256(lp.previewAction().action), uint256(Action.Recentre), "out of the liquidity");
        // Prices disagree too much for that, and little enough for a trade.
        _movePrice(1_008_000);
        _skip(1);
        Due memory due = lp.previewAction();
        assertEq(uint256(due.action), uint256(Action.Cut), "cut");
        assertTrue(due.tradeQuote > 0, "buys back");
        int256 size = perp.sizeRisky();
        lp.act();
        assertTrue(perp.sizeRisky() > size, "a smaller short");
    }

    function test_P157_whatItTellsIsWhatItCouldBeClosedFor() external {
        _open();
        _churn(2);
        _settle(1_030_000);
        uint256 told = lp.totalAssets();
        // The mean price is a tick's, up to a pip of a hundredth off.
        assertLe(told, _closeValue() + told / 10_000, "no more");
        assertLe(_closeValue(), told + told / 10_000, "no less");
        uint256 shares = lp.balanceOf(alice);
        vm.prank(alice);
        (uint256 q, uint256 r) = lp.redeemInKind(shares, alice, alice);
        uint256 paid = q + _valueAtSpot(r);
        // The hedge's fee: 0.1 % of about a third.
        assertLe(told, paid + told / 1000, "closed within the fee");
        assertLe(paid, told + told / 10_000, "and not for more");
        assertTrue(perp.sizeRisky() > -1e12, "nothing is left of the hedge");
    }

    function test_error_settingsOutsideTheirDomain() external {
        HedgedLpSettings memory settings = _lpSettings(0);
        settings.recentreDeviationPips = DEVIATION_PIPS + 1;
        vm.expectRevert();
        this.build(settings);
        settings = _lpSettings(0);
        settings.rangeTicks = 9;
        vm.expectRevert();
        this.build(settings);
    }

    function build(HedgedLpSettings memory settings) external {
        _newLp(settings);
    }

    function test_error_onlyTheVaultMayTakeALeg() external {
        vm.prank(bob);
        vm.expectRevert(abi.encodeWithSignature("NotItself(address)", bob));
        lp.takeLeg(0, 1, 1);
    }
}
