// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {
    HedgedOptionsVaultSettings,
    IHedgedOptionsVault,
    OptionTerms
} from "../../../contracts/interfaces/IHedgedOptionsVault.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {IVault, Reason} from "../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Fault} from "../support/venues/FakePerpVenue.sol";
import {OptionsFixture} from "../support/venues/OptionsFixture.sol";

contract HedgedOptionsVaultTest is OptionsFixture {
    uint256 private constant NAV = 1_000_000e6;

    function setUp() public {
        _setUpOptions(_boughtPuts());
    }

    function test_ARollBuysTheOptionsAndHedgesThem() public {
        uint256 round = _request(alice, NAV);
        assertAction(Action.Roll);
        book.act();
        assertTrue(!book.isFlat(), "it holds a book");
        assertEq(book.expiryAt(), options.expiryAt(), "of the board's expiry");
        // A put's delta of -1/2 on the whole net asset value: long by half of it.
        (int256 size, ) = perp.position();
        assertNear(uint256(size), (NAV * 1e18) / _spotWad() / 2, 2e16, "hedge");
        assertLe(NAV - NAV / 100 - 1e6, book.totalAssets(), "what is left of it, but for fees");
        assertEq(_claim(alice, round), NAV * 1e6, "the first shares");
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = book.portfolioFigures();
        assertEq(navUsd6, book.totalAssets(), "told value");
        assertNear(curvaturePips, (5e6 * NAV) / navUsd6, 20, "gamma of five units on the whole");
        assertEq(horizonSec, TERM_SEC, "time to expiry");
    }

    function test_NothingIsOpenedForAMarketThatNobodyHasVotedFor() public {
        _request(alice, NAV);
        _setParameters(_boldParameters(), Status.Unknown);
        Due memory due = book.previewAction();
        assertEq(uint256(due.action), uint256(Action.None), "no roll");
        assertEq(uint256(due.reason), uint256(Reason.NoParameters), "why");
    }

    function test_P154_TheHedgeLiesWithinReturnAfterATradeThatNothingLimits() public {
        _roll();
        for (uint256 i = 0; i < 6; i++) {
            Parameters memory values = _boldParameters();
            values.returnPips = uint32(i * 3000);
            _setParameters(values, Status.Active);
            options.setGreeks(500_000, -int32(int256(300_000 + (i % 2) * 400_000)), 5e6);
            _skip(EPOCH_SEC);
            uint256 navBefore = book.totalAssets();
            Due memory due = book.act();
            assertEq(uint256(due.action), uint256(Action.Trade), "it trades");
            Due memory then = book.previewAction();
            assertEq(uint256(then.reason), uint256(Reason.InsideBand), "and rests");
            assertLe(then.driftPips, values.returnPips + 2000, "within return, but for the trade's own cost");
            uint256 traded = uint256(due.tradeQuote < 0 ? -due.tradeQuote : due.tradeQuote);
            uint256 mostCost = (traded * (perp.feePips() + CAP_PIPS)) / 1e6;
            assertLe(navBefore, book.totalAssets() + mostCost + 4, "cost");
        }
    }

    function test_P154_NoPremiumBeyondMarkAndCap() public {
        _request(alice, NAV);
        options.setFee(400_000); // 40 % of $180: $72 on $3,000 is 2.4 %, above the cap of 2 %
        vm.expectRevert();
        book.act();
        options.setFee(300_000); // 1.8 %
        book.act();
    }

    function test_P154_NoPremiumBeyondTheTerms() public {
        _offerBoard(320e6); // terms: 10 % of $3,000
        _request(alice, NAV);
        vm.expectRevert();
        book.act();
    }

    function test_AtExpiryItSettlesGetsPaidAndIsFlat() public {
        _roll();
        _moveAll(800_000); // $2,400
        options.setGreeks(500_000, -900_000, 1e6);
        _skip(EPOCH_SEC);
        book.act();
        _skipToExpiry();
        assertAction(Action.Settle);
        book.act();
        assertTrue(book.isFlat(), "flat");
        (int256 size, ) = perp.position();
        assertEq(uint256(size), 0, "no hedge is left");
        assertEq(book.totalAssets(), quote.balanceOf(address(book)), "all is quote");
        // Flat: the next board is not there yet.
        assertAction(Action.None);
        _offerBoard(MARK);
        assertAction(Action.Roll);
        book.act();
        assertTrue(!book.isFlat(), "the next book");
    }

    function test_TheHedgeFollowsWhileTheOptionVenueTakesNoOrders() public {
        _roll();
        options.setFault(Fault.Paused);
        options.setGreeks(500_000, -900_000, 1e6);
        _skip(EPOCH_SEC);
        assertEq(uint256(book.act().action), uint256(Action.Trade), "hedged on");
    }

    function test_WrittenPutsAreBackedAndPayTheirHolder() public {
        _setUpOptions(_writtenPuts());
        _roll();
        // A written put's delta is above 0: the hedge is short.
        (int256 size, ) = perp.position();
        assertTrue(size < 0, "short");
        assertNear(book.totalAssets(), NAV, 1000e6, "worth what came in, but for fees");
        _moveAll(900_000);
        _skipToExpiry();
        book.act();
        assertTrue(book.isFlat(), "settled");
        // 166.67 puts: $180 less 1 % each came in, $300 went out, and half of that came back by the hedge.
        uint256 gain = (5e5 * (178_200_000 + 150e6 - 300e6)) / 3000; // $180 less 1 %
        assertNear(book.totalAssets(), NAV + gain, 1000e6, "premium and hedge against the payment");
    }

    function test_LyingGreeksMoveTheHedgeNoFurtherThanTheOptionsCan() public {
        _roll();
        options.setGreeks(type(int32).max, type(int32).min, type(uint32).max);
        _skip(EPOCH_SEC);
        Due memory due = book.act();
        assertLe(uint256(due.targetQuote), NAV + 1e6, "at most the whole asset under option");
        (, uint32 curvaturePips, ) = book.portfolioFigures();
        assertEq(curvaturePips, 1e8, "within the model's domain");
        options.setGreeks(0, 700_000, 0);
        assertEq(uint256(book.previewAction().targetQuote), 0, "a put's delta is never above 0");
    }

    function test_ALyingMarkCountsNoMoreThanTheOptionCanBeWorth() public {
        _roll();
        options.setOffer(options.strikeWad(), options.expiryAt(), 1e12);
        assertLe(book.totalAssets(), 2 * NAV, "a put is worth its strike at most");
    }

    function test_ASilentVenueStopsTrades() public {
        _roll();
        _skip(EPOCH_SEC);
        options.setGreeks(500_000, -900_000, 1e6);
        options.setFault(Fault.Silent);
        _expectBookRefused(Reason.VenueSilent);
        options.setFault(Fault.None);
        perp.setFault(Fault.Silent);
        _expectBookRefused(Reason.VenueSilent);
        perp.setFault(Fault.None);
        options.setPrice((_spotWad() * 105) / 100);
        _expectBookRefused(Reason.VenueDeviates);
        _follow();
        perp.setFault(Fault.Dry);
        vm.expectRevert(abi.encodeWithSelector(IVault.RebalanceRefused.selector, Reason.TradeTooSmall));
        book.act();
    }

    function test_ADryOptionVenueOffersNothingAndTheVaultStaysInQuote() public {
        options.setFault(Fault.Dry);
        _request(alice, NAV);
        assertAction(Action.None);
        book.fillRequests();
        assertEq(book.totalAssets(), NAV, "filled all the same");
    }

    function test_ADeadOptionVenueKeepsNeitherTheHedgesMoneyNorTheLeavers() public {
        uint256 round = _request(alice, NAV);
        _request(bob, NAV);
        book.act();
        uint256 shares = _claim(alice, round);
        _skipToExpiry();
        options.setFault(Fault.Silent);
        book.act();
        (int256 size, ) = perp.position();
        assertEq(uint256(size), 0, "the hedge is closed");
        assertTrue(!book.isFlat(), "the options are owed");
        vm.expectRevert(abi.encodeWithSelector(IVault.RebalanceRefused.selector, Reason.VenueSilent));
        book.act();

        uint256 overdueAt = uint256(book.expiryAt()) + GRACE_SEC;
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IHedgedOptionsVault.NotOverdue.selector, overdueAt));
        book.redeemInPart(shares, alice, alice);
        _warp(overdueAt);
        uint256 idle = quote.balanceOf(address(book));
        vm.prank(alice);
        uint256 assets = book.redeemInPart(shares, alice, alice);
        assertNear(assets, idle / 2, 10, "her half of what there is");
        // It pays later: to those who stayed.
        options.setFault(Fault.None);
        book.act();
        assertTrue(book.isFlat(), "settled at last");
    }

    function test_ADeadPerpKeepsNotTheOptionsMoney() public {
        uint256 round = _request(alice, NAV);
        book.act();
        uint256 shares = _claim(alice, round);
        _moveAll(800_000);
        _skipToExpiry();
        perp.setFault(Fault.Paused);
        uint256 before = quote.balanceOf(address(book));
        book.act();
        assertTrue(quote.balanceOf(address(book)) > before, "the options paid");
        assertTrue(!book.isFlat(), "margin is owed");
        _warp(uint256(book.expiryAt()) + GRACE_SEC);
        vm.prank(alice);
        assertTrue(book.redeemInPart(shares, alice, alice) > before, "and she was paid of it");
    }

    function test_SettingsAreThoseItWasBuiltFrom() public view {
        HedgedOptionsVaultSettings memory told = book.settings();
        assertEq(keccak256(abi.encode(told)), keccak256(abi.encode(_optionSettings(_boughtPuts()))), "settings");
    }

    function test_RefusesTermsOutsideTheirDomain() public {
        OptionTerms[] memory none = new OptionTerms[](0);
        _expectOutOfDomain(none, "legs", 0, 1, 2);
        OptionTerms[] memory legs = _boughtPuts();
        legs[0].quantityPips = 0;
        _expectOutOfDomain(legs, "quantityPips", 0, 1, 5e6);
        legs = _boughtPuts();
        legs[0].collateralPips = 1;
        _expectOutOfDomain(legs, "collateralPips", 1, 0, 0);
    }

    function test_NobodyElseClosesTheHedge() public {
        vm.expectRevert(abi.encodeWithSelector(IHedgedOptionsVault.NotTheVaultItself.selector, address(this)));
        book.unhedge(0);
    }

    function _roll() private {
        _request(alice, NAV);
        book.act();
    }

    function _expectBookRefused(Reason reason) private {
        assertEq(uint256(book.previewAction().reason), uint256(reason), "preview's reason");
        vm.expectRevert(abi.encodeWithSelector(IVault.RebalanceRefused.selector, reason));
        book.act();
    }

    function _expectOutOfDomain(
        OptionTerms[] memory legs,
        bytes32 field,
        uint256 value,
        uint256 min,
        uint256 max
    ) private {
        _newVenues();
        bytes memory arguments = abi.encode("Gimbal options", "gOPT", _optionSettings(legs));
        vm.expectRevert(abi.encodeWithSelector(IVault.OutOfDomain.selector, field, value, min, max));
        this.deployVault(arguments);
    }

    function deployVault(bytes calldata arguments) external {
        deploy("HedgedOptionsVault.sol:HedgedOptionsVault", arguments);
    }

    function assertAction(Action action) private view {
        assertEq(uint256(book.previewAction().action), uint256(action), "action");
    }

    function assertNear(uint256 left, uint256 right, uint256 tolerance, string memory what) private pure {
        assertLe(left > right ? left - right : right - left, tolerance, what);
    }
}
