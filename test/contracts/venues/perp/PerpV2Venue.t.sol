// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPerpVenue} from "../../../../contracts/interfaces/venues/IPerpVenue.sol";
import {IVenue} from "../../../../contracts/interfaces/venues/IVenue.sol";
import {IClearingHouse} from "../../../../contracts/venues/perp/IPerpetualV2.sol";
import {PerpV2Venue} from "../../../../contracts/venues/perp/PerpV2Venue.sol";
import {MockToken} from "../../support/MockToken.sol";
import {Test} from "../../support/Test.sol";
import {FakePerpetualV2} from "../../support/venues/FakePerpetualV2.sol";

/// Conversions and refusals of the adapter. What the real venue does: test/venues/perpV2.test.ts.
contract PerpV2VenueTest is Test {
    /// Between a dollar of 6 decimals and the venue's 18.
    uint256 private constant SCALE = 1e12;
    /// Root of 2,000 in Q96, rounded down.
    uint160 private constant SPOT_X96 = 3543191142285914205922034323214;

    MockToken private _dollar;
    MockToken private _ether;
    FakePerpetualV2 private _fake;
    PerpV2Venue private _venue;

    /// This contract is the vault.
    function setUp() external {
        _dollar = new MockToken("USD", 6);
        _ether = new MockToken("ETH", 18);
        _fake = new FakePerpetualV2(_dollar);
        _fake.setSpot(SPOT_X96);
        _venue = _deploy(_ether, _dollar);
        _venue.bind();
    }

    function test_default_pricesAreInQuoteForOneToken() external view {
        assertEq(_venue.markPriceWad(), 2000e6, "mark");
        assertEq(_venue.tradePriceWad(), 2000e6 - 1, "trade, rounded down");
    }

    function test_behavior_cashIsRoundedDown(int80 openNotional, int80 owed, int80 funding, int64 balance) external {
        _fake.setBooks(FakePerpetualV2.Books(-5e18, openNotional, owed, funding, balance));
        (int256 size, int256 cash) = _venue.position();
        assertTrue(size == -5e18, "size");
        int256 exact = int256(openNotional) + owed - funding + int256(balance) * int256(SCALE);
        assertTrue(cash * int256(SCALE) <= exact, "not above");
        assertTrue((cash + 1) * int256(SCALE) > exact, "by less than a unit");
    }

    function test_behavior_whatATradePaysIsRoundedDown() external {
        _fake.setFill(3e18, 6000e18 + 1);
        (int256 filled, int256 change) = _venue.trade(-3e18, 0);
        assertTrue(filled == -3e18 && change == 6000e6, "sold");
        (filled, change) = _venue.trade(3e18, type(uint256).max);
        assertTrue(filled == 3e18 && change == -6000e6 - 1, "bought");
    }

    function test_behavior_noUnitTradesBeyondTheLimit(uint256 limitPriceWad) external {
        limitPriceWad = 1 + (limitPriceWad % 1e15);
        // At the pool's price nothing trades.
        if (limitPriceWad == 2000e6 || limitPriceWad == 2000e6 - 1) limitPriceWad += 2;
        bool isSale = limitPriceWad < 2000e6 - 1;
        _venue.trade(isSale ? int256(-1e18) : int256(1e18), limitPriceWad);
        IClearingHouse.OpenPositionParams memory order = _fake.lastOrder();
        assertTrue(order.isBaseToQuote == isSale && order.isExactInput == isSale, "an exact amount of the base");
        assertEq(order.amount, 1e18, "amount");
        uint256 root = order.sqrtPriceLimitX96;
        Math.Rounding rounding = isSale ? Math.Rounding.Floor : Math.Rounding.Ceil;
        uint256 priceWad = Math.mulDiv(Math.mulDiv(root, root, 1 << 96, rounding), 1e18, SCALE << 96, rounding);
        if (isSale) assertLe(limitPriceWad, priceWad, "sold at the limit or above");
        else assertLe(priceWad, limitPriceWad, "bought at the limit or below");
        // And not far from it.
        uint256 apart = Math.max(priceWad, limitPriceWad) - Math.min(priceWad, limitPriceWad);
        assertLe(apart, 1 + limitPriceWad / 1e9, "near the limit");
    }

    function test_behavior_noLimitIsThePoolsOwn() external {
        _venue.trade(-1e18, 0);
        assertEq(_fake.lastOrder().sqrtPriceLimitX96, 4295128740, "lowest");
        _venue.trade(1e18, type(uint256).max);
        assertLe(uint256(SPOT_X96) * 1e6, _fake.lastOrder().sqrtPriceLimitX96, "far above");
    }

    function test_behavior_noSizeIsNoOrder() external {
        (int256 filled, int256 change) = _venue.trade(0, 0);
        assertTrue(filled == 0 && change == 0, "nothing");
        assertEq(_fake.lastOrder().amount, 0, "no order");
    }

    function test_behavior_marginGoesInAndBackToTheVault() external {
        _dollar.mint(address(_venue), 100e6);
        _venue.addMargin(100e6);
        assertEq(_dollar.balanceOf(address(_fake)), 100e6, "paid in");
        assertEq(_dollar.allowance(address(_venue), address(_fake)), 0, "no allowance is left");
        _venue.removeMargin(40e6);
        assertEq(_dollar.balanceOf(address(this)), 40e6, "paid out");
        assertEq(_dollar.balanceOf(address(_venue)), 0, "nothing stays");
    }

    function test_error_aTradeBeyondItsLimitDoesNotBegin() external {
        bytes4 refusal = IPerpVenue.WorseThanLimit.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, 2000e6 - 1, 2000e6 + 1));
        _venue.trade(-1e18, 2000e6 + 1);
        vm.expectRevert(abi.encodeWithSelector(refusal, 2000e6 - 1, 2000e6 - 1));
        _venue.trade(1e18, 2000e6 - 1);
    }

    function test_error_aVenueThatPaysLessThanAskedForIsRefused() external {
        _dollar.mint(address(_fake), 100e6);
        _fake.setKeeps(1);
        bytes4 refusal = IERC20Errors.ERC20InsufficientBalance.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, address(_venue), 40e6 - 1, 40e6));
        _venue.removeMargin(40e6);
    }

    function test_error_aSilentPausedOrClosedVenueSaysSo() external {
        _fake.setFaults(true, false, false);
        vm.expectRevert(FakePerpetualV2.Silent.selector);
        _venue.position();

        _fake.setFaults(false, true, false);
        vm.expectRevert(PerpV2Venue.VenuePaused.selector);
        _venue.trade(-1e18, 0);
        vm.expectRevert(PerpV2Venue.VenuePaused.selector);
        _venue.addMargin(1);
        vm.expectRevert(PerpV2Venue.VenuePaused.selector);
        _venue.removeMargin(1);
        assertEq(_venue.freeMarginQuote(), 0, "nothing is free");

        _fake.setFaults(false, false, true);
        vm.expectRevert(PerpV2Venue.MarketNotOpen.selector);
        _venue.trade(-1e18, 0);
        vm.expectRevert(PerpV2Venue.MarketNotOpen.selector);
        _venue.markPriceWad();
        vm.expectRevert(PerpV2Venue.MarketNotOpen.selector);
        _venue.tradePriceWad();
    }

    function test_error_onlyTheVaultActs() external {
        vm.startPrank(address(0xbad));
        bytes memory refusal = abi.encodeWithSelector(IVenue.NotTheVault.selector, address(0xbad));
        vm.expectRevert(refusal);
        _venue.addMargin(0);
        vm.expectRevert(refusal);
        _venue.removeMargin(0);
        vm.expectRevert(refusal);
        _venue.trade(0, 0);
        vm.expectRevert(abi.encodeWithSelector(IVenue.AlreadyBound.selector, address(this)));
        _venue.bind();
        vm.stopPrank();
    }

    function test_error_tokensThatTheVenueDoesNotReckonIn() external {
        MockToken other = new MockToken("EUR", 6);
        bytes4 refusal = PerpV2Venue.OtherSettlementToken.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, address(_dollar), address(other)));
        this.deployVenue(_ether, other);
        MockToken bitcoin = new MockToken("BTC", 8);
        vm.expectRevert(abi.encodeWithSelector(PerpV2Venue.UnfitDecimals.selector, 8));
        this.deployVenue(bitcoin, _dollar);
    }

    function deployVenue(MockToken risky, MockToken quote) external returns (PerpV2Venue) {
        return _deploy(risky, quote);
    }

    function _deploy(MockToken risky, MockToken quote) private returns (PerpV2Venue) {
        bytes memory args = abi.encode(_fake, address(_fake), risky, quote);
        return PerpV2Venue(deploy("PerpV2Venue.sol:PerpV2Venue", args));
    }
}
