// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Mode, Plan} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "./VaultFixture.sol";

/// Everything that can happen to a vault, in any order, and what must hold at each step. A broken promise is kept in
/// `broken`, so that it shows even where the step itself is undone.
contract VaultHandler is VaultFixture {
    uint256 private constant VIRTUAL_SHARES = 1e6;
    uint32 private constant FLOOR_PIPS = 900_000;

    string public broken;
    uint256 public rebalances;
    uint256 public cuts;

    Mode private _mode;
    /// What the handler knows itself: the floor, and when the vault traded last.
    uint256 private _floor;
    uint256 private _tradedAt;

    constructor(bool riskyIsToken0, Mode mode) {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        _mode = mode;
        vault = _newVault(mode == Mode.Cppi ? _cppiSettings(FLOOR_PIPS) : _settings());
        _setParameters(_parameters(), Status.Active);
        _deposit(alice, _usd(500_000));
        _addFloor(_usd(500_000));
        _fillToWeight(mode == Mode.Cppi ? 380_000 : 450_000);
    }

    function deposit(uint256 seed, bool byAlice) external {
        if (vault.maxDeposit(alice) == 0) return;
        uint256 nav = vault.totalAssets();
        uint256 supply = vault.totalSupply();
        uint256 assets = bound(seed, 1e6, _usd(1_000_000));
        _deposit(byAlice ? alice : bob, assets);
        _addFloor(assets);
        _checkSharePrice(nav, supply);
    }

    function redeem(uint256 seed, bool byAlice) external {
        address owner = byAlice ? alice : bob;
        uint256 most = vault.maxRedeem(owner);
        if (most == 0) return;
        uint256 nav = vault.totalAssets();
        uint256 supply = vault.totalSupply();
        uint256 shares = bound(seed, 0, most / 4);
        vm.prank(owner);
        vault.redeem(shares, owner, owner);
        _cutFloor(shares, supply);
        _checkSharePrice(nav, supply);
    }

    function redeemInKind(uint256 seed, bool byAlice) external {
        address owner = byAlice ? alice : bob;
        uint256 shares = bound(seed, 0, vault.balanceOf(owner) / 4);
        (uint256 quoteBefore, uint256 riskyBefore) = _holdings();
        uint256 supply = vault.totalSupply() + VIRTUAL_SHARES;
        vm.prank(owner);
        try vault.redeemInKind(shares, owner, owner) {
            (uint256 quoteAfter, uint256 riskyAfter) = _holdings();
            uint256 left = supply - shares;
            _cutFloor(shares, supply - VIRTUAL_SHARES);
            _check(quoteAfter * supply >= quoteBefore * left, "in kind leaves the others their quote");
            _check(riskyAfter * supply >= riskyBefore * left, "in kind leaves the others their risky token");
        } catch {
            _check(false, "redemption in kind is always possible");
        }
    }

    function donate(uint256 seed, bool inQuote) external {
        if (inQuote) quote.mint(address(vault), bound(seed, 0, _usd(1000)));
        else risky.mint(address(vault), bound(seed, 0, 1 ether));
        _check(vault.floorQuote() == _floor, "a gift moves no floor");
    }

    /// Trades on the pool: up to 4 % either way, more than the vault's guard allows.
    function movePrice(uint256 seed) external {
        _movePrice(bound(seed, 960_000, 1_040_000));
    }

    function wait(uint256 seed) external {
        _skip(bound(seed, 1, 4 hours));
    }

    function setParameters(uint256 seed, uint8 status) external {
        Parameters memory values;
        Status status_ = Status(status % 5);
        if (status_ != Status.Unknown) {
            values.aggressivenessPips = uint32(bound(seed, 0, 1_000_000));
            values.bandPips = uint32(bound(seed >> 32, 0, 100_000));
            values.returnPips = uint32(bound(seed >> 64, 0, 120_000));
            values.lotPips = uint32(bound(seed >> 96, 0, 100_000));
            values.maxTradeUsd = uint40(bound(seed >> 128, 0, 1_000_000));
            values.intervalSec = uint32(bound(seed >> 160, 0, 1 days));
            values.cppiMultiplierE3 = uint16(bound(seed >> 192, 0, 8000));
        }
        _setParameters(values, status_);
    }

    function rebalance() external {
        Plan memory plan = vault.previewRebalance();
        (uint256 quoteBefore, uint256 riskyBefore) = _holdings();
        uint40 stampBefore = vault.lastRebalanceAt();
        uint160 spot = _spot();
        _checkReason(plan, riskyBefore);
        try vault.rebalance() returns (uint256 given, uint256) {
            ++rebalances;
            if (plan.isCut) ++cuts;
            _check(plan.reason == Reason.None, "trades only if the preview says so");
            (uint256 quoteAfter, uint256 riskyAfter) = _holdings();
            _checkTrade(plan, spot, given, [quoteBefore, riskyBefore, quoteAfter, riskyAfter]);
            _checkSize(plan, riskyBefore, stampBefore);
            _checkClock(plan, given, stampBefore);
        } catch {
            // The fixture's liquidity is even, so the cost can only be refused for a few units' rounding.
            _check(plan.reason != Reason.None || plan.tradeQuote < 1e6, "refuses only if the preview says so");
            _check(vault.lastRebalanceAt() == stampBefore, "a refusal starts no clock");
        }
    }

    /// What must not wait does not, and the rest does.
    function _checkReason(Plan memory plan, uint256 riskyBalance) private {
        if (plan.status == Status.Unknown) _check(plan.reason == Reason.NoParameters, "never without parameters");
        if (plan.navQuote == 0) return; // no parameters, no agreed price, or nothing there
        (Parameters memory values, , ) = riskParameters.parameters(MARKET);
        uint256 riskyQuote = _valueAtMean(plan, riskyBalance);
        bool isCut = _mode == Mode.Cppi && riskyQuote > _allowedExposure(plan, values);
        _check(plan.isCut == isCut, "a cut is an exposure above what the floor allows");
        if (isCut) {
            bool mayTrade = values.maxTradeUsd != 0 && _tradedAt != nowAt;
            _check(plan.reason == Reason.None || !mayTrade, "a cut waits for nothing");
        } else if (plan.reason == Reason.None) {
            _check(plan.driftPips > values.bandPips, "never inside the band");
            _check(plan.elapsedSec >= EPOCH_SEC, "never within an epoch");
        }
    }

    function _checkSize(Plan memory plan, uint256 riskyBalance, uint40 stampBefore) private {
        (Parameters memory values, , ) = riskParameters.parameters(MARKET);
        uint256 riskyQuote = _valueAtMean(plan, riskyBalance);
        uint256 targetQuote = (plan.navQuote * plan.targetWeightPips) / 1e6;
        uint256 drift = riskyQuote > targetQuote ? riskyQuote - targetQuote : targetQuote - riskyQuote;
        _check(plan.tradeQuote <= drift, "trades no more than the drift");
        _check(plan.tradeQuote <= values.maxTradeUsd * _usd(1), "trades no more than allowed");
        if (plan.isCut) return;

        uint256 stays = plan.navQuote * Math.min(values.returnPips, values.bandPips);
        uint256 excess = drift * 1e6 > stays ? (drift * 1e6 - stays) / 1e6 : 0;
        _check(plan.tradeQuote <= excess, "trades no further than the return");
        uint256 elapsed = Math.min(nowAt - stampBefore, values.intervalSec);
        uint256 share = (excess * Math.min(1e6 * EPOCH_SEC, values.aggressivenessPips * elapsed)) / (1e6 * EPOCH_SEC);
        uint256 lot = (plan.navQuote * values.lotPips) / 1e6;
        _check(plan.tradeQuote <= Math.max(share, lot), "trades no more than the share, or a lot");
    }

    function _checkClock(Plan memory plan, uint256 given, uint40 stampBefore) private {
        bool starts = 2 * given >= plan.amountIn;
        _check(vault.lastRebalanceAt() == (starts ? nowAt : stampBefore), "half of a plan starts the clock, no crumb");
        _check(_tradedAt != nowAt, "never twice in a second");
        _tradedAt = nowAt;
    }

    function _valueAtMean(Plan memory plan, uint256 riskyBalance) private view returns (uint256) {
        return PoolPrice.quoteValueDown(riskyBalance, plan.meanSqrtPriceX96, world.riskyIsToken0);
    }

    function _allowedExposure(Plan memory plan, Parameters memory values) private view returns (uint256) {
        return plan.navQuote <= _floor ? 0 : ((plan.navQuote - _floor) * values.cppiMultiplierE3) / 1000;
    }

    function _addFloor(uint256 assets) private {
        if (_mode == Mode.Cppi) _floor += Math.ceilDiv(assets * FLOOR_PIPS, 1e6);
        _check(vault.floorQuote() == _floor, "a deposit adds its part to the floor");
    }

    function _cutFloor(uint256 shares, uint256 supply) private {
        if (_floor != 0) _floor = Math.mulDiv(_floor, supply - shares, supply, Math.Rounding.Ceil);
        _check(vault.floorQuote() == _floor, "who leaves takes his part of the floor, and no more");
    }

    function _checkTrade(Plan memory plan, uint160 spot, uint256 given, uint256[4] memory held) private {
        uint256 before = held[0] + PoolPrice.quoteValueDown(held[1], spot, world.riskyIsToken0);
        uint256 afterwards = held[2] + PoolPrice.quoteValueUp(held[3], spot, world.riskyIsToken0);
        uint256 traded = plan.sellsRisky ? PoolPrice.quoteValueUp(given, spot, world.riskyIsToken0) : given;
        _check(before <= afterwards + (traded * (FEE_PIPS + CAP_PIPS)) / 1e6 + 2, "costs no more than fee and cap");
        _check(given <= plan.amountIn, "gives no more than planned");
        _check(plan.sellsRisky ? held[3] < held[1] : held[3] > held[1], "trades towards the target");
    }

    /// At a price that stands still, nobody's coming or going costs those who stay; one risky unit's rounding apart.
    function _checkSharePrice(uint256 navBefore, uint256 supplyBefore) private {
        uint256 nav = vault.totalAssets() + 2;
        uint256 supply = vault.totalSupply() + VIRTUAL_SHARES;
        _check(nav * (supplyBefore + VIRTUAL_SHARES) >= (navBefore + 1) * supply, "share price fell");
    }

    function _check(bool condition, string memory what) private {
        if (!condition) broken = what;
    }

    function _holdings() private view returns (uint256, uint256) {
        return (quote.balanceOf(address(vault)), risky.balanceOf(address(vault)));
    }
}
