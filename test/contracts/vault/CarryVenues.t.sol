// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CarryStanding} from "../../../contracts/interfaces/ICarryVault.sol";
import {Action} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {FakePerpVenue, Fault} from "../support/venues/FakePerpVenue.sol";
import {ITokenHook} from "../support/MockToken.sol";
import {CarryFixture} from "../support/venues/CarryFixture.sol";

/// Who leaves, whatever the venue does, and what a hostile venue achieves.
contract CarryVenuesTest is CarryFixture, ITokenHook {
    bytes private call_;
    bool private isReached;
    bytes private answer;

    function setUp() external {
        _setUpCarry(true, 0);
        _enter(alice, _usd(30_000));
        _enter(bob, _usd(20_000));
        _skip(EPOCH_SEC);
        carry.act();
        _settlePrice();
    }

    function test_behavior_allLeaveWithTheirParts() external {
        uint256 alicePart = carry.convertToAssets(carry.balanceOf(alice));
        uint256 bobPart = carry.convertToAssets(carry.balanceOf(bob));
        uint256 aliceQuote = _leaveInKind(alice);
        uint256 bobQuote = _leaveInKind(bob);
        // At most the perpetual's fee, 0.1 % of 70 %, and the mean price's rounding to a tick.
        assertLe((alicePart * 999) / 1000, aliceQuote, "her part, less what closing it costs");
        assertLe((bobPart * 999) / 1000, bobQuote, "his part, less what closing it costs");
        assertLe(aliceQuote * bobPart, bobQuote * alicePart + 10 * alicePart, "nobody gains by leaving first");
        assertLe(bobQuote * alicePart, aliceQuote * bobPart + 10 * alicePart, "nor by leaving last");
        assertLe(carry.totalAssets(), 10, "nothing is left");
    }

    function test_behavior_whoLeavesPaysHisOwnCost() external {
        uint256 before = carry.convertToAssets(carry.balanceOf(bob));
        _leaveInKind(alice);
        assertLe(before, carry.convertToAssets(carry.balanceOf(bob)) + 2, "bob has what he had");
        _assertMatched();
    }

    function test_behavior_aGainThatIsNotRealisedIsPaid() external {
        _moveBoth(700_000);
        uint256 nav = carry.totalAssets();
        assertLe((nav * 3 * 997) / 5000, _leaveInKind(alice), "three fifths of the short's gain too");
    }

    function test_behavior_aSilentVenueStopsTradesAndNotExits() external {
        _moveBoth(1_150_000);
        perp.setFault(Fault.Silent);
        _expectNothing(Reason.VenueSilent);
        _expectClosedInQuote();
        _expectOnlySpotIsPaid();
    }

    function test_behavior_aPausedVenueStopsTradesAndNotExits() external {
        _moveBoth(1_150_000);
        perp.setFault(Fault.Paused);
        _expectDue(Action.Cut);
        vm.expectRevert(abi.encodeWithSignature("Refused()"));
        carry.act();
        _expectOnlySpotIsPaid();
    }

    function test_behavior_aDryVenueStopsTradesAndNotExits() external {
        _moveBoth(1_150_000);
        perp.setFault(Fault.Dry);
        _expectDue(Action.Cut);
        vm.expectRevert(abi.encodeWithSignature("RebalanceRefused(uint8)", Reason.TradeTooSmall));
        carry.act();
        vm.startPrank(alice);
        uint256 shares = carry.balanceOf(alice);
        vm.expectRevert(abi.encodeWithSignature("VenueRefused(address)", address(perp)));
        carry.redeemInKind(shares, alice, alice);
        vm.stopPrank();
        _expectOnlySpotIsPaid();
    }

    function test_behavior_aVenueThatLiesAboutItsPriceStopsTrades() external {
        _moveBoth(1_150_000);
        perp.setMark((perp.priceWad() * 103) / 100);
        _expectNothing(Reason.VenueDeviates);
        _expectClosedInQuote();
        perp.setPrice((perp.priceWad() * 97) / 100);
        _expectNothing(Reason.VenueDeviates);
        // In kind he leaves at the venue's own price, at his own cost.
        _leaveInKind(alice);
    }

    function test_behavior_aShortThatALeaverLeftBehindIsBoughtBack() external {
        perp.setFault(Fault.Paused);
        _leaveInPart(alice);
        perp.setFault(Fault.None);
        CarryStanding memory at = carry.standing();
        assertLe(at.spotRisky * 2, at.shortRisky, "the short is too large");
        _expectDue(Action.Cut);
        carry.act();
        at = carry.standing();
        assertLe(at.shortRisky, at.spotRisky + 1e9, "matched again");
        assertLe(at.spotRisky, at.shortRisky + 1e9, "to less than a unit of quote");
    }

    function test_behavior_aThinVenueFillsAPartAndTheLegsStayMatched() external {
        _moveBoth(1_150_000);
        perp.setDepth(1e18);
        uint256 before = carry.standing().spotRisky;
        carry.act();
        assertEq(before - carry.standing().spotRisky, 1e18, "as much spot as the perpetual took");
        _assertMatched();
    }

    function test_behavior_aThinPoolFillsAPartAndTheLegsStayMatched() external {
        _moveBoth(1_150_000);
        // A hundredth of the depth stays: the cap lets through less than the cut.
        _thinPool();
        uint256 before = carry.standing().spotRisky;
        carry.act();
        assertTrue(carry.standing().spotRisky < before, "smaller");
        _assertMatched();
    }

    function test_behavior_aDonationIsWorthNothingToItsDonor() external {
        address thief = address(0x7EEF);
        quote.mint(address(carry), _usd(10_000));
        uint256 shares = _enter(thief, _usd(10_000));
        uint256 worth = carry.convertToAssets(shares);
        assertLe(worth, _usd(10_000), "no share of the donation");
        // The first share of an empty vault is no cheaper after a donation.
        perp = perpOf();
        carry = _newCarry(0);
        _enter(thief, 100);
        quote.mint(address(carry), _usd(10_000));
        assertTrue(_enter(alice, _usd(100)) != 0, "alice gets shares");
        assertLe(_usd(98), carry.convertToAssets(carry.balanceOf(alice)), "worth what she paid, but for the spread");
    }

    function test_behavior_nothingEntersWhileTokensMove() external {
        bytes[4] memory calls = [
            abi.encodeCall(carry.act, ()),
            abi.encodeCall(carry.redeemInKind, (1, address(this), address(this))),
            abi.encodeCall(carry.redeemInPart, (1, address(this), address(this))),
            abi.encodeCall(carry.portfolioFigures, ())
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 state = vm.snapshotState();
            call_ = calls[i];
            risky.setHook(this);
            _leaveInKind(alice);
            assertTrue(isReached, "called back");
            assertEq(answer, abi.encodeWithSignature("ReentrancyGuardReentrantCall()"), "locked");
            vm.revertToState(state);
        }
        _moveBoth(1_150_000);
        call_ = calls[1];
        risky.setHook(this);
        carry.act();
        assertEq(answer, abi.encodeWithSignature("ReentrancyGuardReentrantCall()"), "while it trades too");
    }

    function test_behavior_withoutParametersNothingIsDone() external {
        _setParameters(_boldParameters(), Status.Unknown);
        _moveBoth(1_150_000);
        quote.mint(address(carry), _usd(20_000));
        _expectNothing(Reason.NoParameters);
        _leaveInKind(alice);
    }

    function onTokenMoved(address, address, address, uint256) external {
        if (isReached) return;
        isReached = true;
        (, answer) = address(carry).call(call_);
    }

    function perpOf() private returns (FakePerpVenue fresh) {
        fresh = FakePerpVenue(deploy("FakePerpVenue.sol:FakePerpVenue", abi.encode(quote)));
        fresh.setPrice(perp.priceWad());
    }

    function _expectClosedInQuote() private view {
        assertEq(carry.maxDeposit(alice) + carry.maxRedeem(alice) + carry.maxWithdraw(alice), 0, "closed in quote");
    }

    /// In part alice gets her risky tokens, and leaves her margin behind.
    function _expectOnlySpotIsPaid() private {
        uint256 expected = (risky.balanceOf(address(carry)) * 3) / 5;
        uint256 skipped = _leaveInPart(alice);
        assertEq(skipped, 1, "the perpetual is skipped");
        assertLe(expected - expected / 1000, risky.balanceOf(alice), "spot is paid");
    }

    function _leaveInPart(address owner) private returns (uint256 skippedLegs) {
        vm.startPrank(owner);
        (, , skippedLegs) = carry.redeemInPart(carry.balanceOf(owner), owner, owner);
        vm.stopPrank();
    }

    /// What came out, at the pool's price.
    function _leaveInKind(address owner) private returns (uint256) {
        vm.startPrank(owner);
        (uint256 quoteAmount, uint256 riskyAmount) = carry.redeemInKind(carry.balanceOf(owner), owner, owner);
        vm.stopPrank();
        return quoteAmount + _valueAtSpot(riskyAmount);
    }

    function _thinPool() private {
        uint128 liquidity = _liquidityOfDepth(world.depthQuote);
        actor.burn(pool, -FULL_RANGE_TICK, FULL_RANGE_TICK, liquidity - liquidity / 100);
    }
}
