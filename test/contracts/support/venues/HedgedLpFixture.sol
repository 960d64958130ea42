// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HedgedLpSettings, IHedgedLpVault, LpFigures} from "../../../../contracts/interfaces/IHedgedLpVault.sol";
import {Action, Due} from "../../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Reason, VaultBaseSettings} from "../../../../contracts/interfaces/IVault.sol";
import {ILiquidityVenue} from "../../../../contracts/interfaces/venues/ILiquidityVenue.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture, World} from "../VaultFixture.sol";
import {FakePerpVenue} from "./FakePerpVenue.sol";

/// A vault that provides to the real pool, 70 % of its value within about 10 %, and hedges all of it on a perpetual
/// that the test keeps at the pool's price.
abstract contract HedgedLpFixture is VaultFixture {
    uint32 internal constant RECENTRE_PIPS = 5000; // 0.5 %

    IHedgedLpVault internal lp;
    ILiquidityVenue internal liquidity;
    FakePerpVenue internal perp;

    function _setUpLp(bool riskyIsToken0, uint32 periodSec) internal {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 200_000_000));
        lp = _newLp(_lpSettings(periodSec));
        _setParameters(_lpParameters(), Status.Active);
    }

    function _newLp(HedgedLpSettings memory settings) internal returns (IHedgedLpVault) {
        return
            IHedgedLpVault(deploy("HedgedLpVault.sol:HedgedLpVault", abi.encode("Gimbal liquidity", "gLP", settings)));
    }

    function _lpSettings(uint32 periodSec) internal returns (HedgedLpSettings memory settings) {
        perp = FakePerpVenue(deploy("FakePerpVenue.sol:FakePerpVenue", abi.encode(quote)));
        liquidity = ILiquidityVenue(
            deploy("UniswapV3Liquidity.sol:UniswapV3Liquidity", abi.encode(pool, quote, risky))
        );
        _alignPerp();
        settings.base = VaultBaseSettings({
            riskParameters: riskParameters,
            marketId: MARKET,
            factory: factory,
            quoteToken: address(quote),
            riskyToken: address(risky),
            poolFeePips: FEE_PIPS,
            epochSec: EPOCH_SEC,
            slippageCapPips: CAP_PIPS,
            twapWindowSec: WINDOW_SEC,
            maxDeviationPips: DEVIATION_PIPS
        });
        (settings.liquidity, settings.perp) = (liquidity, perp);
        (settings.providedPips, settings.shareBandPips) = (700_000, 50_000);
        (settings.rangeTicks, settings.recentrePeriodSec) = (953, periodSec);
        (settings.recentreDeviationPips, settings.hedgedPips) = (RECENTRE_PIPS, 1_000_000);
        settings.marginPips = 300_000;
    }

    /// All drift at once outside a band of 1 % of the net value, a guard of a fifth.
    function _lpParameters() internal pure returns (Parameters memory values) {
        values = _boldParameters();
        (values.bandPips, values.guardPips) = (10_000, 100_000);
    }

    /// The perpetual trades, and is marked, at the pool's price.
    function _alignPerp() internal {
        perp.setPrice(_valueAtSpot(1e18));
    }

    /// A price that all agree on.
    function _settle(uint256 factorPips) internal {
        _movePriceAndSettle(factorPips);
        _alignPerp();
    }

    function _depositLp(address owner, uint256 assets) internal returns (uint256 shares) {
        quote.mint(owner, assets);
        vm.startPrank(owner);
        quote.approve(address(lp), assets);
        shares = lp.deposit(assets, owner);
        vm.stopPrank();
    }

    /// A million dollars, provided and hedged.
    function _open() internal {
        _depositLp(alice, _usd(1_000_000));
        assertEq(uint256(lp.act().action), uint256(Action.Recentre), "provides");
        _skip(EPOCH_SEC);
        _alignPerp();
        assertEq(uint256(lp.act().action), uint256(Action.Trade), "hedges");
    }

    /// Trades there and back, so that the pool earns fees at a price that stands still.
    function _churn(uint256 times) internal {
        uint160 root = _spot();
        for (uint256 i = 0; i < times; ++i) {
            _movePrice(1_040_000);
            actor.moveTo(pool, root);
            _movePrice(960_000);
            actor.moveTo(pool, root);
        }
    }

    function _expectNothing(Reason reason) internal {
        Due memory due = lp.previewAction();
        assertEq(uint256(due.action), uint256(Action.None), "nothing is due");
        assertEq(uint256(due.reason), uint256(reason), "reason");
        vm.expectRevert(abi.encodeWithSignature("RebalanceRefused(uint8)", reason));
        lp.act();
    }

    function _figures() internal view returns (LpFigures memory) {
        return lp.figures();
    }

    /// What all of it came to if it were closed now at the pool's and the venue's price, without their fees.
    function _closeValue() internal view returns (uint256) {
        (uint256 q, uint256 r, uint256 feesQ, uint256 feesR) = liquidity.heldAt(_spot());
        int256 value = int256(
            quote.balanceOf(address(lp)) + q + feesQ + _valueAtSpot(risky.balanceOf(address(lp)) + r + feesR)
        );
        return uint256(value + perp.cashQuote() + (perp.sizeRisky() * int256(perp.priceWad())) / 1e18);
    }
}
