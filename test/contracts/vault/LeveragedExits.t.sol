// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {IVaultShares} from "../../../contracts/interfaces/IVaultShares.sol";
import {IPositionShares} from "../../../contracts/interfaces/IPositionShares.sol";
import {IPositionVault} from "../../../contracts/interfaces/IPositionVault.sol";
import {ILeveragedVault} from "../../../contracts/interfaces/ILeveragedVault.sol";
import {IRebalancingVault} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {LeveragedFixture} from "../support/LeveragedFixture.sol";
import {VaultReentrant} from "../support/VaultReentrant.sol";
import {Fault} from "../support/venues/FakePerpVenue.sol";

/// Who leaves a leveraged vault, at whose cost, and what a hostile lender can and cannot do.
contract LeveragedExitsTest is LeveragedFixture {
    bytes private constant LOCKED = abi.encodeWithSignature("ReentrancyGuardReentrantCall()");

    uint256 private shares;

    function setUp() external {
        _setUpLeveraged(false);
        _join(bob, _usd(50_000));
        _open(_usd(50_000));
        shares = _shares().balanceOf(alice);
    }

    function test_default_inKindSellsForTheDebtAndNoMore() external {
        (uint256 collateral, uint256 debt) = (lender.collateralRisky(), lender.debtQuote());
        uint256 supply = _supply() + 1e6;
        vm.prank(alice);
        (uint256 quoteAmount, uint256 riskyAmount) = leveraged.redeemInKind(shares, alice, alice);
        assertEq(quoteAmount, 0, "no quote lay idle");
        // At the price of before: what her part was worth, less fee and impact of the sale.
        uint256 worth = (riskyAmount * lender.priceWad()) / 1e18;
        uint256 debtPart = debt - lender.debtQuote();
        uint256 equity = (collateral * lender.priceWad()) / 1e18 - debt;
        equity = (equity * shares) / supply;
        assertLe(worth, equity, "no more than her part");
        assertLe(equity, worth + (debtPart * (FEE_PIPS + CAP_PIPS)) / 1e6 + 3, "fee and cap at most");
        assertLe(collateral * (supply - shares), lender.collateralRisky() * supply, "others keep their collateral");
        assertLe(lender.debtQuote() * supply, debt * (supply - shares), "and owe no more");
        assertEq(risky.balanceOf(address(leveraged)), 0, "nothing is left behind");
    }

    function test_behavior_whoBringsTheDebtNeedsNoPriceAndNoPool() external {
        _movePrice(850_000); // the mean has not followed
        _skip(1);
        vm.expectRevert();
        vm.prank(alice);
        leveraged.redeemInKind(shares, alice, alice);

        uint256 debt = leveraged.previewDebt(shares);
        quote.mint(alice, debt);
        vm.startPrank(alice);
        quote.approve(address(leveraged), debt);
        (uint256 quoteAmount, uint256 riskyAmount, uint256 debtQuote) = leveraged.redeemBringingDebt(
            shares,
            alice,
            alice
        );
        vm.stopPrank();
        assertEq(debtQuote, debt, "as previewed");
        assertEq(quoteAmount, 0, "no quote lay idle");
        assertEq(risky.balanceOf(alice), riskyAmount, "collateral");
        assertEq(quote.balanceOf(alice), 0, "debt");
    }

    function test_behavior_quoteIsPaidAsFarAsItLiesIdle() external {
        assertEq(_shares().maxWithdraw(alice), 0, "all is in the loan");
        _join(bob, _usd(10_000));
        uint256 most = _shares().maxRedeem(alice);
        vm.prank(alice);
        uint256 assets = _shares().redeem(most, alice, alice);
        assertTrue(assets > _usd(9999), "what a deposit has brought");
    }

    function test_behavior_allLeaveAndNothingOfWorthIsLeft() external {
        for (uint256 i = 0; i < 2; ++i) {
            address owner = i == 0 ? alice : bob;
            uint256 all = _shares().balanceOf(owner);
            vm.prank(owner);
            leveraged.redeemInKind(all, owner, owner);
            _settlePrice();
        }
        assertLe(lender.debtQuote(), 10, "the virtual shares owe crumbs");
        assertLe(_shares().totalAssets(), 10, "nothing of worth");
    }

    function test_behavior_nobodyGainsByLeavingThroughAPoolThatHeMoved() external {
        actor.moveTo(pool, uint160((uint256(_spot()) * 9) / 10));
        vm.expectRevert();
        vm.prank(alice);
        leveraged.redeemInKind(shares, alice, alice);
        vm.expectRevert();
        vm.prank(alice);
        leveraged.redeemInPart(shares, alice, alice);
    }

    function test_error_thePoolIsTooThin() external {
        _join(alice, _usd(300_000));
        _skip(EPOCH_SEC);
        _actUntilCalm();
        uint256 all = _shares().balanceOf(alice);
        vm.prank(alice);
        try leveraged.redeemInKind(all, alice, alice) {
            assertTrue(false, "beyond the slippage cap");
        } catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(ILeveragedVault.PoolTooThin.selector), "too thin");
        }
        // The pool carries a part of it.
        vm.prank(alice);
        leveraged.redeemInKind(all / 10, alice, alice);
    }

    function test_behavior_aSilentLenderStopsTradingAndDepositsNotPartialExits() external {
        _join(bob, _usd(10_000));
        _skip(EPOCH_SEC);
        lender.setFault(Fault.Silent);
        _expectReason(Reason.VenueSilent);
        assertEq(_shares().maxDeposit(bob), 0, "closed");
        vm.prank(alice);
        (uint256 quoteAmount, , uint256 skipped) = leveraged.redeemInPart(shares, alice, alice);
        assertEq(skipped, 1, "the loan stays with the others");
        assertTrue(quoteAmount > _usd(4500), "her part of what lies idle");
    }

    function test_behavior_aPausedLenderKeepsItsLegOnly() external {
        _join(bob, _usd(10_000));
        lender.setFault(Fault.Paused);
        vm.expectRevert(abi.encodeWithSignature("Refused()"));
        vm.prank(alice);
        leveraged.redeemInKind(shares, alice, alice);
        vm.prank(alice);
        (, , uint256 skipped) = leveraged.redeemInPart(shares / 2, alice, alice);
        assertEq(skipped, 1, "skipped");
        assertTrue(_shares().maxRedeem(alice) != 0, "what lies idle is paid in quote");
        lender.setFault(Fault.None);
        uint256 rest = _shares().balanceOf(alice);
        vm.prank(alice);
        leveraged.redeemInKind(rest, alice, alice);
    }

    function test_behavior_aDryLenderTakesRepaymentsOnly() external {
        lender.setFault(Fault.Dry);
        _movePriceEverywhere(940_000);
        vm.expectRevert(abi.encodeWithSignature("Refused()"));
        leveraged.act();
        lender.setFault(Fault.None);
        leveraged.act();
    }

    function test_behavior_aLyingLenderStopsEverythingThatNeedsAPrice() external {
        lender.setPrice((lender.priceWad() * 11) / 10);
        _expectReason(Reason.VenueDeviates);
        assertEq(_shares().maxDeposit(bob), 0, "no deposits");
        assertEq(_shares().maxRedeem(alice), 0, "no exits in quote");
        vm.prank(alice);
        leveraged.redeemInKind(shares, alice, alice);
    }

    /// Threshold 0, as a market that was switched off: the exposure is wound up, and can be left.
    function test_behavior_aMarketThatIsSwitchedOffIsWoundUp() external {
        lender.setTerms(825_000, 0);
        _actUntilCalm();
        assertTrue(_leverageE3() < 1020, "no more than is lent: nothing");
        vm.prank(alice);
        leveraged.redeemInKind(shares, alice, alice);
    }

    /// Debt that no collateral pays for stays behind; the leaver gets his part of what lies idle.
    function test_behavior_aLoanUnderWaterIsLeftBehind() external {
        _join(bob, _usd(10_000));
        lender.charge(_usd(150_000));
        _expectReason(Reason.Empty);
        vm.startPrank(alice);
        vm.expectRevert();
        leveraged.redeemInKind(shares, alice, alice);
        (uint256 quoteAmount, uint256 riskyAmount, uint256 skipped) = leveraged.redeemInPart(shares, alice, alice);
        vm.stopPrank();
        assertTrue(quoteAmount > _usd(4500) && riskyAmount == 0 && skipped == 1, "idle quote");
        assertEq(_shares().totalAssets(), 0, "worth nothing");
    }

    function test_behavior_nothingEntersWhileTokensMove() external {
        VaultReentrant thief = VaultReentrant(
            deploy("VaultReentrant.sol:VaultReentrant", abi.encode(IRebalancingVault(address(leveraged))))
        );
        quote.mint(address(thief), _usd(2000));
        thief.deposit(quote, _usd(1000));
        address to = address(thief);
        uint256 some = _shares().balanceOf(to) / 8;
        bytes[] memory calls = new bytes[](8);
        calls[0] = abi.encodeCall(IVaultShares.redeemInKind, (some, to, to));
        calls[1] = abi.encodeCall(IPositionVault.act, ());
        calls[2] = abi.encodeCall(IPositionShares.redeemInPart, (some, to, to));
        calls[3] = abi.encodeCall(ILeveragedVault.redeemBringingDebt, (some, to, to));
        calls[4] = abi.encodeCall(ILeveragedVault.loan, ());
        calls[5] = abi.encodeCall(ILeveragedVault.previewDebt, (some));
        calls[6] = abi.encodeCall(IERC4626.totalAssets, ());
        calls[7] = abi.encodeCall(IERC4626.deposit, (0, to));
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 state = vm.snapshotState();
            risky.setHook(thief);
            thief.plan(calls[i]);
            thief.redeemInKind(some);
            assertTrue(thief.reached() && !thief.succeeded(), "refused");
            assertEq(thief.answer(), LOCKED, "because the vault is locked");
            vm.revertToState(state);
        }
    }

    /// The order of coming and going moves nobody's price but by rounding.
    function testFuzz_behavior_nobodyGainsByComingAndGoing(uint256 seed, uint256 factor) external {
        _movePriceEverywhere(bound(factor, 960_000, 1_040_000));
        uint256 assets = bound(seed, 1e6, _usd(1_000_000));
        uint256 got = _join(address(0xC0), assets);
        vm.startPrank(address(0xC0));
        uint256 most = _shares().maxRedeem(address(0xC0));
        uint256 back = _shares().redeem(most < got ? most : got, address(0xC0), address(0xC0));
        vm.stopPrank();
        assertLe(back, assets, "in and out at once never pays");
    }

    function _shares() private view returns (IERC4626) {
        return IERC4626(address(leveraged));
    }
}
