// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Plan, Reason, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "./VaultFixture.sol";

/// Everything that can happen to a vault, in any order, and what must hold at each step. A broken promise is kept in
/// `broken`, so that it shows even where the step itself is undone.
contract VaultHandler is VaultFixture {
    uint256 private constant VIRTUAL_SHARES = 1e6;

    string public broken;
    uint256 public rebalances;

    constructor(bool riskyIsToken0) {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        VaultSettings memory settings = _settings();
        vault = _newVault(settings);
        _setParameters(_parameters(), Status.Active);
        _deposit(alice, _usd(500_000));
        _fillToWeight(450_000);
    }

    function deposit(uint256 seed, bool byAlice) external {
        if (vault.maxDeposit(alice) == 0) return;
        uint256 nav = vault.totalAssets();
        uint256 supply = vault.totalSupply();
        _deposit(byAlice ? alice : bob, bound(seed, 1e6, _usd(1_000_000)));
        _checkSharePrice(nav, supply);
    }

    function redeem(uint256 seed, bool byAlice) external {
        address owner = byAlice ? alice : bob;
        uint256 most = vault.maxRedeem(owner);
        if (most == 0) return;
        uint256 nav = vault.totalAssets();
        uint256 supply = vault.totalSupply();
        vm.prank(owner);
        vault.redeem(bound(seed, 0, most / 4), owner, owner);
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
            _check(quoteAfter * supply >= quoteBefore * left, "in kind leaves the others their quote");
            _check(riskyAfter * supply >= riskyBefore * left, "in kind leaves the others their risky token");
        } catch {
            _check(false, "redemption in kind is always possible");
        }
    }

    function donate(uint256 seed, bool inQuote) external {
        if (inQuote) quote.mint(address(vault), bound(seed, 0, _usd(1000)));
        else risky.mint(address(vault), bound(seed, 0, 1 ether));
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
            values.maxTradeUsd6 = uint64(bound(seed >> 64, 0, 1_000_000e6));
            values.minIntervalSec = uint32(bound(seed >> 128, 0, 1 days));
            values.cppiMultiplierE3 = 1000;
        }
        _setParameters(values, status_);
    }

    function rebalance() external {
        Plan memory plan = vault.previewRebalance();
        (uint256 quoteBefore, uint256 riskyBefore) = _holdings();
        uint40 stampBefore = vault.lastRebalanceAt();
        uint160 spot = _spot();
        try vault.rebalance() returns (uint256 given, uint256) {
            ++rebalances;
            _check(plan.reason == Reason.None, "trades only if the preview says so");
            (uint256 quoteAfter, uint256 riskyAfter) = _holdings();
            _checkTrade(plan, spot, given, [quoteBefore, riskyBefore, quoteAfter, riskyAfter]);
            _checkRules(plan, stampBefore);
        } catch {
            // The fixture's liquidity is even, so the cost can only be refused for a few units' rounding.
            _check(plan.reason != Reason.None || plan.tradeQuote < 1e6, "refuses only if the preview says so");
        }
    }

    function _checkTrade(Plan memory plan, uint160 spot, uint256 given, uint256[4] memory held) private {
        uint256 before = held[0] + PoolPrice.quoteValueDown(held[1], spot, world.riskyIsToken0);
        uint256 afterwards = held[2] + PoolPrice.quoteValueUp(held[3], spot, world.riskyIsToken0);
        uint256 traded = plan.sellsRisky ? PoolPrice.quoteValueUp(given, spot, world.riskyIsToken0) : given;
        _check(before <= afterwards + (traded * (FEE_PIPS + CAP_PIPS)) / 1e6 + 2, "costs no more than fee and cap");
        _check(given <= plan.amountIn, "gives no more than planned");
        _check(plan.tradeQuote <= _maxTrade(), "trades no more than allowed");
        _check(plan.sellsRisky ? held[3] < held[1] : held[3] > held[1], "trades towards the target");
    }

    function _checkRules(Plan memory plan, uint40 stampBefore) private {
        (Parameters memory values, Status status, ) = riskParameters.parameters(MARKET);
        uint256 elapsed = nowAt - stampBefore;
        _check(status != Status.Unknown, "never without parameters");
        _check(plan.driftPips > values.bandPips, "never inside the band");
        _check(
            elapsed * uint256(plan.driftPips) ** 2 >= values.minIntervalSec * uint256(values.bandPips) ** 2,
            "never before its time"
        );
        _check(vault.lastRebalanceAt() == nowAt, "stamped");
    }

    function _maxTrade() private view returns (uint256) {
        (Parameters memory values, , ) = riskParameters.parameters(MARKET);
        return values.maxTradeUsd6;
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
