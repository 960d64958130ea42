// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {HedgedLpSettings, IHedgedLpVault, LpFigures} from "../interfaces/IHedgedLpVault.sol";
import {Action} from "../interfaces/IPositionVault.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {LpBook} from "./LpBook.sol";
import {PerpHedge} from "./PerpHedge.sol";
import {PerpTrading} from "./PerpTrading.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {SettingsLib} from "./SettingsLib.sol";
import {VaultBase} from "./VaultBase.sol";
import {VaultShares} from "./VaultShares.sol";

/// Liquidity around the price, its delta sold on a perpetual: when the range is put anew, how much is provided, and
/// what that brings and costs.
contract HedgedLpVault is LpBook {
    using SafeERC20 for IERC20;

    uint256 private constant ONE_PIPS = 1e6;
    /// Of less nothing is provided: rounding would look like a cost.
    uint256 private constant LEAST_QUOTE = 1000;

    uint32 private immutable _providedPips;
    uint32 private immutable _shareBandPips;
    uint24 private immutable _rangeTicks;
    uint32 private immutable _recentrePeriodSec;
    uint32 private immutable _recentreDeviationPips;

    /// @inheritdoc IHedgedLpVault
    uint40 public openedAt;
    /// When liquidity was moved last, unix seconds.
    uint40 private _movedAt;
    uint32 private _recentres;
    uint256 private _recentreCostQuote;

    /// What there is to be done about the range.
    struct Need {
        bool isAnew; // put around the price
        bool isOff; // the provided share is
        bool isShort; // the margin is, and can be filled up
        uint256 heldQuote; // provided now, without fees
        uint256 wantedQuote; // to be provided
    }

    /// Reverts with OutOfDomain if a setting lies outside its domain, with NotTheVaultsPool if the adapter provides
    /// elsewhere, and with AlreadyBound if an adapter belongs to another vault.
    constructor(
        string memory name_,
        string memory symbol_,
        HedgedLpSettings memory settings_
    )
        ERC20(name_, symbol_)
        VaultBase(settings_.base)
        VaultShares(settings_.base.quoteToken, _spreadOf(settings_))
        PerpTrading(settings_.perp)
        PerpHedge(settings_.marginPips)
        LpBook(settings_.liquidity, settings_.hedgedPips)
    {
        _validate(settings_);
        require(settings_.liquidity.pool() == address(_pool), NotTheVaultsPool(settings_.liquidity.pool()));
        _providedPips = settings_.providedPips;
        _shareBandPips = settings_.shareBandPips;
        _rangeTicks = settings_.rangeTicks;
        _recentrePeriodSec = settings_.recentrePeriodSec;
        _recentreDeviationPips = settings_.recentreDeviationPips;
    }

    /// @inheritdoc IHedgedLpVault
    function figures() external view nonReentrantView returns (LpFigures memory) {
        return _figuresAt(_meanPrice());
    }

    /// @inheritdoc IHedgedLpVault
    function settings() external view returns (HedgedLpSettings memory told) {
        told.base = _baseSettings();
        told.liquidity = _liquidity;
        told.perp = _perp;
        told.providedPips = _providedPips;
        told.shareBandPips = _shareBandPips;
        told.rangeTicks = _rangeTicks;
        told.recentrePeriodSec = _recentrePeriodSec;
        told.recentreDeviationPips = _recentreDeviationPips;
        told.hedgedPips = _hedgedPips;
        told.marginPips = _marginPips;
    }

    function _chore(uint160 meanX96) internal view override returns (Action) {
        if (meanX96 == 0) return Action.None;
        (uint160 spotX96, , , , , , ) = _pool.slot0();
        if (PoolPrice.deviationPips(spotX96, meanX96) > _recentreDeviationPips) return Action.None;
        Need memory need = _needs(meanX96, _values().guardPips);
        return need.isAnew || need.isOff || need.isShort ? Action.Recentre : Action.None;
    }

    function _perform(Action, uint160, uint160 meanX96) internal override returns (uint256 costQuote) {
        _noteFunding();
        _liquidity.count(meanX96);
        uint32 guardPips = _values().guardPips;
        Need memory need = _needs(meanX96, guardPips);
        (int24 lowerTick, int24 upperTick, ) = _liquidity.range();
        if (need.isAnew) {
            _liquidity.takeOut(1, 1);
            (, int256 meanTick) = PoolPrice.meanTick(_pool, _twapWindowSec);
            (lowerTick, upperTick) = _liquidity.rangeAround(meanTick, _rangeTicks);
            (need.heldQuote, openedAt) = (0, uint40(block.timestamp));
            ++_recentres;
        } else {
            // Of what is beyond the share so much is taken out; the fees come along, and lie idle as well.
            uint256 tooMuchQuote = Math.saturatingSub(need.heldQuote, need.wantedQuote);
            _liquidity.takeOut(tooMuchQuote, Math.max(need.heldQuote, 1));
        }
        // A margin that is short comes before liquidity.
        uint256 addedQuote =
            need.isAnew || (need.isOff && !need.isShort) ? Math.saturatingSub(need.wantedQuote, need.heldQuote) : 0;
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        _quote.safeTransfer(address(_liquidity), quoteBalance);
        _risky.safeTransfer(address(_liquidity), riskyBalance);
        (, costQuote) = _liquidity.provide(lowerTick, upperTick, addedQuote, _slippageCapPips);
        if (need.isShort) _fillMargin(meanX96, guardPips);
        _movedAt = uint40(block.timestamp);
        _recentreCostQuote += costQuote;
        _tell(meanX96);
    }

    function _trade(Order memory order) internal override returns (int256 tradedQuote, uint256 costQuote) {
        _noteFunding();
        _liquidity.count(order.meanX96);
        (tradedQuote, costQuote) = _tradeHedge(order.changeQuote, _priceWad(order.meanX96), _values().guardPips);
        _tell(order.meanX96);
    }

    function _measure(uint160 priceX96, Parameters memory values) internal view override returns (Position memory at) {
        at = _bookAt(priceX96);
        uint256 meanWad = _priceWad(priceX96);
        (uint256 lacksQuote, uint256 netQuote, uint256 worthQuote) = _margin(meanWad, values.guardPips);
        // What is left of the hedge has its margin in full.
        if (lacksQuote != 0) {
            at.urgentQuote = _signed(Math.mulDiv(worthQuote, lacksQuote, lacksQuote + netQuote), at.heldQuote > 0);
        }
        if (at.navQuote != 0) {
            uint256 gammaQuote = Math.mulDiv(_liquidity.gammaCashQuote(priceX96), _hedgedPips, at.navQuote);
            at.curvaturePips = uint32(Math.min(gammaQuote, type(uint32).max));
        }
        if (_recentrePeriodSec != 0 && openedAt != 0) {
            at.horizonSec = uint32(Math.saturatingSub(uint256(openedAt) + _recentrePeriodSec, block.timestamp));
        }
    }

    function _needs(uint160 meanX96, uint32 guardPips) private view returns (Need memory need) {
        uint256 navQuote = _navAt(meanX96, Math.Rounding.Floor);
        need.wantedQuote = Math.mulDiv(navQuote, _providedPips, ONE_PIPS);
        if (need.wantedQuote < LEAST_QUOTE) return need;
        need.heldQuote = _providedQuote(meanX96);
        (, , uint128 liquidity) = _liquidity.range();
        bool isTime = block.timestamp >= uint256(_movedAt) + _epochSec;
        if (liquidity == 0) {
            need.isAnew = true;
        } else if (_recentrePeriodSec != 0) {
            need.isAnew = block.timestamp >= uint256(openedAt) + _recentrePeriodSec;
        } else {
            need.isAnew = isTime && !_liquidity.isInRange(meanX96);
        }
        uint256 offQuote = Math.mulDiv(navQuote, _shareBandPips, ONE_PIPS);
        need.isOff =
            isTime && (need.heldQuote > need.wantedQuote + offQuote || need.heldQuote + offQuote < need.wantedQuote);
        (uint256 lacksQuote, , ) = _margin(_priceWad(meanX96), guardPips);
        uint256 atHandQuote = _quote.balanceOf(address(this)) + Math.saturatingSub(need.heldQuote, need.wantedQuote);
        need.isShort = lacksQuote != 0 && atHandQuote >= lacksQuote / 2;
    }

    function _fillMargin(uint160 meanX96, uint32 guardPips) private {
        uint256 meanWad = _priceWad(meanX96);
        (, , uint256 worthQuote) = _margin(meanWad, guardPips);
        _fundHedge(worthQuote, meanWad, guardPips);
    }

    function _tell(uint160 meanX96) private {
        _noteCash();
        emit FiguresTold(_figuresAt(meanX96));
    }

    function _figuresAt(uint160 meanX96) private view returns (LpFigures memory told) {
        (told.feesQuote, told.lvrQuote) = _liquidity.figuresAt(meanX96);
        told.fundingQuote = _fundingQuote + _freshFunding();
        told.hedgeCostQuote = _hedgeCostQuote;
        told.recentreCostQuote = _recentreCostQuote;
        told.recentres = _recentres;
    }

    /// The most that trading the exposure of a sum can cost: all that is provided is bought, and hedged.
    function _spreadOf(HedgedLpSettings memory settings_) private view returns (uint32) {
        uint256 capPips = settings_.base.slippageCapPips;
        uint256 hedgePips = Math.ceilDiv(settings_.hedgedPips * (settings_.perp.feePips() + capPips), ONE_PIPS);
        uint256 costPips = settings_.base.poolFeePips + capPips + hedgePips;
        // Below 1e6 for every fee in use; a venue that asks for more makes no vault.
        SettingsLib.requireWithin("spreadPips", costPips, 0, ONE_PIPS - 1);
        return uint32(Math.ceilDiv(settings_.providedPips * costPips, ONE_PIPS));
    }

    function _validate(HedgedLpSettings memory settings_) private pure {
        SettingsLib.requireWithin("providedPips", settings_.providedPips, 10_000, 990_000);
        SettingsLib.requireWithin("shareBandPips", settings_.shareBandPips, 1000, 500_000);
        SettingsLib.requireWithin("rangeTicks", settings_.rangeTicks, 10, 46_054);
        SettingsLib.requireWithin("recentrePeriodSec", settings_.recentrePeriodSec, 0, 365 days);
        // Half of the range at most: a tick is 100 pips.
        uint256 mostPips = Math.min(settings_.base.maxDeviationPips, uint256(settings_.rangeTicks) * 50);
        SettingsLib.requireWithin("recentreDeviationPips", settings_.recentreDeviationPips, 1, mostPips);
        SettingsLib.requireWithin("hedgedPips", settings_.hedgedPips, 0, ONE_PIPS);
        SettingsLib.requireWithin("marginPips", settings_.marginPips, 50_000, ONE_PIPS);
    }
}
