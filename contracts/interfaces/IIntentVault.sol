// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ISettlement} from "../venues/orders/ISettlement.sol";
import {SettlementOrder} from "../venues/orders/SettlementLib.sol";
import {IPositionVault} from "./IPositionVault.sol";
import {IRebalancingVault} from "./IRebalancingVault.sol";

/// How a vault offers its trades; none of it can change. Domains are inclusive.
struct IntentSettings {
    ISettlement settlement; // CoW Protocol's, on this chain
    uint32 patiencePips; // how long an order waits, as a part of the voted interval in force; 1 ... 1e6
    uint32 premiumPips; // how much better than the market an order's first price is; 0 ... 100,000
}

/// A trade that is offered. Amounts in the tokens' smallest units.
struct Intent {
    uint64 nonce; // counts the vault's intents from 1; it is the order's `appData`
    uint40 startAt; // when its price was the best, unix seconds
    uint40 endAt; // from when on the plain swap is due instead, unix seconds; 0: none is open
    bool sellsRisky; // true: sells the risky token for quote; false: buys it
    bool isApproved; // false: the token refused the relayer's approval, so that nobody can fill it
    uint256 amountIn; // what is sold, all or nothing
    uint256 boughtBalance; // what the vault held of the token that is bought when it last looked
}

/// Whether an order can be filled now; the first that applies.
enum OrderState {
    Valid,
    None, // no intent is open
    Filled, // it was filled already
    Expired, // its time is over
    NotDue, // the trade is not due any more: inside the band, on the other side, a cut, prices disagree
    TooLarge // it is a quarter larger than what would be traded now, or than what is held
}

/// A RebalancingVault whose trades may be orders: it offers to sell an exact amount to whoever pays best, and swaps on
/// its pool only if nobody does in time. There is no transaction of the vault's then that somebody could trade in front
/// of: its price is the mean price's, not that of the moment.
///
/// `act` does what is due. Order: a trade is due and may wait; it fixes side, amount and time, and approves the
/// settlement's relayer for exactly that amount. Close: the order was filled, or its time is over and there is nothing
/// left to trade. Trade: its time is over, or there is no time for one. Cut: as in `rebalance`; it never waits, and
/// ends the order. While an order has its time, nothing is due and the reason is TooSoon; that holds for `rebalance` as
/// well, which does what `act` does with Trade and Cut.
///
/// An order is a sale of all of `amountIn` on CoW Protocol's settlement, without fee, between plain balances, to the
/// vault. Whoever fills it brings as its EIP-1271 signature one word, the `buyAmount`: all else of the order follows
/// from the vault's state, so the digest has one possible value. It is valid while the trade is due by the
/// rules of `rebalance`, on the same side, and while it is at most a quarter larger than what would be traded now. If
/// it is larger, Order is due again: with the amount of now and the time of the first.
/// Its least price goes, second by second, from `premiumPips` better than the market down to pool fee and slippage cap
/// below it, where a swap could end as well. The market is the better one, for the vault, of mean and spot price.
///
/// From the moment in which the settlement has taken what is sold until it is done, the vault stands still: deposits,
/// exits and `act` are refused, views refuse or answer 0, like in a locked vault. It sees that in the settlement's own
/// lock, not in balances, which a donation could move. Apart from that, an order hinders nobody who comes or leaves.
interface IIntentVault is IRebalancingVault, IPositionVault, IERC1271 {
    /// A trade is offered. Replaces the order before it, if one was open.
    /// @param nonce Of the intent.
    /// @param sellsRisky True: sells the risky token for quote; false: buys it.
    /// @param amountIn What is sold, smallest unit.
    /// @param endAt When its time ends, unix seconds.
    event OrderOpened(uint64 indexed nonce, bool sellsRisky, uint256 amountIn, uint40 endAt);

    /// An order ended. Both amounts are 0 if nobody filled it.
    /// @param nonce Of the intent.
    /// @param sellsRisky True: sold the risky token for quote; false: bought it.
    /// @param amountIn What was sold, smallest unit.
    /// @param amountOut What the vault holds more of the token bought since it last looked, smallest unit: what was
    /// paid, and what was given to it.
    event OrderClosed(uint64 indexed nonce, bool sellsRisky, uint256 amountIn, uint256 amountOut);

    /// The settlement has taken the vault's tokens and not yet paid for them.
    error SettlementUnderWay();
    /// The signature is not one word, the `buyAmount`.
    error MalformedSignature(uint256 length);
    /// There is no order that may be filled now.
    error OrderRefused(OrderState state);
    /// The digest belongs to another order, owner, settlement or chain.
    error OrderMismatch(bytes32 digest, bytes32 expected);
    /// The order pays less than is taken now.
    error PriceTooLow(uint256 buyAmount, uint256 leastBuyAmount);

    /// Whether the settlement may fill the order.
    ///
    /// Reverts if a call into the vault is under way.
    /// Reverts with MalformedSignature if the signature is not one word.
    /// Reverts with OrderRefused if there is no order that may be filled now.
    /// Reverts with OrderMismatch if the digest is not that of the order with this `buyAmount`.
    /// Reverts with PriceTooLow if `buyAmount` is less than `currentOrder` tells.
    /// @param digest The order's EIP-712 digest.
    /// @param signature The order's `buyAmount`, one word.
    function isValidSignature(bytes32 digest, bytes calldata signature) external view override returns (bytes4);

    /// The order that may be filled now. Its `buyAmount` is the least that is taken at this moment; more is too.
    /// `order` and `digest` are empty if `state` is not Valid.
    function currentOrder() external view returns (OrderState state, SettlementOrder memory order, bytes32 digest);

    /// The intent that is open; its last one if none is (`endAt` is 0 then).
    function intent() external view returns (Intent memory);

    /// What the vault was built from beside `settings`.
    function intentSettings() external view returns (IntentSettings memory);
}
