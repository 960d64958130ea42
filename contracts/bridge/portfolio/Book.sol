// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20, IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {BookOrder, BookReport, FillPlan, FillReason, IBook, InventoryRoute} from "../../interfaces/bridge/IBook.sol";
import {IInventoryBridge} from "../../interfaces/bridge/IInventoryBridge.sol";
import {IMessageReceiver} from "../../interfaces/bridge/IMessageReceiver.sol";
import {IMessenger} from "../../interfaces/bridge/IMessenger.sol";
import {IPortfolio} from "../../interfaces/IPortfolio.sol";
import {Status} from "../../interfaces/IRiskParameters.sol";
import {Reason, VaultBaseSettings} from "../../interfaces/IVault.sol";
import {Parameters} from "../../libraries/ModelTypes.sol";
import {PoolPrice} from "../../vault/PoolPrice.sol";
import {SpotTrading} from "../../vault/SpotTrading.sol";
import {VaultBase} from "../../vault/VaultBase.sol";
import {Budget, EpochBudget} from "./EpochBudget.sol";
import {PortfolioMember} from "./PortfolioMember.sol";

/// One chain's inventory: see IBook.
contract Book is IBook, SpotTrading, PortfolioMember {
    using EpochBudget for Budget;
    using SafeCast for int256;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant ONE_PIPS = 1e6;
    uint256 private constant ONE_WAD = 1e18;
    /// The longest life of an order, a day, and what clocks may be apart: see RemotePortfolio.
    uint256 private constant MAX_LIFE_SEC = 86_400 + 900;

    /// @inheritdoc IBook
    uint64 public immutable homeChainId;
    uint8 private immutable _quoteDecimals;
    uint8 private immutable _riskyDecimals;

    /// @inheritdoc IBook
    address public portfolio;
    uint64 private _reports;
    BookOrder private _order;
    uint128 private _filledAmount;
    /// In quote's smallest unit, at the mean price.
    Budget private _traded;
    /// Moved away less arrived, over all routes.
    int128 private _quoteAway;
    int128 private _riskyAway;
    mapping(uint64 chainId => InventoryRoute) private _routes;
    /// In quote's smallest unit, at the mean price.
    mapping(uint64 chainId => Budget) private _moved;

    /// @param authority The AccessManager of this chain.
    /// @param homeChainId_ Where the portfolio is; this chain's own id for home's book.
    /// @param base See `VaultBaseSettings`; reverts as SettingsLib does. `epochSec` is also the epoch of all limits.
    constructor(
        address authority,
        uint64 homeChainId_,
        VaultBaseSettings memory base
    ) PortfolioMember(authority) VaultBase(base) {
        homeChainId = homeChainId_;
        _quoteDecimals = IERC20Metadata(base.quoteToken).decimals();
        _riskyDecimals = IERC20Metadata(base.riskyToken).decimals();
    }

    /// @inheritdoc IMessageReceiver
    function receiveMessage(uint64 chainId, address sender, bytes calldata payload) external {
        _requireMessenger(msg.sender);
        require(chainId == homeChainId && sender == portfolio, NotTheSender(chainId, sender));
        _takeOrder(abi.decode(payload, (BookOrder)));
    }

    /// @inheritdoc IBook
    function execute(
        BookOrder calldata order
    ) external nonReentrant returns (uint256 riskyAmount, uint256 quoteAmount) {
        require(msg.sender == portfolio && block.chainid == homeChainId, NotThePortfolio(msg.sender));
        _takeOrder(order);
        return _fill();
    }

    /// @inheritdoc IBook
    function fill() external nonReentrant returns (uint256 riskyAmount, uint256 quoteAmount) {
        return _fill();
    }

    /// @inheritdoc IBook
    function previewFill() external view returns (FillPlan memory plan) {
        (plan, ) = _planFill();
    }

    /// @inheritdoc IBook
    function report(IMessenger messenger) external payable nonReentrant returns (bytes32 messageId) {
        _requireMessenger(address(messenger));
        BookReport memory told = figures();
        _reports = told.number;
        messageId = _send(messenger, homeChainId, portfolio, abi.encode(told));
        emit FiguresSent(messenger, messageId, told);
    }

    /// @inheritdoc IBook
    function moveInventory(
        uint64 chainId,
        uint256 quoteAmount,
        uint256 riskyAmount
    ) external payable restricted nonReentrant returns (bytes32 transferId) {
        require((quoteAmount == 0) != (riskyAmount == 0), NotOneToken());
        bool movesRisky = quoteAmount == 0;
        uint256 amount = movesRisky ? riskyAmount : quoteAmount;
        InventoryRoute storage route_ = _routes[chainId];
        require(address(route_.bridge) != address(0), NoInventoryRoute(chainId));
        _useRoute(chainId, route_.limitUsd, movesRisky, amount);
        if (movesRisky) {
            route_.riskyMoved += amount.toUint128();
            _riskyAway += amount.toInt256().toInt128();
        } else {
            route_.quoteMoved += amount.toUint128();
            _quoteAway += amount.toInt256().toInt128();
        }
        transferId = _carry(route_.bridge, movesRisky ? _risky : _quote, amount);
        emit InventoryMoved(chainId, quoteAmount, riskyAmount);
    }

    /// @inheritdoc IBook
    function acceptInventory(uint64 chainId, uint256 quoteAmount, uint256 riskyAmount) external {
        InventoryRoute storage route_ = _routes[chainId];
        require(msg.sender == address(route_.bridge), NotTheInventoryBridge(chainId, msg.sender));
        route_.quoteArrived += quoteAmount.toUint128();
        route_.riskyArrived += riskyAmount.toUint128();
        _quoteAway -= quoteAmount.toInt256().toInt128();
        _riskyAway -= riskyAmount.toInt256().toInt128();
        emit InventoryArrived(chainId, quoteAmount, riskyAmount);
    }

    /// @inheritdoc IBook
    function setPortfolio(address portfolio_) external restricted {
        portfolio = portfolio_;
        delete _order;
        delete _filledAmount;
        emit PortfolioSet(portfolio_);
    }

    /// @inheritdoc IBook
    function setRoute(uint64 chainId, IInventoryBridge bridge, uint40 limitUsd) external restricted {
        // Home counts what moves between itself and each other chain: nothing moves past it.
        require(block.chainid == homeChainId || chainId == homeChainId, NoInventoryRoute(chainId));
        (_routes[chainId].bridge, _routes[chainId].limitUsd) = (bridge, limitUsd);
        emit RouteSet(chainId, bridge, limitUsd);
    }

    /// @inheritdoc IBook
    function withdraw(address token, uint256 amount, address to) external restricted {
        IERC20(token).safeTransfer(to, amount);
        emit Withdrawn(token, amount, to);
    }

    /// @inheritdoc IPortfolio
    function portfolioFigures() external view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) {
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        uint256 navQuote = quoteBalance + PoolPrice.quoteValueDown(riskyBalance, _meanPrice(), _riskyIsToken0);
        return (Math.mulDiv(navQuote, 1e6, _quoteUnit).toUint64(), 0, 0);
    }

    /// @inheritdoc IBook
    function openOrder() external view returns (BookOrder memory order, uint128 filledAmount) {
        return (_order, _filledAmount);
    }

    /// @inheritdoc IBook
    function route(uint64 chainId) external view returns (InventoryRoute memory) {
        return _routes[chainId];
    }

    /// @inheritdoc IBook
    function settings() external view returns (VaultBaseSettings memory) {
        return _baseSettings();
    }

    /// @inheritdoc IBook
    function figures() public view returns (BookReport memory told) {
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        told.number = _reports + 1;
        told.madeAt = uint40(block.timestamp);
        told.orderNumber = _order.number;
        told.filledAmount = _filledAmount;
        told.quoteBalance = quoteBalance.toUint128();
        told.riskyBalance = riskyBalance.toUint128();
        told.netQuote = (quoteBalance.toInt256() + _quoteAway).toInt128();
        told.netRisky = (riskyBalance.toInt256() + _riskyAway).toInt128();
        told.quoteDecimals = _quoteDecimals;
        told.riskyDecimals = _riskyDecimals;
    }

    function _takeOrder(BookOrder memory order) private {
        // Of an order that is over the number no longer counts. Later orders end later, so none comes twice; and a
        // number that a bridge made up, beyond all others, stands in the way for its order's life at most.
        bool isNewer = order.number > _order.number || _order.expiresAt <= block.timestamp;
        require(order.number != 0 && isNewer, OrderNotNewer(order.number, _order.number));
        require(order.expiresAt > block.timestamp, OrderExpired(order.expiresAt, block.timestamp));
        uint256 mostAt = block.timestamp + MAX_LIFE_SEC;
        require(order.expiresAt <= mostAt, OrderTooLong(order.expiresAt, mostAt));
        _order = order;
        _filledAmount = 0;
        emit OrderTaken(order.number, order);
    }

    function _fill() private returns (uint256 riskyAmount, uint256 quoteAmount) {
        (FillPlan memory plan, uint160 spotX96) = _planFill();
        require(plan.reason == FillReason.None, FillRefused(plan.reason));
        (uint256 paid, uint256 received) = plan.sellsRisky
            ? _swap(true, plan.riskyAmount, plan.sqrtPriceLimitX96, "")
            : _swapFor(false, plan.riskyAmount, plan.sqrtPriceLimitX96, "");
        // A pool without liquidity up to the price limit takes nothing, and gives nothing.
        require(paid != 0, FillRefused(FillReason.NothingToTrade));
        uint256 costQuote = _requireFairSwap(plan.sellsRisky, paid, received, spotX96);
        (riskyAmount, quoteAmount) = plan.sellsRisky ? (paid, received) : (received, paid);
        _filledAmount += uint128(riskyAmount); // at most what is left of the order
        _traded.use(_epochSec, Math.mulDiv(riskyAmount, plan.meanPriceWad, ONE_WAD));
        _noteTrade(riskyAmount, plan.riskyAmount);
        emit OrderFilled(_order.number, plan.sellsRisky, riskyAmount, quoteAmount, costQuote, plan.meanPriceWad);
    }

    function _planFill() private view returns (FillPlan memory plan, uint160 spotX96) {
        BookOrder memory order = _order;
        plan.sellsRisky = order.sellsRisky;
        plan.reason = FillReason.NoOrder;
        if (_filledAmount == order.riskyAmount || block.timestamp >= order.expiresAt) return (plan, spotX96);
        (Parameters memory values, Status status, ) = _riskParameters.parameters(_marketId);
        plan.reason = FillReason.MarketHolds;
        if (status == Status.Unknown || status == Status.Halted) return (plan, spotX96);
        (plan.reason, spotX96) = _readPrices(plan, order);
        if (plan.reason != FillReason.None) return (plan, spotX96);

        uint256 mostQuote = values.maxTradeUsd * _quoteUnit;
        uint256 leftQuote = Math.saturatingSub(mostQuote, _traded.usedNow(_epochSec));
        plan.reason = FillReason.TooSoon;
        if (_lastTradeAt == block.timestamp || (mostQuote != 0 && leftQuote == 0)) return (plan, spotX96);
        plan.riskyAmount = Math.min(
            Math.min(order.riskyAmount - _filledAmount, Math.mulDiv(leftQuote, ONE_WAD, plan.meanPriceWad)),
            _affordable(plan)
        );
        plan.reason = plan.riskyAmount == 0 ? FillReason.NothingToTrade : FillReason.None;
        plan.sqrtPriceLimitX96 = _priceLimit(plan.sellsRisky, spotX96);
    }

    function _readPrices(
        FillPlan memory plan,
        BookOrder memory order
    ) private view returns (FillReason reason, uint160 spotX96) {
        Reason market;
        uint160 meanX96;
        (market, spotX96, meanX96) = _readMarket();
        if (market == Reason.PriceUnknown) return (FillReason.PriceUnknown, spotX96);
        (plan.spotPriceWad, plan.meanPriceWad) = (_priceWad(spotX96), _priceWad(meanX96));
        if (plan.spotPriceWad == 0 || plan.meanPriceWad == 0) return (FillReason.PriceUnknown, spotX96);
        if (market != Reason.None) return (FillReason.PriceDeviates, spotX96);
        bool isInside = plan.meanPriceWad >= order.minPriceWad && plan.meanPriceWad <= order.maxPriceWad;
        return (isInside ? FillReason.None : FillReason.PriceOutside, spotX96);
    }

    /// How much of the risky token the inventory lets it sell, or buy at the dearest that `_requireFairSwap` accepts.
    function _affordable(FillPlan memory plan) private view returns (uint256) {
        (uint256 quoteBalance, uint256 riskyBalance) = _balances();
        if (plan.sellsRisky) return riskyBalance;
        uint256 sparePips = ONE_PIPS - _poolFeePips - _slippageCapPips; // at least 400,000
        return Math.mulDiv(Math.mulDiv(quoteBalance, sparePips, ONE_PIPS), ONE_WAD, plan.spotPriceWad);
    }

    function _useRoute(uint64 chainId, uint40 limitUsd, bool movesRisky, uint256 amount) private {
        uint256 amountQuote = amount;
        if (movesRisky) {
            amountQuote = PoolPrice.quoteValueUp(amount, _meanPrice(), _riskyIsToken0);
        }
        Budget storage moved = _moved[chainId];
        uint256 usedQuote = moved.usedNow(_epochSec) + amountQuote;
        require(usedQuote <= limitUsd * _quoteUnit, MoveTooLarge(Math.ceilDiv(usedQuote, _quoteUnit), limitUsd));
        moved.use(_epochSec, amountQuote);
    }

    function _carry(IInventoryBridge bridge, IERC20 token, uint256 amount) private returns (bytes32 transferId) {
        uint256 before = token.balanceOf(address(this));
        token.forceApprove(address(bridge), amount);
        // solhint-disable-next-line check-send-result
        transferId = bridge.send{value: msg.value}(address(token), amount);
        uint256 sent = before - token.balanceOf(address(this));
        require(sent == amount, TransferTaxed(amount, sent));
    }
}
