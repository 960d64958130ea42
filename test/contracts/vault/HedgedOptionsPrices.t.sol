// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HedgedOptionsVaultSettings, IHedgedOptionsVault} from "../../../contracts/interfaces/IHedgedOptionsVault.sol";
import {Action, Due, IPositionVault} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IVault, Reason} from "../../../contracts/interfaces/IVault.sol";
import {IPriceFeed} from "../../../contracts/interfaces/prices/IPriceFeed.sol";
import {IPricedPush, PriceUpdate} from "../../../contracts/interfaces/prices/IPricedPush.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {DataStreamsFixture, StreamReport} from "../support/prices/DataStreamsFixture.sol";
import {FakeFeeManager} from "../support/prices/FakeFeeManager.sol";
import {OptionsFixture} from "../support/venues/OptionsFixture.sol";

/// A vault of options that acts on signed prices, on a real pool and Chainlink's own verifier.
contract HedgedOptionsPricesTest is OptionsFixture, DataStreamsFixture {
    uint256 private constant NAV = 1_000_000e6;

    IPriceFeed private feed;

    /// What is left of a fee comes back.
    receive() external payable {}

    function setUp() public {
        _setUpVerifier();
        feed = _newFeed(WINDOW_SEC, false);
        _setUpOptions(_boughtPuts());
        HedgedOptionsVaultSettings memory settings = _optionSettings(_boughtPuts());
        _newVenues();
        (settings.options, settings.perp, settings.priceFeed) = (options, perp, feed);
        bytes memory arguments = abi.encode("Gimbal options", "gOPT", settings);
        book = IHedgedOptionsVault(deploy("HedgedOptionsVault.sol:HedgedOptionsVault", arguments));
        _follow();
        _offerBoard(MARK);
        options.setGreeks(500_000, -500_000, 5e6);
        _request(alice, NAV);
        book.act();
        _skip(EPOCH_SEC);
    }

    /// Pool and venues move at once, the mean price has not: what the feed signs is the spot price.
    function _jump(uint256 factorPips) private returns (uint256 dollarsWad) {
        _movePrice(factorPips);
        _follow();
        options.setGreeks(500_000, -700_000, 5e6);
        dollarsWad = _spotWad() * 1e12;
        _skip(1);
    }

    function test_P215_ItActsOnTheFreshPriceInTheSameTransaction() external {
        uint256 dollarsWad = _jump(1_015_000); // 1.5 %; the limit is 2 %
        uint256 navAtMean = book.previewAction().navQuote;
        Due memory done = book.actWithPrice(_sign(dollarsWad, nowAt));
        assertEq(uint256(done.action), uint256(Action.Trade), "traded");
        // Long the perpetual by half the net asset value: worth more at the fresh price than at the mean price.
        assertTrue(done.navQuote > navAtMean, "measured at the fresh price");
        (uint256 priceWad, , ) = feed.latest();
        assertEq(priceWad, dollarsWad, "kept");
        Due memory then = book.previewAction();
        assertLe(then.driftPips, 20_000, "the target is that of the fresh price, but for what the mean price lacks");
    }

    function test_P215_FurtherFromTheMeanPriceThanTheVaultAllowsNothingIsTraded() external {
        uint256 dollarsWad = _jump(1_025_000);
        vm.expectRevert(abi.encodeWithSelector(IVault.RebalanceRefused.selector, Reason.PriceDeviates));
        book.actWithPrice(_sign(dollarsWad, nowAt));
    }

    /// The pool and the venues stand still; the signed price alone has moved.
    function test_P215_FurtherFromSpotOrVenuesNothingIsTraded() external {
        options.setGreeks(500_000, -700_000, 5e6);
        uint256 spot = _spotWad() * 1e12;
        vm.expectRevert(abi.encodeWithSelector(IVault.RebalanceRefused.selector, Reason.PriceDeviates));
        book.actWithPrice(_sign((spot * 1_021) / 1_000, nowAt));
        perp.setPrice((_spotWad() * 985) / 1_000);
        vm.expectRevert(abi.encodeWithSelector(IVault.RebalanceRefused.selector, Reason.VenueDeviates));
        book.actWithPrice(_sign((spot * 1_015) / 1_000, nowAt));
    }

    /// What votes cap stays capped, whatever is signed.
    function testFuzz_P215_TheVotedCapHolds(uint256 maxTradeUsd, uint256 factorPips, int256 delta) external {
        Parameters memory values = _boldParameters();
        values.maxTradeUsd = uint40(bound(maxTradeUsd, 0, 400_000));
        _setParameters(values, Status.Active);
        uint256 dollarsWad = _jump(bound(factorPips, 985_000, 1_015_000));
        options.setGreeks(500_000, -int32(int256(bound(uint256(delta), 0, 1_000_000))), 5e6);
        (int256 before, ) = perp.position();
        try book.actWithPrice(_sign(dollarsWad, nowAt)) returns (Due memory done) {
            uint256 ordered = uint256(done.tradeQuote < 0 ? -done.tradeQuote : done.tradeQuote);
            assertLe(ordered, uint256(values.maxTradeUsd) * 1e6, "ordered");
            (int256 size, ) = perp.position();
            uint256 filled = uint256(size > before ? size - before : before - size);
            // A price in quote's smallest units has nine digits.
            uint256 mostUsd6 = uint256(values.maxTradeUsd) * 1e6;
            assertLe((filled * dollarsWad) / 1e30, mostUsd6 + mostUsd6 / 1e9 + 1, "filled, at the fresh price");
            // No second trade in this second.
            vm.expectRevert();
            book.actWithPrice("");
        } catch (bytes memory refusal) {
            assertEq(bytes32(bytes4(refusal)), bytes32(IVault.RebalanceRefused.selector), "refused by name");
        }
    }

    function test_P215_ASilentFeedLeavesAllAsItWas() external {
        options.setGreeks(500_000, -700_000, 5e6);
        uint256 id = vm.snapshotState();
        bytes memory byMean = abi.encode(book.act());
        vm.revertToState(id);
        assertEq(abi.encode(book.actWithPrice("")), byMean, "a feed without a price");
        vm.revertToState(id);
        feed.update(_sign(_spotWad() * 1e12 * 2, nowAt - MAX_AGE_SEC));
        _skip(1);
        assertEq(uint256(book.actWithPrice("").action), uint256(Action.Trade), "a price that is too old");
    }

    /// The signed price is gone with the call: what follows in the same transaction is by the mean price again.
    function test_P215_TheFreshPriceEndsWithTheCall() external {
        uint256 dollarsWad = _jump(1_015_000);
        uint256 before = book.totalAssets();
        book.actWithPrice(_sign(dollarsWad, nowAt));
        (int256 size, ) = perp.position();
        uint256 heldAtSigned = (uint256(size) * dollarsWad) / 1e30;
        uint256 heldNow = uint256(book.previewAction().heldQuote);
        assertLe((heldNow * 1_010) / 1_000, heldAtSigned, "valued at the mean price, 1.5 % lower");
        uint256 mostCost = NAV / 50;
        assertLe(before, book.totalAssets() + mostCost, "not much less");
        assertLe(book.totalAssets(), before + 1e6, "no more by the fresh price");
    }

    /// A provider's fee is paid by who carries the report; the vault takes no coins.
    function test_behavior_aFeeIsPaidByTheCarrier() external {
        proxy.setFeeManager(address(new FakeFeeManager()));
        uint256 dollarsWad = _jump(1_015_000);
        StreamReport memory report = _streamReport(dollarsWad, nowAt);
        report.nativeFeeWei = 0.01 ether;
        bytes memory signed = _sign(report);
        vm.expectRevert();
        book.actWithPrice(signed);
        IPricedPush carrier = IPricedPush(deploy("PricedPush.sol:PricedPush", ""));
        PriceUpdate[] memory updates = new PriceUpdate[](1);
        updates[0] = PriceUpdate(feed, signed);
        bytes memory data = abi.encodeCall(IHedgedOptionsVault.actWithPrice, (""));
        vm.deal(address(this), 1 ether);
        vm.expectEmit(true, true, false, false, address(book));
        Due memory any;
        emit IPositionVault.Acted(address(carrier), Action.Trade, any, 0, 0, 0, 0);
        carrier.updateAndCall{value: 1 ether}(updates, address(book), data);
        assertEq(address(this).balance, 0.99 ether, "the fee alone is gone");
    }

    function test_P214_AForgedReportMovesNothing() external {
        uint256 dollarsWad = _jump(1_015_000);
        bytes memory forged = _signBy(_streamReport(dollarsWad, nowAt), _signerKey(8), _signerKey(9));
        vm.expectRevert();
        book.actWithPrice(forged);
    }

    function test_error_NoPriceFeed() external {
        _setUpOptions(_boughtPuts());
        vm.expectRevert(IHedgedOptionsVault.NoPriceFeed.selector);
        book.actWithPrice("");
    }
}
