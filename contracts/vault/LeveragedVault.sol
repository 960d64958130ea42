// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {ILeveragedVault, LeveragedVaultSettings} from "../interfaces/ILeveragedVault.sol";
import {Action} from "../interfaces/IPositionVault.sol";
import {Reason} from "../interfaces/IVault.sol";
import {ILendingVenue} from "../interfaces/venues/ILendingVenue.sol";
import {LoanLib} from "../libraries/LoanLib.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {LoanTerms} from "./LoanTerms.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {PositionShares} from "./PositionShares.sol";
import {RebalanceMath} from "./RebalanceMath.sol";
import {SpotTrading} from "./SpotTrading.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultShares} from "./VaultShares.sol";

/// The risky token as collateral of a loan that bought it, cut in time.
contract LeveragedVault is ILeveragedVault, PositionShares, SpotTrading {
    using SafeERC20 for IERC20;

    /// What a swap is for, and so what pays for it.
    enum Purpose {
        Buy,
        Sell,
        Leave
    }

    /// What the vault holds and owes, in the tokens' smallest units. `risky` is collateral and what lies idle.
    struct Holdings {
        uint256 collateralRisky;
        uint256 risky;
        uint256 debtQuote;
        uint256 idleQuote;
    }

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_E3 = 1e3;
    /// The model's domain of curvature.
    uint256 private constant MAX_CURVATURE_PIPS = 1e8;
    uint256 private constant LOAN_LEG = 1;

    ILendingVenue private immutable _venue;
    uint32 private immutable _leverageE3;

    /// @param name_ Name of the share token.
    /// @param symbol_ Symbol of the share token.
    /// @param settings_ See `LeveragedVaultSettings`; reverts as SettingsLib and LoanTerms do, and with AlreadyBound.
    constructor(
        string memory name_,
        string memory symbol_,
        LeveragedVaultSettings memory settings_
    )
        ERC20(name_, symbol_)
        VaultBase(settings_.base)
        VaultShares(settings_.base.quoteToken, LoanTerms.spreadPips(settings_))
    {
        _venue = settings_.venue;
        _leverageE3 = settings_.leverageE3;
        settings_.venue.bind();
    }

    /// @inheritdoc ILeveragedVault
    function redeemBringingDebt(
        uint256 shares,
        address receiver,
        address owner
    ) external nonReentrant returns (uint256 quoteAmount, uint256 riskyAmount, uint256 debtQuote) {
        uint256 supply = totalSupply() + VIRTUAL_SHARES;
        _burnFor(shares, owner);
        Holdings memory held = _holdings();
        quoteAmount = Math.mulDiv(held.idleQuote, shares, supply);
        riskyAmount = Math.mulDiv(held.risky - held.collateralRisky, shares, supply);
        uint256 freedRisky;
        (freedRisky, debtQuote) = _part(held, shares, supply);
        riskyAmount += freedRisky;
        if (debtQuote != 0) {
            _quote.safeTransferFrom(msg.sender, address(_venue), debtQuote);
            _venue.repay(debtQuote);
        }
        if (freedRisky != 0) _venue.withdraw(freedRisky);
        _payInKind(shares, receiver, owner, quoteAmount, riskyAmount);
    }

    /// Repays the part of the debt with what the pool gives for a part of the collateral, and sets the rest of it free.
    /// Only the vault calls this, so that a venue's refusal can be caught.
    /// @return freedRisky What is left of the collateral's part.
    function unwindLoan(uint256 collateralRisky, uint256 debtQuote, uint160 spotX96) external returns (uint256) {
        require(msg.sender == address(this), NotItself(msg.sender));
        if (debtQuote == 0) {
            _venue.withdraw(collateralRisky);
            return collateralRisky;
        }
        bytes memory data = abi.encode(Purpose.Leave, collateralRisky, debtQuote);
        (uint256 paid, ) = _swapFor(true, debtQuote, _priceLimit(true, spotX96), data);
        return collateralRisky - paid;
    }

    /// @inheritdoc ILeveragedVault
    function previewDebt(uint256 shares) external view nonReentrantView returns (uint256 debtQuote) {
        (, debtQuote) = _part(_holdings(), shares, totalSupply() + VIRTUAL_SHARES);
    }

    /// @inheritdoc ILeveragedVault
    function loan()
        external
        view
        nonReentrantView
        returns (uint256 collateralRisky, uint256 debtQuote, uint256 healthPips, uint256 leverageE3)
    {
        Holdings memory held = _holdings();
        (uint256 backingQuote, ) = _backing(held);
        healthPips = held.debtQuote == 0 ? type(uint256).max : Math.mulDiv(backingQuote, ONE_PIPS, held.debtQuote);
        return (held.collateralRisky, held.debtQuote, healthPips, _leverageInForceE3(_values()));
    }

    /// @inheritdoc ILeveragedVault
    function settings() external view returns (LeveragedVaultSettings memory) {
        return LeveragedVaultSettings({base: _baseSettings(), venue: _venue, leverageE3: _leverageE3});
    }

    /// Settle where the loan is inside the guard and idle quote takes it out again, or no price is agreed on that it
    /// could be cut at. A smaller sum does not come before a cut: a gift could put that off.
    function _chore(uint160 meanX96) internal view override returns (Action) {
        if (_quote.balanceOf(address(this)) == 0 || _askLoan() == Reason.VenueSilent) return Action.None;
        Holdings memory held = _holdings();
        (bool isInside, uint256 cutQuote) = _cut(held, _values());
        return isInside && (cutQuote == 0 || meanX96 == 0) ? Action.Settle : Action.None;
    }

    function _perform(Action, uint160, uint160) internal override returns (uint256 costQuote) {
        _repay(_quote.balanceOf(address(this)));
        return 0;
    }

    function _measure(uint160 priceX96, Parameters memory values) internal view override returns (Position memory at) {
        Holdings memory held = _holdings();
        uint256 exposureQuote = PoolPrice.quoteValueDown(held.risky, priceX96, _riskyIsToken0);
        at.navQuote = Math.saturatingSub(exposureQuote + held.idleQuote, held.debtQuote);
        at.heldQuote = SafeCast.toInt256(exposureQuote);
        at.targetQuote = SafeCast.toInt256(Math.mulDiv(at.navQuote, _leverageInForceE3(values), ONE_E3));
        (, uint256 cutQuote) = _cut(held, values);
        at.urgentQuote = -SafeCast.toInt256(Math.min(cutQuote, exposureQuote));
        at.curvaturePips = _curvaturePips(exposureQuote, at.navQuote);
    }

    function _trade(Order memory order) internal override returns (int256 tradedQuote, uint256 costQuote) {
        Holdings memory held = _holdings();
        uint256 sizeQuote = SignedMath.abs(order.changeQuote);
        bool isSale = order.changeQuote < 0;
        uint256 amountIn = isSale ? _riskyFor(held, sizeQuote, order.meanX96) : _affordable(held, sizeQuote, order);
        require(amountIn != 0, RebalanceRefused(Reason.TradeTooSmall));
        bytes memory data = abi.encode(isSale ? Purpose.Sell : Purpose.Buy, 0, 0);
        (uint256 paid, uint256 received) = _swap(isSale, amountIn, _priceLimit(isSale, order.spotX96), data);
        costQuote = _requireFairSwap(isSale, paid, received, order.spotX96);
        uint256 movedQuote = PoolPrice.quoteValueDown(isSale ? paid : received, order.meanX96, _riskyIsToken0);
        tradedQuote = isSale ? -SafeCast.toInt256(movedQuote) : SafeCast.toInt256(movedQuote);
    }

    /// Buy: what has come becomes collateral, and the loan pays what idle quote does not. Sell: all quote repays, and
    /// what lies idle of the risky token goes first. Leave: the leaver's part of the collateral pays, and nothing else.
    function _procure(uint256 owed, uint256 received, bytes calldata data) internal override {
        (Purpose purpose, uint256 collateralRisky, uint256 debtQuote) = abi.decode(data, (Purpose, uint256, uint256));
        if (purpose == Purpose.Leave) {
            require(received == debtQuote, PoolTooThin(received, debtQuote));
            require(owed <= collateralRisky, UnderWater(owed, collateralRisky));
            _repay(received);
            _venue.withdraw(collateralRisky);
            return;
        }
        if (received == 0) return;
        (uint256 idleQuote, uint256 idleRisky) = _balances();
        if (purpose == Purpose.Sell) {
            _repay(idleQuote);
            if (owed > idleRisky) _venue.withdraw(owed - idleRisky);
            return;
        }
        _risky.safeTransfer(address(_venue), idleRisky);
        _venue.supply(idleRisky);
        if (owed > idleQuote) _venue.borrow(owed - idleQuote);
        else _repay(idleQuote - owed);
    }

    function _unwind(
        uint256 shares,
        uint256 supply,
        bool skipsRefusals
    ) internal override returns (uint256 freedQuote, uint256 freedRisky, uint256 skippedLegs) {
        if (skipsRefusals && _askLoan() == Reason.VenueSilent) return (0, 0, LOAN_LEG);
        (uint256 collateralRisky, uint256 debtQuote) = _part(_holdings(), shares, supply);
        if (collateralRisky == 0 && debtQuote == 0) return (0, 0, 0);
        uint160 spotX96;
        if (debtQuote != 0) {
            spotX96 = _agreedSpot();
            if (!_isWorthIts(debtQuote, collateralRisky, spotX96)) {
                uint256 owedRisky = PoolPrice.quoteValueUp(debtQuote, spotX96, !_riskyIsToken0);
                require(skipsRefusals, UnderWater(owedRisky, collateralRisky));
                return (0, 0, LOAN_LEG);
            }
        }
        if (!skipsRefusals) return (0, this.unwindLoan(collateralRisky, debtQuote, spotX96), 0);
        try this.unwindLoan(collateralRisky, debtQuote, spotX96) returns (uint256 risky) {
            return (0, risky, 0);
        } catch {
            return (0, 0, LOAN_LEG);
        }
    }

    function _navAt(uint160 priceX96, Math.Rounding rounding) internal view override returns (uint256) {
        Holdings memory held = _holdings();
        if (rounding == Math.Rounding.Floor) {
            uint256 downQuote = PoolPrice.quoteValueDown(held.risky, priceX96, _riskyIsToken0);
            return Math.saturatingSub(held.idleQuote + downQuote, held.debtQuote);
        }
        // The venue rounds the debt up: it may be one unit less.
        uint256 upQuote = PoolPrice.quoteValueUp(held.risky, priceX96, _riskyIsToken0) + held.idleQuote;
        return Math.saturatingSub(upQuote, Math.saturatingSub(held.debtQuote, 1));
    }

    function _askVenues(uint160 meanX96) internal view override returns (Reason) {
        if (_askLoan() == Reason.VenueSilent) return Reason.VenueSilent;
        return _agrees(_venue.priceWad(), meanX96) ? Reason.None : Reason.VenueDeviates;
    }

    function _readMarket()
        internal
        view
        override(PositionShares, VaultBase)
        returns (Reason reason, uint160 spotX96, uint160 meanX96)
    {
        return PositionShares._readMarket();
    }

    /// Whether the venue tells loan, price and terms: None or VenueSilent.
    function _askLoan() private view returns (Reason) {
        return LoanTerms.isTold(_venue) ? Reason.None : Reason.VenueSilent;
    }

    /// Sends it to the venue; what is more than the debt comes back.
    function _repay(uint256 amountQuote) private {
        if (amountQuote == 0) return;
        _quote.safeTransfer(address(_venue), amountQuote);
        _venue.repay(amountQuote);
    }

    function _holdings() private view returns (Holdings memory held) {
        (held.idleQuote, held.risky) = _balances();
        (held.collateralRisky, held.debtQuote) = _venue.position();
        held.risky += held.collateralRisky;
    }

    /// A holder's part: collateral rounded down, debt rounded up.
    function _part(
        Holdings memory held,
        uint256 shares,
        uint256 supply
    ) private pure returns (uint256 collateralRisky, uint256 debtQuote) {
        collateralRisky = Math.mulDiv(held.collateralRisky, shares, supply);
        debtQuote = Math.mulDiv(held.debtQuote, shares, supply, Math.Rounding.Ceil);
    }

    /// What the collateral counts for at the venue, rounded down, and the threshold.
    function _backing(Holdings memory held) private view returns (uint256 backingQuote, uint256 thresholdPips) {
        thresholdPips = Math.min(_venue.thresholdPips(), ONE_PIPS);
        uint256 worthQuote = Math.mulDiv(held.collateralRisky, _venue.priceWad(), 1e18);
        backingQuote = Math.mulDiv(worthQuote, thresholdPips, ONE_PIPS);
    }

    /// Whether the loan is inside the guard, and what has to be sold after all idle quote has repaid.
    function _cut(
        Holdings memory held,
        Parameters memory values
    ) private view returns (bool isInside, uint256 cutQuote) {
        if (held.debtQuote == 0) return (false, 0);
        (uint256 backingQuote, uint256 thresholdPips) = _backing(held);
        if (!LoanLib.isInside(backingQuote, held.debtQuote, values.guardPips)) return (false, 0);
        uint256 owedQuote = Math.saturatingSub(held.debtQuote, held.idleQuote);
        return (true, LoanLib.cutQuote(backingQuote, owedQuote, values.guardPips, thresholdPips));
    }

    function _leverageInForceE3(Parameters memory values) private view returns (uint256) {
        uint256 thresholdPips = Math.min(_venue.thresholdPips(), ONE_PIPS);
        uint256 allowedE3 = LoanLib.leverageE3(values.guardPips, thresholdPips, _venue.maxLoanPips());
        return Math.min(_leverageE3, allowedE3);
    }

    /// L |L - 1| of what is held, rounded up.
    function _curvaturePips(uint256 exposureQuote, uint256 navQuote) private pure returns (uint32) {
        if (navQuote == 0) return 0;
        uint256 leveragePips = Math.mulDiv(exposureQuote, ONE_PIPS, navQuote, Math.Rounding.Ceil);
        leveragePips = Math.min(leveragePips, MAX_CURVATURE_PIPS);
        uint256 product = leveragePips * RebalanceMath.distance(leveragePips, ONE_PIPS);
        return uint32(Math.min(Math.ceilDiv(product, ONE_PIPS), MAX_CURVATURE_PIPS));
    }

    /// How much of the risky token is worth this, rounded up, at most all.
    function _riskyFor(Holdings memory held, uint256 sizeQuote, uint160 meanX96) private view returns (uint256) {
        uint256 allQuote = PoolPrice.quoteValueDown(held.risky, meanX96, _riskyIsToken0);
        if (sizeQuote >= allQuote) return held.risky;
        return Math.mulDiv(held.risky, sizeQuote, allQuote, Math.Rounding.Ceil);
    }

    /// As much of the purchase as idle quote and the venue's largest loan pay for, when the purchase costs the most.
    function _affordable(Holdings memory held, uint256 sizeQuote, Order memory order) private view returns (uint256) {
        uint256 priceWad = _venue.priceWad();
        // A pip less than the venue lends: it has roundings of its own.
        uint256 loanPips = Math.saturatingSub(Math.min(_venue.maxLoanPips(), ONE_PIPS), 1);
        uint256 lentQuote = Math.mulDiv(Math.mulDiv(held.risky, priceWad, 1e18), loanPips, ONE_PIPS);
        uint256 roomQuote = Math.saturatingSub(lentQuote + held.idleQuote, held.debtQuote);
        uint256 keptPips = ONE_PIPS - _poolFeePips - _slippageCapPips;
        uint256 spotWad = Math.max(_priceWad(order.spotX96), priceWad);
        // What each unit of quote that is spent is lent again.
        uint256 againPips = Math.mulDiv((loanPips * keptPips) / ONE_PIPS, priceWad, spotWad);
        return Math.min(sizeQuote, Math.mulDiv(roomQuote, ONE_PIPS, ONE_PIPS - againPips));
    }

    /// The pool's spot price where it may be acted on. Reverts with PriceUnknown, or with PriceDeviates.
    function _agreedSpot() private view returns (uint160 spotX96) {
        Reason reason;
        uint160 meanX96;
        (reason, spotX96, meanX96) = VaultBase._readMarket();
        require(reason != Reason.PriceUnknown, PriceUnknown());
        uint256 deviationPips = PoolPrice.deviationPips(spotX96, meanX96);
        require(reason == Reason.None, PriceDeviates(deviationPips, _maxDeviationPips));
    }

    /// Whether the collateral pays for the debt, at the most that selling it costs.
    function _isWorthIts(uint256 debtQuote, uint256 collateralRisky, uint160 spotX96) private view returns (bool) {
        uint256 worthQuote = PoolPrice.quoteValueDown(collateralRisky, spotX96, _riskyIsToken0);
        return Math.mulDiv(worthQuote, ONE_PIPS - _poolFeePips - _slippageCapPips, ONE_PIPS) > debtQuote;
    }
}
