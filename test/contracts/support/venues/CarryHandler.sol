// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CarryStanding} from "../../../../contracts/interfaces/ICarryVault.sol";
import {Action, Due} from "../../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {CarryFixture} from "./CarryFixture.sol";

/// Moves of holders, markets and voters, each checked against what a carry vault promises. What breaks is kept in
/// `broken`. The perpetual follows the pool's mean price; somebody always acts when something is due.
contract CarryHandler is CarryFixture {
    uint256 private constant VIRTUAL_SHARES = 1e6;
    /// Of the net value: a price's rounding to a tick, and smallest units.
    uint256 private constant DUST_QUOTE = 20;

    string public broken;
    uint256 public acts;
    uint256 public cuts;
    uint256 public topUps;
    uint256 public exits;

    constructor(bool riskyIsToken0) {
        _setUpCarry(riskyIsToken0, 0);
        _enter(alice, _usd(50_000));
        _skip(EPOCH_SEC);
        _actAll();
    }

    function deposit(uint256 dollars, bool isAlice) external {
        (uint256 nav, uint256 supply) = _sharePrice();
        _enter(isAlice ? alice : bob, _usd(bound(dollars, 1, 30_000)));
        _checkSharePrice(nav, supply);
        _actAll();
    }

    /// In kind: what comes out is the part of what the vault tells, within the perpetual's fee and cap.
    function leave(uint256 sharePips, bool isAlice) external {
        address owner = isAlice ? alice : bob;
        uint256 shares = (carry.balanceOf(owner) * bound(sharePips, 1, 1e6)) / 1e6;
        if (shares == 0) return;
        (uint256 nav, uint256 supply) = _sharePrice();
        uint256 worth = carry.convertToAssets(shares);
        uint256 shortQuote = _valueAtSpot(carry.standing().shortRisky);
        uint256 price = _spotWad();
        vm.startPrank(owner);
        (uint256 quoteAmount, uint256 riskyAmount) = carry.redeemInKind(shares, owner, owner);
        vm.stopPrank();
        uint256 paid = quoteAmount + (riskyAmount * price) / 1e18;
        // What the vault tells is at the mean price, rounded to a tick: 1e-4 of each leg.
        uint256 cost = (shortQuote * (1_000 + 10_000 + 200)) / 1e6;
        uint256 most = cost * shares / (supply + VIRTUAL_SHARES) + DUST_QUOTE;
        _check(paid + most >= worth, "paid what it tells, within fee and cap");
        _check(paid <= worth + (shortQuote * 200) / 1e6 + DUST_QUOTE, "and no more");
        _checkSharePrice(nav, supply);
        ++exits;
    }

    function donate(uint256 dollars) external {
        quote.mint(address(carry), _usd(bound(dollars, 1, 5_000)));
        _actAll();
    }

    function fund(uint256 pips, bool isPaid) external {
        int256 amount = int256((carry.totalAssets() * bound(pips, 1, 2_000)) / 1e6);
        perp.fund(isPaid ? amount : -amount);
        _actAll();
    }

    /// Up to the whole gap upwards at once, or as far down.
    function movePrice(uint256 pips) external {
        // e^0.18 = 1.197; the rest of the guard is for what a trade costs.
        _moveBoth(bound(pips, 800_000, 1_195_000));
        CarryStanding memory at = carry.standing();
        if (at.shortRisky != 0) {
            _check(at.marginRatioPips >= perp.maintenancePips(), "never liquidated inside the gap");
        }
        _actAll();
    }

    function wait_(uint256 sec) external {
        _skip(bound(sec, 1, 3 days));
        _actAll();
    }

    function setParameters(uint256 guardPips, uint256 bandPips, uint256 aggressivenessPips) external {
        Parameters memory values = _boldParameters();
        values.guardPips = uint32(bound(guardPips, 200_000, 400_000));
        values.bandPips = uint32(bound(bandPips, 0, 100_000));
        values.aggressivenessPips = uint32(bound(aggressivenessPips, 1, 1e6));
        _setParameters(values, Status.Active);
        _actAll();
    }

    /// Whatever is due, and what may not wait until it is done.
    function _actAll() private {
        for (uint256 i = 0; i < 12; ++i) {
            _settlePrice();
            Due memory due = carry.previewAction();
            if (due.action == Action.None) return;
            _act(due);
        }
        _check(carry.previewAction().action == Action.None, "comes to rest");
    }

    function _act(Due memory due) private {
        uint256 before = _worthAtSpot();
        uint256 spotBefore = carry.standing().spotRisky;
        carry.act();
        ++acts;
        if (due.action == Action.Cut) ++cuts;
        if (due.action == Action.TopUp) ++topUps;
        CarryStanding memory at = carry.standing();
        uint256 traded = at.spotRisky > spotBefore ? at.spotRisky - spotBefore : spotBefore - at.spotRisky;
        uint256 most = (_valueAtSpot(traded) * (FEE_PIPS + 1_000 + 3 * CAP_PIPS)) / 1e6;
        _check(before <= _worthAtSpot() + most + DUST_QUOTE, "costs no more than fees and caps");
        uint256 loose = at.spotRisky > at.shortRisky ? at.spotRisky - at.shortRisky : at.shortRisky - at.spotRisky;
        _check(_valueAtSpot(loose) <= 1, "hedged unit for unit, to a unit of quote");
        _check(at.idleQuote <= 1, "what lies idle becomes margin");
        _check(at.marginRatioPips >= at.topUpRatioPips, "no danger afterwards");
    }

    /// At the perpetual's price, which no trade of the vault's moves.
    function _worthAtSpot() private view returns (uint256) {
        (int256 size, int256 cash) = perp.position();
        int256 priceWad = int256(perp.priceWad());
        int256 spot = (int256(risky.balanceOf(address(carry))) * priceWad) / 1e18;
        return uint256(int256(quote.balanceOf(address(carry))) + spot + cash + (size * priceWad) / 1e18);
    }

    function _sharePrice() private view returns (uint256 nav, uint256 supply) {
        return (carry.totalAssets(), carry.totalSupply());
    }

    function _checkSharePrice(uint256 navBefore, uint256 supplyBefore) private {
        uint256 nav = carry.totalAssets() + DUST_QUOTE;
        uint256 supply = carry.totalSupply() + VIRTUAL_SHARES;
        _check(nav * (supplyBefore + VIRTUAL_SHARES) >= (navBefore + 1) * supply, "share price fell");
    }

    function _check(bool condition, string memory what) private {
        if (!condition) broken = what;
    }
}
