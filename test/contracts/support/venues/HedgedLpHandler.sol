// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {LpFigures} from "../../../../contracts/interfaces/IHedgedLpVault.sol";
import {Action, Due} from "../../../../contracts/interfaces/IPositionVault.sol";
import {Reason} from "../../../../contracts/interfaces/IVault.sol";
import {PoolPrice} from "../../../../contracts/vault/PoolPrice.sol";
import {Fault} from "./FakePerpVenue.sol";
import {HedgedLpFixture} from "./HedgedLpFixture.sol";

/// Everything that can happen to a vault with liquidity, in any order, and what must hold at each step. A broken
/// promise is kept in `broken`, so that it shows even where the step itself is undone.
contract HedgedLpHandler is HedgedLpFixture {
    uint256 private constant VIRTUAL_SHARES = 1e6;

    string public broken;
    uint256 public recentres;
    uint256 public trades;
    uint256 public exits;

    constructor(bool riskyIsToken0) {
        _setUpLp(riskyIsToken0, 0);
        _open();
    }

    function deposit(uint256 seed, bool byAlice) external {
        if (lp.maxDeposit(alice) == 0) return;
        uint256 nav = lp.totalAssets();
        uint256 supply = lp.totalSupply();
        _depositLp(byAlice ? alice : bob, bound(seed, 1e6, _usd(500_000)));
        _checkSharePrice(nav, supply);
    }

    function redeem(uint256 seed, bool byAlice) external {
        address owner = byAlice ? alice : bob;
        uint256 most = lp.maxRedeem(owner);
        if (most == 0) return;
        uint256 nav = lp.totalAssets();
        uint256 supply = lp.totalSupply();
        vm.prank(owner);
        lp.redeem(bound(seed, 0, most / 2), owner, owner);
        _checkSharePrice(nav, supply);
    }

    /// With the hedge closed in part, or without it where the venue refuses.
    function leave(uint256 seed, bool byAlice, uint8 fault) external {
        address owner = byAlice ? alice : bob;
        uint256 shares = bound(seed, 0, lp.balanceOf(owner) / 3);
        uint256 nav = lp.totalAssets();
        uint256 supply = lp.totalSupply();
        perp.setFault(Fault(fault % 4));
        vm.prank(owner);
        try lp.redeemInPart(shares, owner, owner) {
            ++exits;
        } catch {
            _check(false, "an exit is always possible");
        }
        perp.setFault(Fault.None);
        _checkSharePrice(nav, supply);
    }

    function donate(uint256 seed, bool inQuote) external {
        if (inQuote) quote.mint(address(lp), bound(seed, 0, _usd(1000)));
        else risky.mint(address(liquidity), bound(seed, 0, 1 ether));
    }

    /// Up to 6 % either way; the perpetual follows, or lags behind.
    function movePrice(uint256 seed, bool lags) external {
        _movePrice(bound(seed, 940_000, 1_060_000));
        if (!lags) _alignPerp();
    }

    function wait(uint256 seed) external {
        _skip(bound(seed, 1, 4 hours));
    }

    function fund(uint256 seed) external {
        perp.fund(int256(bound(seed, 0, _usd(2000))) - int256(_usd(1000)));
    }

    function act() external {
        Due memory due = lp.previewAction();
        uint256 before = _closeValueAt(_spot());
        LpFigures memory told = lp.figures();
        uint160 spot = _spot();
        (, , uint160 meanX96) = PoolPrice.read(pool, WINDOW_SEC);
        try lp.act() {
            _check(due.action != Action.None, "acts only if the preview says so");
            LpFigures memory after_ = lp.figures();
            uint256 cost = after_.hedgeCostQuote + after_.recentreCostQuote;
            cost -= told.hedgeCostQuote + told.recentreCostQuote;
            if (due.action == Action.Recentre) {
                ++recentres;
                _check(PoolPrice.deviationPips(spot, meanX96) <= RECENTRE_PIPS, "puts anew at a pushed price");
                _check(cost <= (before * (FEE_PIPS + CAP_PIPS)) / 1e6, "a swap costs no more than fee and cap");
            } else {
                ++trades;
                _checkTrade(due, cost);
            }
            // Liquidity is added at the price that the swap left: a fifth of a percent at the most.
            _check(before <= _closeValueAt(spot) + cost + before / 500 + 10, "loses no more than it tells");
        } catch {
            _check(due.action == Action.None, "does what the preview says");
        }
    }

    function _checkTrade(Due memory due, uint256 cost) private {
        uint256 size = uint256(due.tradeQuote < 0 ? -due.tradeQuote : due.tradeQuote);
        // The venue's price may be off the mean price by as much as is allowed.
        uint256 most = ((size * (1e6 + DEVIATION_PIPS)) / 1e6) + 10;
        _check(cost <= (most * (perp.feePips() + CAP_PIPS)) / 1e6 + 10, "a hedge costs no more than fee and cap");
        if (due.action == Action.Cut) return;
        // Bold parameters, enough depth: back to the target.
        Due memory next = lp.previewAction();
        if (next.reason == Reason.InsideBand) _check(next.driftPips <= due.returnPips + 2000, "drift within return");
    }

    function _closeValueAt(uint160 priceX96) private view returns (uint256) {
        (uint256 q, uint256 r, uint256 feesQ, uint256 feesR) = liquidity.heldAt(priceX96);
        r += risky.balanceOf(address(lp)) + risky.balanceOf(address(liquidity)) + feesR;
        q += quote.balanceOf(address(lp)) + feesQ;
        uint256 worth = q + PoolPrice.quoteValueDown(r, priceX96, world.riskyIsToken0);
        int256 net = perp.cashQuote() + (perp.sizeRisky() * int256(perp.priceWad())) / 1e18;
        return net > 0 ? worth + uint256(net) : worth;
    }

    /// At a price that stands still, nobody's coming or going costs those who stay.
    function _checkSharePrice(uint256 navBefore, uint256 supplyBefore) private {
        uint256 nav = lp.totalAssets() + 20;
        uint256 supply = lp.totalSupply() + VIRTUAL_SHARES;
        _check(nav * (supplyBefore + VIRTUAL_SHARES) >= (navBefore + 1) * supply, "share price fell");
    }

    function _check(bool condition, string memory what) private {
        if (!condition) broken = what;
    }
}
