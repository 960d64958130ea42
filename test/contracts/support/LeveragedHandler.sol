// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC4626} from "@openzeppelin/contracts/interfaces/IERC4626.sol";
import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Reason} from "../../../contracts/interfaces/IVault.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {LeveragedFixture} from "./LeveragedFixture.sol";
import {Fault} from "./venues/FakePerpVenue.sol";

/// Everything that can happen to a leveraged vault, in any order, and what must hold at each step. Whoever keeps it
/// acts before the price falls again; the price falls by less than the guard. A broken promise is kept in `broken`.
contract LeveragedHandler is LeveragedFixture {
    uint256 private constant VIRTUAL_SHARES = 1e6;

    string public broken;
    uint256 public trades;
    uint256 public cuts;
    uint256 public exits;

    constructor(bool riskyIsToken0) {
        _setUpLeveraged(riskyIsToken0);
        leveraged = _newLeveraged(3300);
        _join(bob, _usd(30_000));
        _open(_usd(50_000));
    }

    function deposit(uint256 seed, bool byAlice) external {
        if (_shares().maxDeposit(alice) == 0) return;
        (uint256 nav, uint256 supply) = (_shares().totalAssets(), _supply());
        _join(byAlice ? alice : bob, bound(seed, 1e6, _usd(50_000)));
        _checkSharePrice(nav, supply);
    }

    function redeem(uint256 seed, bool byAlice) external {
        address owner = byAlice ? alice : bob;
        uint256 most = _shares().maxRedeem(owner);
        if (most == 0) return;
        (uint256 nav, uint256 supply) = (_shares().totalAssets(), _supply());
        uint256 shares = bound(seed, 0, most);
        vm.prank(owner);
        _shares().redeem(shares, owner, owner);
        _checkSharePrice(nav, supply);
    }

    function redeemInKind(uint256 seed, bool byAlice, bool bringsDebt) external {
        address owner = byAlice ? alice : bob;
        uint256 shares = bound(seed, 0, _shares().balanceOf(owner) / 4);
        (uint256 collateral, uint256 debt, uint256 supply) = (lender.collateralRisky(), lender.debtQuote(), _supply());
        uint256 idle = quote.balanceOf(address(leveraged));
        bool isPaid = bringsDebt ? _bringDebt(owner, shares) : _inKind(owner, shares);
        if (!isPaid) return;
        ++exits;
        uint256 left = supply + VIRTUAL_SHARES - shares;
        supply += VIRTUAL_SHARES;
        _check(lender.collateralRisky() * supply >= collateral * left, "a leaver takes no more than his collateral");
        // So few shares that the debt's part, rounded up, is more than they are worth: he leaves both behind.
        bool isLeftBehind = lender.debtQuote() == debt && lender.collateralRisky() == collateral;
        bool isRepaid = lender.debtQuote() * supply <= debt * left;
        _check(isRepaid || (isLeftBehind && shares < 1e12), "a leaver leaves no more than the others' debt");
        _check(quote.balanceOf(address(leveraged)) * supply >= idle * left, "nor more than his idle quote");
    }

    function donate(uint256 seed, bool inQuote) external {
        if (inQuote) quote.mint(address(leveraged), bound(seed, 0, _usd(1000)));
        else risky.mint(address(leveraged), bound(seed, 0, 1 ether));
    }

    function accrue(uint256 seed) external {
        lender.charge(bound(seed, 0, lender.debtQuote() / 2000));
    }

    /// Up to 8 % down or 6 % up, of which the mean and the lender take notice.
    function movePrice(uint256 seed) external {
        _keep();
        _movePriceEverywhere(bound(seed, 920_000, 1_060_000));
        _check(lender.healthPips() >= 1e6, "never liquidated inside the gap");
    }

    /// A price that stands for a moment: nobody else has taken notice.
    function spike(uint256 seed) external {
        uint160 before = _spot();
        _movePrice(bound(seed, 900_000, 1_100_000));
        act();
        actor.moveTo(pool, before);
    }

    function wait(uint256 seed) external {
        _skip(bound(seed, 1, 4 hours));
    }

    function setParameters(uint256 seed) external {
        Parameters memory values = _leveragedParameters();
        values.aggressivenessPips = uint32(bound(seed, 0, 1_000_000));
        values.bandPips = uint32(bound(seed >> 32, 0, 300_000));
        values.returnPips = uint32(bound(seed >> 64, 0, 300_000));
        values.lotPips = uint32(bound(seed >> 96, 0, 100_000));
        values.intervalSec = uint32(bound(seed >> 160, 0, 1 days));
        _setParameters(values, Status.Active);
    }

    function act() public {
        Due memory due = _due();
        (uint256 debt, uint256 nav) = (lender.debtQuote(), _navAtWad(lender.priceWad()));
        uint256 priceWad = lender.priceWad();
        uint256 health = lender.healthPips();
        try leveraged.act() {
            _check(due.reason == Reason.None, "acts only if the preview says so");
            _checkAct(due, debt, health);
            uint256 size = uint256(due.tradeQuote < 0 ? -due.tradeQuote : due.tradeQuote);
            // The pool's price may be the deviation away from the lender's, at which this is valued.
            uint256 most = (size * (FEE_PIPS + CAP_PIPS + 2 * DEVIATION_PIPS)) / 1e6 + 10;
            _check(nav <= _navAtWad(priceWad) + most, "costs no more than fee and cap");
        } catch {
            _check(due.reason != Reason.None || due.action == Action.Trade, "refuses only if the preview says so");
            _check(lender.debtQuote() == debt, "a refusal changes nothing");
        }
    }

    function _checkAct(Due memory due, uint256 debt, uint256 health) private {
        bool isLean = lender.debtQuote() == 0 || quote.balanceOf(address(leveraged)) == 0;
        _check(isLean, "no quote lies idle beside a debt after an act");
        if (due.action == Action.Trade) ++trades;
        if (due.action != Action.Cut) return;
        ++cuts;
        _check(health < 1_105_172, "cuts only inside the guard");
        _check(lender.debtQuote() < debt && lender.healthPips() > health, "a cut makes the loan safer");
    }

    function _keep() private {
        lender.setFault(Fault.None);
        _settlePrice();
        for (uint256 i = 0; i < 20 && _due().reason == Reason.None && _due().action != Action.Trade; ++i) {
            act();
            _settlePrice();
        }
        for (uint256 i = 0; i < 3 && _due().reason == Reason.None; ++i) {
            act();
            _settlePrice();
        }
    }

    function _inKind(address owner, uint256 shares) private returns (bool) {
        vm.prank(owner);
        try leveraged.redeemInKind(shares, owner, owner) {
            return true;
        } catch {
            // Price not agreed on, or more than the pool carries.
            return false;
        }
    }

    function _bringDebt(address owner, uint256 shares) private returns (bool) {
        uint256 debt = leveraged.previewDebt(shares);
        quote.mint(owner, debt);
        vm.startPrank(owner);
        quote.approve(address(leveraged), debt);
        try leveraged.redeemBringingDebt(shares, owner, owner) returns (uint256, uint256, uint256 brought) {
            _check(brought == debt, "brings what the preview says");
        } catch {
            _check(false, "with the debt in hand one can always leave");
        }
        vm.stopPrank();
        return true;
    }

    /// At a price that stands still, nobody's coming or going costs those who stay.
    function _checkSharePrice(uint256 navBefore, uint256 supplyBefore) private {
        uint256 nav = _shares().totalAssets() + 3;
        uint256 supply = _supply() + VIRTUAL_SHARES;
        _check(nav * (supplyBefore + VIRTUAL_SHARES) >= (navBefore + 1) * supply, "share price fell");
    }

    function _navAtWad(uint256 priceWad) private view returns (uint256) {
        uint256 held = lender.collateralRisky() + risky.balanceOf(address(leveraged));
        uint256 assets = (held * priceWad) / 1e18 + quote.balanceOf(address(leveraged));
        return assets < lender.debtQuote() ? 0 : assets - lender.debtQuote();
    }

    function _check(bool condition, string memory what) private {
        if (!condition) broken = what;
    }

    function _shares() private view returns (IERC4626) {
        return IERC4626(address(leveraged));
    }
}
