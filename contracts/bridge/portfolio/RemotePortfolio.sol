// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {BookOrder, BookReport, IBook, InventoryRoute} from "../../interfaces/bridge/IBook.sol";
import {IMessageReceiver} from "../../interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../interfaces/bridge/IMessenger.sol";
import {
    ChainFigures,
    ChainTerms,
    IRemotePortfolio,
    WholePlan,
    WholeReason
} from "../../interfaces/bridge/IRemotePortfolio.sol";
import {IPortfolio} from "../../interfaces/IPortfolio.sol";
import {Status} from "../../interfaces/IRiskParameters.sol";
import {Reason} from "../../interfaces/IVault.sol";
import {Parameters} from "../../libraries/ModelTypes.sol";
import {PoolPrice} from "../../vault/PoolPrice.sol";
import {RebalanceMath} from "../../vault/RebalanceMath.sol";
import {SettingsLib} from "../../vault/SettingsLib.sol";
import {VaultBase} from "../../vault/VaultBase.sol";
import {Budget, EpochBudget} from "./EpochBudget.sol";
import {PortfolioMember} from "./PortfolioMember.sol";
import {Holding, WholeMath} from "./WholeMath.sol";

/// The sum over chains, and the orders that keep its weight: see IRemotePortfolio.
contract RemotePortfolio is IRemotePortfolio, VaultBase, PortfolioMember {
    using EpochBudget for Budget;
    using SafeCast for uint256;

    /// What one other chain was voted, has told, and was ordered.
    struct Chain {
        ChainTerms terms;
        BookReport told;
        BookOrder order;
        /// In quote's smallest unit, at home's mean price.
        Budget changed;
    }

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_WAD = 1e18;
    uint256 private constant MAX_CHAINS = 8;
    /// How far the clocks of two chains may be apart.
    uint256 private constant CLOCK_SLACK_SEC = 900;

    /// @inheritdoc IRemotePortfolio
    IBook public immutable homeBook;
    /// @inheritdoc IRemotePortfolio
    uint32 public immutable weightPips;
    /// @inheritdoc IRemotePortfolio
    uint32 public immutable orderLifeSec;
    uint8 private immutable _quoteDecimals;
    uint8 private immutable _riskyDecimals;

    uint64[] private _chainIds;
    mapping(uint64 chainId => Chain) private _chains;
    uint64 private _homeOrders;

    /// Prices, epoch and parameters are those of home's book.
    /// @param authority The AccessManager of home.
    /// @param weightPips_ Weight of the risky token that the whole is steered to, 1 ... 999,999.
    /// @param orderLifeSec_ How long an order may be traded, 60 ... 86,400.
    constructor(
        address authority,
        IBook homeBook_,
        uint32 weightPips_,
        uint32 orderLifeSec_
    ) PortfolioMember(authority) VaultBase(homeBook_.settings()) {
        SettingsLib.requireWithin("weightPips", weightPips_, 1, ONE_PIPS - 1);
        SettingsLib.requireWithin("orderLifeSec", orderLifeSec_, 60, 86_400);
        (homeBook, weightPips, orderLifeSec) = (homeBook_, weightPips_, orderLifeSec_);
        _quoteDecimals = IERC20Metadata(address(_quote)).decimals();
        _riskyDecimals = IERC20Metadata(address(_risky)).decimals();
    }

    /// @inheritdoc IMessageReceiver
    function receiveMessage(uint64 chainId, address sender, bytes calldata payload) external {
        _requireMessenger(msg.sender);
        Chain storage chain = _chains[chainId];
        require(chain.terms.capUsd != 0 && sender == chain.terms.book, NotTheSender(chainId, sender));
        BookReport memory told = abi.decode(payload, (BookReport));
        uint64 last = chain.told.number;
        // The time decides, and the number only within a second: times end at now, but a number that a bridge made up
        // could be one that no report ever exceeds.
        bool isNewer = told.madeAt > chain.told.madeAt || (told.madeAt == chain.told.madeAt && told.number > last);
        require(told.number != 0 && isNewer, ReportNotNewer(told.number, last));
        require(told.madeAt <= block.timestamp, ReportInFuture(told.madeAt, block.timestamp));
        uint256 ageSec = block.timestamp - told.madeAt;
        require(ageSec <= chain.terms.maxAgeSec, FiguresTooOld(chainId, ageSec, chain.terms.maxAgeSec));
        require(
            told.quoteDecimals == _quoteDecimals && told.riskyDecimals == _riskyDecimals,
            DecimalsDiffer(told.quoteDecimals, told.riskyDecimals)
        );
        if (last != 0) _useChange(chain, told);
        chain.told = told;
        emit FiguresTaken(
            chainId,
            IMessenger(msg.sender),
            told.number,
            told.madeAt,
            told.netQuote,
            told.netRisky,
            told.orderNumber,
            told.filledAmount
        );
    }

    /// @inheritdoc IRemotePortfolio
    function order(
        uint64 chainId,
        uint256 tradeQuote,
        IMessenger messenger
    ) external payable nonReentrant returns (uint64 number, uint256 riskyAmount) {
        (WholePlan memory plan_, Holding memory whole) = _plan();
        bool isHome = chainId == block.chainid;
        if (!isHome) _requireKnown(chainId);
        require(plan_.reason == WholeReason.None, OrderRefused(plan_.reason));
        if (isHome) require(address(messenger) == address(0) && msg.value == 0, NotMessenger(address(messenger)));
        else _requireOrderable(chainId, messenger);

        uint256 mostQuote = Math.min(plan_.tradeQuote, _inventoryQuote(chainId, plan_));
        require(mostQuote != 0, NoInventory(chainId));
        uint256 leastQuote = Math.ceilDiv(mostQuote, 2);
        require(tradeQuote >= leastQuote && tradeQuote <= mostQuote, SizeOutside(tradeQuote, leastQuote, mostQuote));
        BookOrder memory given = _newOrder(plan_, whole, tradeQuote);
        bytes32 messageId;
        if (isHome) {
            (given.number, given.expiresAt) = (++_homeOrders, uint40(block.timestamp + 1));
            (riskyAmount, ) = homeBook.execute(given);
            _noteTrade(Math.mulDiv(riskyAmount, plan_.meanPriceWad, ONE_WAD), plan_.tradeQuote);
        } else {
            Chain storage chain = _chains[chainId];
            given.number = chain.order.number + 1;
            chain.order = given;
            riskyAmount = given.riskyAmount;
            _noteTrade(tradeQuote, plan_.tradeQuote);
            messageId = _post(chainId, chain, messenger);
        }
        number = given.number;
        emit OrderGiven(chainId, number, messenger, messageId, given, tradeQuote, plan_.driftPips);
    }

    /// @inheritdoc IRemotePortfolio
    function post(uint64 chainId, IMessenger messenger) external payable nonReentrant returns (bytes32 messageId) {
        _requireMessenger(address(messenger));
        Chain storage chain = _chains[chainId];
        require(_isOpen(chain) && block.timestamp < chain.order.expiresAt, NoOpenOrder(chainId));
        messageId = _post(chainId, chain, messenger);
        emit OrderPosted(chainId, chain.order.number, messenger, messageId);
    }

    /// @inheritdoc IRemotePortfolio
    function setChain(uint64 chainId, ChainTerms calldata terms) external restricted {
        Chain storage chain = _chains[chainId];
        ChainTerms memory old = chain.terms;
        if (terms.capUsd != 0) {
            SettingsLib.requireWithin("chainId", chainId == block.chainid ? 0 : chainId, 1, type(uint64).max);
            SettingsLib.requireWithin("maxChangeUsd", terms.maxChangeUsd, 1, type(uint40).max);
            SettingsLib.requireWithin("maxAgeSec", terms.maxAgeSec, 60, 604_800); // a minute, a week
        }
        if (terms.capUsd == 0 || terms.book != old.book) {
            // Numbers of orders go on: the book refuses those that it has seen.
            uint64 number = chain.order.number;
            delete chain.told;
            delete chain.order;
            chain.order.number = number;
        }
        if (old.capUsd == 0 && terms.capUsd != 0) _chainIds.push(chainId);
        if (old.capUsd != 0 && terms.capUsd == 0) _forget(chainId);
        require(_chainIds.length <= MAX_CHAINS, TooManyChains(_chainIds.length, MAX_CHAINS));
        if (terms.capUsd == 0) delete chain.terms;
        else chain.terms = terms;
        emit ChainSet(chainId, old, chain.terms);
    }

    /// @inheritdoc IPortfolio
    function portfolioFigures() external view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) {
        for (uint256 i; i < _chainIds.length; ++i) _requireFresh(_chainIds[i]);
        uint160 meanX96 = _meanPrice();
        Holding memory whole = _whole(meanX96);
        uint256 navQuote = whole.quoteAmount + PoolPrice.quoteValueDown(whole.riskyAmount, meanX96, _riskyIsToken0);
        return (_usd6(navQuote), RebalanceMath.constantMixCurvaturePips(weightPips), 0);
    }

    /// @inheritdoc IRemotePortfolio
    function plan() external view returns (WholePlan memory plan_) {
        (plan_, ) = _plan();
    }

    /// @inheritdoc IRemotePortfolio
    function most(uint64 chainId) external view returns (uint256 tradeQuote) {
        if (chainId != block.chainid) {
            _requireKnown(chainId);
            if (_isTooOld(_chains[chainId]) || _isOpen(_chains[chainId])) return 0;
        }
        (WholePlan memory plan_, ) = _plan();
        return plan_.reason == WholeReason.None ? Math.min(plan_.tradeQuote, _inventoryQuote(chainId, plan_)) : 0;
    }

    /// @inheritdoc IRemotePortfolio
    function chains() external view returns (ChainFigures[] memory all) {
        uint160 meanX96 = _meanPrice();
        all = new ChainFigures[](_chainIds.length + 1);
        ChainFigures memory home = all[0];
        (home.chainId, home.book) = (uint64(block.chainid), address(homeBook));
        (home.quoteBalance, home.riskyBalance) = _balances();
        (home.quoteCounted, home.riskyCounted) = (home.quoteBalance, home.riskyBalance);
        home.order.number = _homeOrders;
        for (uint256 i; i < _chainIds.length; ++i) _tell(all[i + 1], _chainIds[i], meanX96);
        uint256 navQuote;
        for (uint256 i; i < all.length; ++i) {
            uint256 riskyQuote = PoolPrice.quoteValueDown(all[i].riskyCounted, meanX96, _riskyIsToken0);
            all[i].exposureUsd6 = _usd6(riskyQuote);
            all[i].navUsd6 = _usd6(riskyQuote + all[i].quoteCounted);
            navQuote += riskyQuote + all[i].quoteCounted;
        }
        for (uint256 i; i < all.length && navQuote != 0; ++i) {
            uint256 partPips = Math.mulDiv(all[i].exposureUsd6, ONE_PIPS, Math.max(_usd6(navQuote), 1));
            all[i].curvaturePips = uint32(Math.ceilDiv(partPips * (ONE_PIPS - weightPips), ONE_PIPS));
        }
    }

    /// @inheritdoc IRemotePortfolio
    function chainTerms(uint64 chainId) external view returns (ChainTerms memory) {
        return _chains[chainId].terms;
    }

    /// Home's own book is what this contract looks at on this chain.
    function _balances() internal view override returns (uint256 quoteBalance, uint256 riskyBalance) {
        return (_quote.balanceOf(address(homeBook)), _risky.balanceOf(address(homeBook)));
    }

    function _post(uint64 chainId, Chain storage chain, IMessenger messenger) private returns (bytes32) {
        return _send(messenger, chainId, chain.terms.book, abi.encode(chain.order));
    }

    function _forget(uint64 chainId) private {
        uint256 last = _chainIds.length - 1;
        for (uint256 i; i < last; ++i) {
            if (_chainIds[i] == chainId) _chainIds[i] = _chainIds[last];
        }
        _chainIds.pop();
    }

    /// Reverts with ChangeTooLarge if the report changes more than this epoch still allows.
    function _useChange(Chain storage chain, BookReport memory told) private {
        uint256 changeQuote = _distance(told.netQuote, chain.told.netQuote);
        uint256 changeRisky = _distance(told.netRisky, chain.told.netRisky);
        if (changeRisky != 0) changeQuote += PoolPrice.quoteValueUp(changeRisky, _meanPrice(), _riskyIsToken0);
        uint256 usedQuote = chain.changed.usedNow(_epochSec) + changeQuote;
        uint256 mostQuote = chain.terms.maxChangeUsd * _quoteUnit;
        require(
            usedQuote <= mostQuote,
            ChangeTooLarge(
                Math.mulDiv(usedQuote, 1e6, _quoteUnit, Math.Rounding.Ceil),
                uint256(chain.terms.maxChangeUsd) * 1e6
            )
        );
        chain.changed.use(_epochSec, changeQuote);
    }

    function _newOrder(
        WholePlan memory plan_,
        Holding memory whole,
        uint256 tradeQuote
    ) private view returns (BookOrder memory given) {
        uint256 amount = Math.mulDiv(tradeQuote, ONE_WAD, plan_.meanPriceWad);
        uint256 lowest = Math.mulDiv(plan_.meanPriceWad, ONE_PIPS - _maxDeviationPips, ONE_PIPS);
        uint256 highest = Math.mulDiv(plan_.meanPriceWad, ONE_PIPS + _maxDeviationPips, ONE_PIPS);
        if (plan_.sellsRisky) {
            (uint256 quoteAmount, uint256 riskyAmount) = WholeMath.least(whole);
            lowest = Math.max(lowest, WholeMath.lowestSellPriceWad(quoteAmount, riskyAmount, amount, weightPips));
        } else {
            (uint256 quoteAmount, uint256 riskyAmount) = WholeMath.greatest(whole);
            highest = Math.min(highest, WholeMath.highestBuyPriceWad(quoteAmount, riskyAmount, amount, weightPips));
        }
        given.sellsRisky = plan_.sellsRisky;
        given.riskyAmount = amount.toUint128();
        (given.minPriceWad, given.maxPriceWad) = (lowest.toUint128(), highest.toUint128());
        given.expiresAt = uint40(block.timestamp + orderLifeSec);
    }

    function _plan() private view returns (WholePlan memory plan_, Holding memory whole) {
        Parameters memory values;
        (values, plan_.status, ) = _riskParameters.parameters(_marketId);
        (plan_.bandPips, plan_.targetWeightPips) = (values.bandPips, weightPips);
        plan_.returnPips = uint32(Math.min(values.returnPips, values.bandPips));
        plan_.elapsedSec = uint40(block.timestamp) - lastRebalanceAt;
        plan_.reason = WholeReason.NoParameters;
        if (plan_.status == Status.Unknown) return (plan_, whole);

        (Reason market, , uint160 meanX96) = _readMarket();
        plan_.reason = WholeReason.PriceUnknown;
        if (market == Reason.PriceUnknown) return (plan_, whole);
        plan_.meanPriceWad = _priceWad(meanX96);
        if (plan_.meanPriceWad == 0) return (plan_, whole);
        whole = _whole(meanX96);
        plan_.reason = WholeReason.PriceDeviates;
        if (market != Reason.None) return (plan_, whole);
        plan_.reason = _steer(plan_, values, whole, meanX96);
    }

    /// Fills in where the weight is, which way to trade, and how much.
    function _steer(
        WholePlan memory plan_,
        Parameters memory values,
        Holding memory whole,
        uint160 meanX96
    ) private view returns (WholeReason) {
        uint256 riskyQuote = PoolPrice.quoteValueDown(whole.riskyAmount, meanX96, _riskyIsToken0);
        plan_.navQuote = whole.quoteAmount + riskyQuote;
        if (_isUntold()) return WholeReason.NothingTold;
        if (_isOrderUnderWay()) return WholeReason.OrderUnderWay;
        if (plan_.navQuote == 0) return WholeReason.Empty;
        plan_.weightPips = RebalanceMath.weightPips(riskyQuote, plan_.navQuote);

        (uint256 navQuote, uint256 driftQuote) = _surePart(plan_, whole, meanX96);
        if (driftQuote == 0) return WholeReason.InsideBand;
        plan_.driftPips = RebalanceMath.weightPips(driftQuote, navQuote);
        if (plan_.driftPips <= values.bandPips) return WholeReason.InsideBand;
        if (plan_.elapsedSec < _epochSec || _lastTradeAt == block.timestamp) return WholeReason.TooSoon;
        uint256 excessQuote = RebalanceMath.excessQuote(driftQuote, navQuote, plan_.returnPips);
        plan_.tradeQuote = Math.min(
            RebalanceMath.tradeQuote(excessQuote, navQuote, values, plan_.elapsedSec, _epochSec),
            values.maxTradeUsd * _quoteUnit
        );
        bool isTooSmall = Math.mulDiv(plan_.tradeQuote, ONE_WAD, plan_.meanPriceWad) == 0;
        return isTooSmall ? WholeReason.TradeTooSmall : WholeReason.None;
    }

    /// The drift that there is whatever came of the orders whose outcome is not known, and which way it is traded.
    function _surePart(
        WholePlan memory plan_,
        Holding memory whole,
        uint160 meanX96
    ) private view returns (uint256 navQuote, uint256 driftQuote) {
        (uint256 quoteAmount, uint256 riskyAmount) = WholeMath.least(whole);
        uint256 riskyQuote = PoolPrice.quoteValueDown(riskyAmount, meanX96, _riskyIsToken0);
        navQuote = quoteAmount + riskyQuote;
        uint256 targetQuote = Math.mulDiv(navQuote, weightPips, ONE_PIPS, Math.Rounding.Ceil);
        if (riskyQuote > targetQuote) {
            plan_.sellsRisky = true;
            return (navQuote, riskyQuote - targetQuote);
        }
        (quoteAmount, riskyAmount) = WholeMath.greatest(whole);
        riskyQuote = PoolPrice.quoteValueUp(riskyAmount, meanX96, _riskyIsToken0);
        navQuote = quoteAmount + riskyQuote;
        targetQuote = Math.mulDiv(navQuote, weightPips, ONE_PIPS);
        return (navQuote, Math.saturatingSub(targetQuote, riskyQuote));
    }

    function _whole(uint160 meanX96) private view returns (Holding memory whole) {
        (whole.quoteAmount, whole.riskyAmount) = _balances();
        for (uint256 i; i < _chainIds.length; ++i) {
            Chain storage chain = _chains[_chainIds[i]];
            (uint256 quoteAmount, uint256 riskyAmount) = _count(_chainIds[i], chain, meanX96);
            whole.quoteAmount += quoteAmount;
            whole.riskyAmount += riskyAmount;
            if (_isOpen(chain)) _addMaybe(whole, chain.order, chain.told);
        }
    }

    /// What may have been traded of an order beyond what was told of it.
    function _addMaybe(Holding memory whole, BookOrder memory given, BookReport memory told) private view {
        uint256 filled = told.orderNumber == given.number ? Math.min(told.filledAmount, given.riskyAmount) : 0;
        uint256 amount = given.riskyAmount - filled;
        // The dearest that `Book` may trade at: spot above mean, then fee and impact.
        uint256 quoteAmount = Math.mulDiv(
            Math.mulDiv(amount, given.maxPriceWad, ONE_WAD, Math.Rounding.Ceil),
            ONE_PIPS + _maxDeviationPips,
            ONE_PIPS - _poolFeePips - _slippageCapPips,
            Math.Rounding.Ceil
        );
        if (given.sellsRisky) {
            whole.maybeSold += amount;
            whole.maybeSoldQuote += quoteAmount;
        } else {
            whole.maybeBought += amount;
            whole.maybeBoughtQuote += quoteAmount;
        }
    }

    /// What counts of a chain: what it told, and what is on its way; at most its cap.
    function _count(
        uint64 chainId,
        Chain storage chain,
        uint160 meanX96
    ) private view returns (uint256 quoteAmount, uint256 riskyAmount) {
        InventoryRoute memory route = homeBook.route(chainId);
        quoteAmount = _positive(int256(chain.told.netQuote), route.quoteMoved, route.quoteArrived);
        riskyAmount = _positive(int256(chain.told.netRisky), route.riskyMoved, route.riskyArrived);
        uint256 navQuote = quoteAmount + PoolPrice.quoteValueUp(riskyAmount, meanX96, _riskyIsToken0);
        uint256 capQuote = chain.terms.capUsd * _quoteUnit;
        if (navQuote <= capQuote) return (quoteAmount, riskyAmount);
        return (Math.mulDiv(quoteAmount, capQuote, navQuote), Math.mulDiv(riskyAmount, capQuote, navQuote));
    }

    function _tell(ChainFigures memory figures, uint64 chainId, uint160 meanX96) private view {
        Chain storage chain = _chains[chainId];
        (figures.chainId, figures.book) = (chainId, chain.terms.book);
        (figures.quoteCounted, figures.riskyCounted) = _count(chainId, chain, meanX96);
        (figures.quoteBalance, figures.riskyBalance) = (chain.told.quoteBalance, chain.told.riskyBalance);
        figures.ageSec = _ageSec(chain);
        figures.isTooOld = _isTooOld(chain);
        figures.isOrderOpen = _isOpen(chain);
        figures.order = chain.order;
        figures.filledAmount = chain.told.orderNumber == chain.order.number ? chain.told.filledAmount : 0;
    }

    /// What the chain's inventory lets it trade, in quote at home's mean price, rounded down.
    function _inventoryQuote(uint64 chainId, WholePlan memory plan_) private view returns (uint256) {
        (uint256 quoteBalance, uint256 riskyBalance) = chainId == block.chainid
            ? _balances()
            : (uint256(_chains[chainId].told.quoteBalance), uint256(_chains[chainId].told.riskyBalance));
        if (plan_.sellsRisky) return Math.mulDiv(riskyBalance, plan_.meanPriceWad, ONE_WAD);
        return Math.mulDiv(quoteBalance, ONE_PIPS - _poolFeePips - _slippageCapPips, ONE_PIPS);
    }

    function _requireKnown(uint64 chainId) private view {
        require(_chains[chainId].terms.capUsd != 0, UnknownChain(chainId));
    }

    function _requireFresh(uint64 chainId) private view {
        Chain storage chain = _chains[chainId];
        require(!_isTooOld(chain), FiguresTooOld(chainId, _ageSec(chain), chain.terms.maxAgeSec));
    }

    function _requireOrderable(uint64 chainId, IMessenger messenger) private view {
        _requireFresh(chainId);
        Chain storage chain = _chains[chainId];
        require(!_isOpen(chain), OutcomeUnknown(chainId, chain.order.number));
        _requireMessenger(address(messenger));
    }

    /// Without a first report of each chain a trade may take the whole further from its target.
    function _isUntold() private view returns (bool) {
        for (uint256 i; i < _chainIds.length; ++i) if (_chains[_chainIds[i]].told.number == 0) return true;
        return false;
    }

    function _isOrderUnderWay() private view returns (bool) {
        for (uint256 i; i < _chainIds.length; ++i) {
            Chain storage chain = _chains[_chainIds[i]];
            if (_isOpen(chain) && block.timestamp < chain.order.expiresAt + CLOCK_SLACK_SEC) return true;
        }
        return false;
    }

    /// Neither filled nor over, for all that the chain has told.
    function _isOpen(Chain storage chain) private view returns (bool) {
        if (chain.order.riskyAmount == 0 || chain.told.madeAt >= chain.order.expiresAt) return false;
        return chain.told.orderNumber != chain.order.number || chain.told.filledAmount < chain.order.riskyAmount;
    }

    function _ageSec(Chain storage chain) private view returns (uint40) {
        return chain.told.number == 0 ? type(uint40).max : uint40(block.timestamp - chain.told.madeAt);
    }

    function _isTooOld(Chain storage chain) private view returns (bool) {
        return _ageSec(chain) > chain.terms.maxAgeSec;
    }

    function _usd6(uint256 quoteAmount) private view returns (uint64) {
        return Math.mulDiv(quoteAmount, 1e6, _quoteUnit).toUint64();
    }

    function _positive(int256 net, uint256 moved, uint256 arrived) private pure returns (uint256) {
        // All three have at most 128 bits.
        int256 sum = net + int256(moved) - int256(arrived);
        return sum > 0 ? uint256(sum) : 0;
    }

    function _distance(int128 left, int128 right) private pure returns (uint256) {
        int256 change = int256(left) - right;
        return uint256(change < 0 ? -change : change);
    }
}
