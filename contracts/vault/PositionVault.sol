// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {IPortfolio} from "../interfaces/IPortfolio.sol";
import {Action, Due, IPositionVault} from "../interfaces/IPositionVault.sol";
import {Status} from "../interfaces/IRiskParameters.sol";
import {Reason} from "../interfaces/IVault.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {RebalanceMath} from "./RebalanceMath.sol";
import {VaultBase} from "./VaultBase.sol";

/// The loop of every vault with a position elsewhere: look at the drift, compute the change of exposure, execute it.
/// What the position is, a vault says in `_measure`, `_trade` and the few hooks below; the rule is the same for all.
abstract contract PositionVault is IPositionVault, VaultBase {
    /// A position at one price. Amounts in quote's smallest unit.
    /// `heldQuote`, `targetQuote`: the exposure that is steered, and wanted, signed. `urgentQuote`: the change of
    /// exposure that must not wait, signed; 0: none. `curvaturePips`, `horizonSec`: as IPortfolio tells them.
    struct Position {
        uint256 navQuote;
        int256 heldQuote;
        int256 targetQuote;
        int256 urgentQuote;
        uint32 curvaturePips;
        uint32 horizonSec;
    }

    /// A change of exposure that is due. `spotX96`, `meanX96`: the pool's prices, as roots.
    struct Order {
        int256 changeQuote;
        bool isCut;
        uint160 spotX96;
        uint160 meanX96;
    }

    uint256 private constant ONE_PIPS = 1e6;

    /// @inheritdoc IPositionVault
    function act() public nonReentrant returns (Due memory done) {
        uint160 spotX96;
        uint160 meanX96;
        (done, spotX96, meanX96) = _due();
        require(done.action != Action.None, RebalanceRefused(done.reason));
        int256 tradedQuote;
        uint256 costQuote;
        if (done.action == Action.Trade || done.action == Action.Cut) {
            Order memory order = Order(done.tradeQuote, done.action == Action.Cut, spotX96, meanX96);
            (tradedQuote, costQuote) = _trade(order);
            // A venue without liquidity up to the price limit takes nothing, and gives nothing.
            require(tradedQuote != 0, RebalanceRefused(Reason.TradeTooSmall));
            _noteTrade(SignedMath.abs(tradedQuote), SignedMath.abs(done.tradeQuote));
        } else {
            costQuote = _perform(done.action, spotX96, meanX96);
        }
        Position memory after_;
        if (meanX96 != 0) after_ = _measure(meanX96, _values());
        emit Acted(msg.sender, done.action, done, after_.heldQuote, after_.navQuote, tradedQuote, costQuote);
    }

    /// @inheritdoc IPositionVault
    function previewAction() external view nonReentrantView returns (Due memory due) {
        (due, , ) = _due();
    }

    /// Reverts with PriceUnknown if the pool has no mean price, and if a venue does not tell the position.
    /// @inheritdoc IPortfolio
    function portfolioFigures()
        external
        view
        nonReentrantView
        returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)
    {
        Position memory at = _measure(_meanPrice(), _values());
        navUsd6 = SafeCast.toUint64(Math.mulDiv(at.navQuote, 1e6, _quoteUnit));
        return (navUsd6, at.curvaturePips, at.horizonSec);
    }

    /// What is due besides trades, with what of the market it needs: `meanX96` is 0 while prices are not agreed on.
    /// None: nothing.
    function _chore(uint160 meanX96) internal view virtual returns (Action);

    /// Does it.
    /// @param meanX96 0 while prices are not agreed on, like `spotX96`.
    /// @return costQuote Fees and impact, at the venues' prices before.
    function _perform(Action action, uint160 spotX96, uint160 meanX96) internal virtual returns (uint256 costQuote);

    /// The position at a price. May revert where a venue does not answer; `_askVenues` has found that out before.
    function _measure(uint160 priceX96, Parameters memory values) internal view virtual returns (Position memory at);

    /// Changes the exposure by `order.changeQuote`, or less where a price limit stops it.
    /// Reverts with CostTooHigh if a leg cost more than its venue's fee and the slippage cap.
    /// @return tradedQuote Change of exposure at the mean price, signed.
    /// @return costQuote What it cost, at each venue's price before.
    function _trade(Order memory order) internal virtual returns (int256 tradedQuote, uint256 costQuote);

    /// Whether the venues tell the position and agree about the price: None, VenueSilent or VenueDeviates.
    function _askVenues(uint160 meanX96) internal view virtual returns (Reason);

    /// Pool first, then the venues.
    function _readMarket() internal view virtual override returns (Reason reason, uint160 spotX96, uint160 meanX96) {
        (reason, spotX96, meanX96) = super._readMarket();
        if (reason == Reason.None) reason = _askVenues(meanX96);
    }

    /// Whether a venue's price is as near to the mean price as is allowed.
    function _agrees(uint256 venuePriceWad, uint160 meanX96) internal view returns (bool) {
        uint256 meanWad = _priceWad(meanX96);
        uint256 lower = Math.min(venuePriceWad, meanWad);
        return RebalanceMath.distance(venuePriceWad, meanWad) * ONE_PIPS <= lower * _maxDeviationPips;
    }

    function _values() internal view returns (Parameters memory values) {
        (values, , ) = _riskParameters.parameters(_marketId);
    }

    function _due() private view returns (Due memory due, uint160 spotX96, uint160 meanX96) {
        Parameters memory values;
        (values, due.status, ) = _riskParameters.parameters(_marketId);
        due.bandPips = values.bandPips;
        due.elapsedSec = uint40(block.timestamp) - lastRebalanceAt;

        Reason market;
        (market, spotX96, meanX96) = _readMarket();
        // Nothing is opened for a market that nobody has voted for either.
        if (market != Reason.None || due.status == Status.Unknown) (spotX96, meanX96) = (0, 0);
        due.action = _chore(meanX96);
        if (due.action != Action.None) return (due, spotX96, meanX96);

        due.reason = due.status == Status.Unknown ? Reason.NoParameters : market;
        if (due.reason == Reason.None) due.reason = _steer(due, values, _measure(meanX96, values));
    }

    /// Fills in where the exposure is and where it should be, what of it is to be traded, and whether it is time.
    function _steer(Due memory due, Parameters memory values, Position memory at) private view returns (Reason reason) {
        due.navQuote = at.navQuote;
        due.heldQuote = at.heldQuote;
        due.targetQuote = at.targetQuote;
        if (at.navQuote == 0) return Reason.Empty;

        uint256 driftQuote = SignedMath.abs(at.heldQuote - at.targetQuote);
        due.driftPips = uint32(Math.min(Math.mulDiv(driftQuote, ONE_PIPS, at.navQuote), type(uint32).max));
        bool isCut = at.urgentQuote != 0;
        if (!isCut) {
            // Bounded one by one, return may lie above band.
            due.returnPips = uint32(Math.min(values.returnPips, values.bandPips));
            if (due.driftPips <= values.bandPips) return Reason.InsideBand;
            if (due.elapsedSec < _epochSec) return Reason.TooSoon;
        }
        // The cap is for one trade: without this line two in one block would move the price twice as far.
        if (_lastTradeAt == block.timestamp) return Reason.TooSoon;

        uint256 sizeQuote =
            isCut
                ? SignedMath.abs(at.urgentQuote)
                : RebalanceMath.tradeQuote(
                    RebalanceMath.excessQuote(driftQuote, at.navQuote, due.returnPips),
                    at.navQuote,
                    values,
                    due.elapsedSec,
                    _epochSec
                );
        sizeQuote = Math.min(sizeQuote, values.maxTradeUsd * _quoteUnit);
        if (sizeQuote == 0) return Reason.TradeTooSmall;
        bool isUp = isCut ? at.urgentQuote > 0 : at.targetQuote > at.heldQuote;
        due.tradeQuote = isUp ? SafeCast.toInt256(sizeQuote) : -SafeCast.toInt256(sizeQuote);
        due.action = isCut ? Action.Cut : Action.Trade;
        return Reason.None;
    }
}
