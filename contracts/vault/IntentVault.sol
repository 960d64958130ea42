// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IIntentVault, Intent, IntentSettings, OrderState} from "../interfaces/IIntentVault.sol";
import {Action, Due, IPositionVault} from "../interfaces/IPositionVault.sol";
import {IPortfolio} from "../interfaces/IPortfolio.sol";
import {IRebalancingVault, Plan, VaultSettings} from "../interfaces/IRebalancingVault.sol";
import {Reason} from "../interfaces/IVault.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {ISettlement} from "../venues/orders/ISettlement.sol";
import {SettlementLib, SettlementOrder} from "../venues/orders/SettlementLib.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {RebalancingVault} from "./RebalancingVault.sol";
import {SettingsLib} from "./SettingsLib.sol";

/// The reference vault, with trades that are offered before they are swapped.
contract IntentVault is IIntentVault, RebalancingVault {
    uint256 private constant ONE_PIPS = 1e6;

    ISettlement private immutable _settlement;
    address private immutable _relayer;
    bytes32 private immutable _domainSeparator;
    uint32 private immutable _patiencePips;
    uint32 private immutable _premiumPips;

    /// Of an intent that has ended all but `endAt` is left: what is written anew costs a quarter then.
    Intent private _intent;

    /// @param name_ Name of the share token.
    /// @param symbol_ Symbol of the share token.
    /// @param settings_ See `VaultSettings`; reverts as SettingsLib does.
    /// @param intents_ See `IntentSettings`. Reverts with OutOfDomain, and with NotASettlement as SettlementLib does.
    constructor(
        string memory name_,
        string memory symbol_,
        VaultSettings memory settings_,
        IntentSettings memory intents_
    ) RebalancingVault(name_, symbol_, settings_) {
        SettingsLib.requireWithin("patiencePips", intents_.patiencePips, 1, ONE_PIPS);
        SettingsLib.requireWithin("premiumPips", intents_.premiumPips, 0, 100_000); // 10 %
        (_relayer, _domainSeparator) = SettlementLib.inspect(intents_.settlement);
        _settlement = intents_.settlement;
        _patiencePips = intents_.patiencePips;
        _premiumPips = intents_.premiumPips;
    }

    /// @inheritdoc IPositionVault
    function act() external nonReentrant returns (Due memory done) {
        (Plan memory plan, Holdings memory held) = super._plan();
        done = _due(plan, held);
        require(done.action != Action.None, RebalanceRefused(done.reason));
        uint160 meanX96 = held.navQuote == 0 ? 0 : plan.meanSqrtPriceX96;
        int256 tradedQuote;
        uint256 costQuote;
        if (done.action == Action.Order) {
            _open(plan, held);
        } else if (done.action == Action.Close) {
            bool sellsRisky = _intent.sellsRisky;
            (uint256 paid, uint256 received) = _close();
            if (paid != 0 && meanX96 != 0) (tradedQuote, costQuote) = _accountFor(sellsRisky, paid, received, meanX96);
        } else {
            Fill memory fill = _execute(plan, held);
            uint256 riskyQuote = PoolPrice.quoteValueDown(fill.riskyAmount, meanX96, _riskyIsToken0);
            (tradedQuote, costQuote) = (_signed(!plan.sellsRisky, riskyQuote), fill.costQuote);
        }
        if (meanX96 != 0) held = _valueAt(meanX96);
        int256 heldAfterQuote = SafeCast.toInt256(held.riskyQuote);
        emit Acted(msg.sender, done.action, done, heldAfterQuote, held.navQuote, tradedQuote, costQuote);
    }

    /// @inheritdoc IPositionVault
    function previewAction() external view nonReentrantView returns (Due memory due) {
        (Plan memory plan, Holdings memory held) = super._plan();
        return _due(plan, held);
    }

    /// @inheritdoc IIntentVault
    function isValidSignature(
        bytes32 digest,
        bytes calldata signature
    ) external view nonReentrantView returns (bytes4) {
        require(signature.length == 32, MalformedSignature(signature.length));
        (OrderState state, Plan memory plan) = _examine();
        require(state == OrderState.Valid, OrderRefused(state));
        uint256 buyAmount = uint256(bytes32(signature));
        bytes32 expected = SettlementLib.digest(_order(buyAmount), _domainSeparator);
        require(digest == expected, OrderMismatch(digest, expected));
        uint256 leastBuyAmount = _leastBuyAmount(plan);
        require(buyAmount >= leastBuyAmount, PriceTooLow(buyAmount, leastBuyAmount));
        return IERC1271.isValidSignature.selector;
    }

    /// @inheritdoc RebalancingVault
    function portfolioFigures()
        public
        view
        override(IPortfolio, IRebalancingVault, RebalancingVault)
        returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec)
    {
        return super.portfolioFigures();
    }

    /// @inheritdoc IIntentVault
    function currentOrder()
        external
        view
        nonReentrantView
        returns (OrderState state, SettlementOrder memory order, bytes32 digest)
    {
        Plan memory plan;
        (state, plan) = _examine();
        if (state != OrderState.Valid) return (state, order, digest);
        order = _order(_leastBuyAmount(plan));
        digest = SettlementLib.digest(order, _domainSeparator);
    }

    /// @inheritdoc IIntentVault
    function intent() external view returns (Intent memory) {
        return _intent;
    }

    /// @inheritdoc IIntentVault
    function intentSettings() external view returns (IntentSettings memory) {
        return IntentSettings({settlement: _settlement, patiencePips: _patiencePips, premiumPips: _premiumPips});
    }

    /// What is due by the rule of a swap, and what of it comes first because of an order.
    function _due(Plan memory plan, Holdings memory held) private view returns (Due memory due) {
        due = Due({
            action: _action(plan, held),
            reason: plan.reason,
            status: plan.status,
            driftPips: plan.driftPips,
            bandPips: plan.bandPips,
            returnPips: plan.returnPips,
            elapsedSec: plan.elapsedSec,
            navQuote: plan.navQuote,
            heldQuote: SafeCast.toInt256(held.riskyQuote),
            targetQuote: SafeCast.toInt256(Math.mulDiv(plan.navQuote, plan.targetWeightPips, ONE_PIPS)),
            tradeQuote: _signed(!plan.sellsRisky, plan.tradeQuote)
        });
        if (due.action != Action.None) due.reason = Reason.None;
        else if (due.reason == Reason.None) due.reason = Reason.TooSoon; // an order has its time
    }

    function _action(Plan memory plan, Holdings memory held) private view returns (Action) {
        Intent memory open = _intent;
        bool isOpen = open.endAt != 0;
        // Whoever is called out of a settlement changes nothing of what it was told about the order.
        if (isOpen && SettlementLib.isSettling(_settlement)) return Action.None;
        if (isOpen && _isConsumed()) return Action.Close;
        bool isExpired = block.timestamp >= open.endAt;
        if (plan.reason != Reason.None) {
            // Before its time is over the trade may be due again: whoever makes it look done for a moment, by a deposit
            // that leaves at once, must not win time. Without a price nobody knows.
            bool isDone = plan.reason == Reason.InsideBand || plan.reason == Reason.Empty;
            return isOpen && isExpired && (isDone || plan.reason == Reason.TradeTooSmall) ? Action.Close : Action.None;
        }
        if (plan.isCut) return Action.Cut;
        if (!isOpen || plan.sellsRisky != open.sellsRisky) return _patienceSec() == 0 ? Action.Trade : Action.Order;
        if (isExpired) return Action.Trade;
        return _fits(open, plan, held) ? Action.None : Action.Order;
    }

    /// Whether the order may be filled now, and the plan that says so.
    function _examine() private view returns (OrderState state, Plan memory plan) {
        Intent memory open = _intent;
        if (open.endAt == 0) return (OrderState.None, plan);
        if (!open.isApproved) return (OrderState.NotDue, plan);
        if (_isConsumed()) return (OrderState.Filled, plan);
        if (block.timestamp >= open.endAt) return (OrderState.Expired, plan);
        Holdings memory held;
        (plan, held) = super._plan();
        if (plan.reason != Reason.None || plan.isCut || plan.sellsRisky != open.sellsRisky) {
            return (OrderState.NotDue, plan);
        }
        return (_fits(open, plan, held) ? OrderState.Valid : OrderState.TooLarge, plan);
    }

    function _fits(Intent memory open, Plan memory plan, Holdings memory held) private pure returns (bool) {
        uint256 balance = open.sellsRisky ? held.riskyBalance : held.quoteBalance;
        return open.amountIn <= Math.min(balance, plan.amountIn + plan.amountIn / 4);
    }

    /// How long an order opened now waits; 0: not at all.
    function _patienceSec() private view returns (uint256 patienceSec) {
        (Parameters memory values, , ) = _riskParameters.parameters(_marketId);
        patienceSec = Math.mulDiv(values.intervalSec, _patiencePips, ONE_PIPS);
        // The settlement's times have 32 bits, which end in 2106.
        if (block.timestamp + patienceSec > type(uint32).max) return 0;
    }

    /// The least that is taken for what is sold, at this moment: both roundings are up.
    function _leastBuyAmount(Plan memory plan) private view returns (uint256) {
        bool sellsToken0 = _intent.sellsRisky == _riskyIsToken0;
        uint256 amountIn = _intent.amountIn;
        uint256 fairAmount = Math.max(
            PoolPrice.quoteValueUp(amountIn, plan.meanSqrtPriceX96, sellsToken0),
            PoolPrice.quoteValueUp(amountIn, plan.spotSqrtPriceX96, sellsToken0)
        );
        uint256 firstPips = ONE_PIPS + _premiumPips;
        uint256 lastPips = ONE_PIPS - _poolFeePips - _slippageCapPips;
        uint256 startAt = _intent.startAt;
        uint256 fallenPips = ((firstPips - lastPips) * (block.timestamp - startAt)) / (_intent.endAt - startAt);
        return Math.mulDiv(fairAmount, firstPips - fallenPips, ONE_PIPS, Math.Rounding.Ceil);
    }

    function _order(uint256 buyAmount) private view returns (SettlementOrder memory) {
        (IERC20 sold, IERC20 bought) = _sides(_intent.sellsRisky);
        return
            SettlementOrder({
                sellToken: address(sold),
                buyToken: address(bought),
                receiver: address(this),
                sellAmount: _intent.amountIn,
                buyAmount: buyAmount,
                validTo: uint32(_intent.endAt), // `_patienceSec` has seen to it that it fits
                appData: bytes32(uint256(_intent.nonce)),
                feeAmount: 0,
                kind: SettlementLib.KIND_SELL,
                partiallyFillable: false,
                sellTokenBalance: SettlementLib.BALANCE_ERC20,
                buyTokenBalance: SettlementLib.BALANCE_ERC20
            });
    }

    function _open(Plan memory plan, Holdings memory held) private {
        Intent memory next = _intent;
        bool isSmaller = next.endAt != 0 && next.sellsRisky == plan.sellsRisky;
        if (next.endAt != 0) _close();
        ++next.nonce;
        // A smaller one has the time of the one that it replaces: nobody can put the swap off by small exits.
        if (!isSmaller) {
            next.startAt = uint40(block.timestamp);
            next.endAt = uint40(block.timestamp + _patienceSec());
        }
        next.sellsRisky = plan.sellsRisky;
        next.amountIn = plan.amountIn;
        next.boughtBalance = plan.sellsRisky ? held.quoteBalance : held.riskyBalance;
        next.isApproved = _approve(plan.sellsRisky, plan.amountIn);
        _intent = next;
        emit OrderOpened(next.nonce, next.sellsRisky, next.amountIn, next.endAt);
    }

    /// Ends the order and takes in what was filled.
    function _close() private returns (uint256 paid, uint256 received) {
        Intent memory open = _intent;
        _intent.endAt = 0;
        uint256 left = _allowance(open.sellsRisky);
        if (open.isApproved) paid = Math.saturatingSub(open.amountIn, left);
        if (left != 0) _approve(open.sellsRisky, 0);
        if (paid != 0) {
            (, IERC20 bought) = _sides(open.sellsRisky);
            received = Math.saturatingSub(bought.balanceOf(address(this)), open.boughtBalance);
            _noteTrade(paid, open.amountIn);
        }
        emit OrderClosed(open.nonce, open.sellsRisky, paid, received);
    }

    /// A token that refuses does not hold up the vault: nobody fills the order then, and the swap follows.
    /// @return Whether the relayer may take exactly that.
    function _approve(bool sellsRisky, uint256 amount) private returns (bool) {
        (IERC20 sold, ) = _sides(sellsRisky);
        // Not `try`, which fails where a token returns nothing.
        // solhint-disable-next-line avoid-low-level-calls
        (bool isDone, ) = address(sold).call(abi.encodeCall(IERC20.approve, (_relayer, amount)));
        // Not all tokens return a value: what came of it is read.
        return isDone && _allowance(sellsRisky) == amount;
    }

    /// Whether the settlement has taken what the open order sells: nobody else may.
    function _isConsumed() private view returns (bool) {
        return _intent.isApproved && _allowance(_intent.sellsRisky) < _intent.amountIn;
    }

    function _allowance(bool sellsRisky) private view returns (uint256) {
        (IERC20 sold, ) = _sides(sellsRisky);
        return sold.allowance(address(this), _relayer);
    }

    /// Whether the settlement holds the vault's tokens at this moment.
    function _isHeld() private view returns (bool) {
        return _intent.endAt != 0 && _isConsumed() && SettlementLib.isSettling(_settlement);
    }

    /// What a trade by order moved at the mean price, signed, and cost there; it has no spot price before it.
    function _accountFor(
        bool sellsRisky,
        uint256 paid,
        uint256 received,
        uint160 meanX96
    ) private view returns (int256 tradedQuote, uint256 costQuote) {
        uint256 riskyQuote = PoolPrice.quoteValueDown(sellsRisky ? paid : received, meanX96, _riskyIsToken0);
        tradedQuote = _signed(!sellsRisky, riskyQuote);
        costQuote = sellsRisky ? Math.saturatingSub(riskyQuote, received) : Math.saturatingSub(paid, riskyQuote);
    }

    function _sides(bool sellsRisky) private view returns (IERC20 sold, IERC20 bought) {
        return sellsRisky ? (_risky, _quote) : (_quote, _risky);
    }

    function _signed(bool isPositive, uint256 amount) private pure returns (int256) {
        return isPositive ? SafeCast.toInt256(amount) : -SafeCast.toInt256(amount);
    }

    /// What `rebalance` would do: nothing while an order comes first.
    function _plan() internal view override returns (Plan memory plan, Holdings memory held) {
        (plan, held) = super._plan();
        if (plan.reason != Reason.None) return (plan, held);
        Action action = _action(plan, held);
        if (action != Action.Trade && action != Action.Cut) plan.reason = Reason.TooSoon;
    }

    /// A swap ends the order: what is left of its approval goes first.
    function _execute(Plan memory plan, Holdings memory held) internal override returns (Fill memory fill) {
        if (_intent.endAt != 0) _close();
        return super._execute(plan, held);
    }

    // Those who come and leave

    /// Takes in what was filled before anybody's shares are priced, and looks at the balance again afterwards.
    function _deposit(address caller, address receiver, uint256 assets, uint256 shares) internal override {
        _takeIn();
        super._deposit(caller, receiver, assets, shares);
        _noteBalance();
    }

    function _withdraw(
        address caller,
        address receiver,
        address owner,
        uint256 assets,
        uint256 shares
    ) internal override {
        super._withdraw(caller, receiver, owner, assets, shares);
        _noteBalance();
    }

    function _payInKind(
        uint256 shares,
        address receiver,
        address owner,
        uint256 quoteAmount,
        uint256 riskyAmount
    ) internal override {
        super._payInKind(shares, receiver, owner, quoteAmount, riskyAmount);
        _noteBalance();
    }

    /// Every exit burns shares before it pays.
    function _update(address from, address to, uint256 shares) internal override {
        if (to == address(0)) _takeIn();
        super._update(from, to, shares);
    }

    function _takeIn() private {
        if (_intent.endAt == 0 || !_isConsumed()) return;
        require(!SettlementLib.isSettling(_settlement), SettlementUnderWay());
        _close();
    }

    function _noteBalance() private {
        if (_intent.endAt == 0) return;
        (, IERC20 bought) = _sides(_intent.sellsRisky);
        _intent.boughtBalance = bought.balanceOf(address(this));
    }

    /// Half-moved balances are nobody's business.
    function _balances() internal view override returns (uint256 quoteBalance, uint256 riskyBalance) {
        require(!_isHeld(), SettlementUnderWay());
        return super._balances();
    }

    /// As long as the settlement holds the vault's tokens, it is silent about the position.
    function _readMarket() internal view override returns (Reason reason, uint160 spotX96, uint160 meanX96) {
        (reason, spotX96, meanX96) = super._readMarket();
        if (reason == Reason.None && _isHeld()) reason = Reason.VenueSilent;
    }
}
