// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVault, VaultBaseSettings} from "../IVault.sol";
import {IInventoryBridge} from "./IInventoryBridge.sol";
import {IMessenger} from "./IMessenger.sol";
import {IPortfolioMember} from "./IPortfolioMember.sol";

/// What home wants done on one chain. Amounts are in the risky token's smallest unit, prices in wad: quote's smallest
/// units for 1e18 of the risky token's.
/// `number`: counts the orders of this chain, from 1.
/// `riskyAmount`: how much of the risky token is sold or bought, at most.
/// `minPriceWad`, `maxPriceWad`: the mean price of the chain that trades has to lie within; beyond, the trade would no
/// longer bring the whole nearer to its target, or this chain's price and home's disagree.
/// `expiresAt`: from this second on nothing is traded.
struct BookOrder {
    uint64 number;
    bool sellsRisky;
    uint128 riskyAmount;
    uint128 minPriceWad;
    uint128 maxPriceWad;
    uint40 expiresAt;
}

/// What a book tells home. Amounts are in the tokens' smallest units.
/// `number`: counts the reports of this book, from 1. `madeAt`: this chain's time.
/// `orderNumber`, `filledAmount`: the last order taken, and how much of its risky amount was traded.
/// `quoteBalance`, `riskyBalance`: what is there.
/// `netQuote`, `netRisky`: what would be there if nothing had been moved between chains: balance + moved away -
/// arrived. A move alone changes neither.
struct BookReport {
    uint64 number;
    uint40 madeAt;
    uint64 orderNumber;
    uint128 filledAmount;
    uint128 quoteBalance;
    uint128 riskyBalance;
    int128 netQuote;
    int128 netRisky;
    uint8 quoteDecimals;
    uint8 riskyDecimals;
}

/// Totals of what went to one chain and came from it, and the way there.
/// `limitUsd`: most that may leave for it in an epoch, at the mean price.
struct InventoryRoute {
    IInventoryBridge bridge;
    uint40 limitUsd;
    uint128 quoteMoved;
    uint128 riskyMoved;
    uint128 quoteArrived;
    uint128 riskyArrived;
}

/// Why `fill` would trade nothing now; the first that applies.
enum FillReason {
    None, // it would trade
    NoOrder, // none was taken, the last is filled, or its time is over
    MarketHolds, // the market's status on this chain is Unknown or Halted
    PriceUnknown, // the pool's memory does not cover the window
    PriceDeviates, // spot and mean price disagree by more than `maxDeviationPips`
    PriceOutside, // the mean price lies outside the order's limits
    TooSoon, // the book traded in this second, or has used up this epoch's greatest trade
    NothingToTrade // what may be traded, or what the book has, rounds to nothing
}

/// What `fill` would do now. Amounts in smallest units, prices in wad.
struct FillPlan {
    FillReason reason;
    bool sellsRisky;
    uint256 spotPriceWad;
    uint256 meanPriceWad;
    uint160 sqrtPriceLimitX96; // where the trade stops
    uint256 riskyAmount; // most that is sold or bought
}

/// @title One chain's part of a portfolio that lies on several: its inventory, and trades that home ordered
/// @notice The tokens are the treasury's: what is transferred here counts, and the timelock of this chain takes it out.
/// It trades only what an order allows, only on its own Uniswap v3 pool, and only as its own chain's risk parameters
/// let it: at most `maxTradeUsd` in an epoch of this chain's clock, at most the slippage cap, and not while the market
/// is Unknown or Halted here. So whoever brings false orders makes it trade at most `maxTradeUsd` an epoch, at a cost
/// of at most (pool fee + slippage cap) x maxTradeUsd. A false order lasts at most a day and a quarter of an hour, also
/// once its messenger is no longer trusted: `setPortfolio` ends it at once.
///
/// `portfolioFigures` tells net value at the mean price, no curvature (a book alone steers to nothing), no horizon.
///
/// Governed by an AccessManager: setters, `withdraw` and `moveInventory` revert with AccessManagedUnauthorized for
/// accounts without the role; which role may move inventory is voted.
interface IBook is IVault, IPortfolioMember {
    event OrderTaken(uint64 indexed number, BookOrder order);
    /// A trade took place. `costQuote`: what was given less what came back, at the spot price before; fee and impact.
    event OrderFilled(
        uint64 indexed number,
        bool soldRisky,
        uint256 riskyAmount,
        uint256 quoteAmount,
        uint256 costQuote,
        uint256 meanPriceWad
    );
    event FiguresSent(IMessenger indexed messenger, bytes32 indexed messageId, BookReport report);
    event InventoryMoved(uint64 indexed chainId, uint256 quoteAmount, uint256 riskyAmount);
    event InventoryArrived(uint64 indexed chainId, uint256 quoteAmount, uint256 riskyAmount);
    event RouteSet(uint64 indexed chainId, IInventoryBridge bridge, uint40 limitUsd);
    event PortfolioSet(address portfolio);
    event Withdrawn(address indexed token, uint256 amount, address indexed to);

    /// An order of that number, or a later one, was taken before, and is not over: doubled, late, or out of order.
    error OrderNotNewer(uint64 number, uint64 lastNumber);
    error OrderExpired(uint256 expiresAt, uint256 nowAt);
    /// No portfolio gives an order for longer than a day.
    error OrderTooLong(uint256 expiresAt, uint256 mostAt);
    /// Nothing may be traded now.
    error FillRefused(FillReason reason);
    /// Orders come straight from the portfolio on the home chain, and by messengers elsewhere.
    error NotThePortfolio(address account);
    /// No route leads there.
    error NoInventoryRoute(uint64 chainId);
    error NotTheInventoryBridge(uint64 chainId, address account);
    /// One token is moved a call: exactly one of the amounts is above 0.
    error NotOneToken();
    /// More may leave for that chain in the next epoch, or after a vote.
    error MoveTooLarge(uint256 usedUsd, uint256 limitUsd);

    /// Home's portfolio, on the home chain: takes an order and trades it at once.
    /// Reverts with NotThePortfolio, OrderNotNewer, OrderExpired, OrderTooLong, and as `fill` does.
    function execute(BookOrder calldata order) external returns (uint256 riskyAmount, uint256 quoteAmount);

    /// Trades what is open of the order in force, as far as one trade may go. Anyone may call; nobody is paid.
    /// Reverts with FillRefused, and with CostTooHigh as vaults do.
    function fill() external returns (uint256 riskyAmount, uint256 quoteAmount);

    function previewFill() external view returns (FillPlan memory plan);

    /// Sends `figures` to home's portfolio. Anyone may, and pays the messenger.
    /// Reverts with NotMessenger for one that is not trusted here, and as the messenger does.
    function report(IMessenger messenger) external payable returns (bytes32 messageId);

    /// What the next report would say.
    function figures() external view returns (BookReport memory);

    /// Role: sends tokens to the book of another chain, at most the route's limit an epoch at the mean price. The value
    /// pays the bridge. Reverts with NotOneToken, NoInventoryRoute, PriceUnknown, MoveTooLarge, TransferTaxed, and as
    /// the bridge does.
    function moveInventory(
        uint64 chainId,
        uint256 quoteAmount,
        uint256 riskyAmount
    ) external payable returns (bytes32 transferId);

    /// Route's bridge: says what it has just handed over. Reverts with NotTheInventoryBridge.
    function acceptInventory(uint64 chainId, uint256 quoteAmount, uint256 riskyAmount) external;

    /// Timelock: whose orders count: `RemotePortfolio` on the home chain. Forgets the order in force and its number.
    function setPortfolio(address portfolio) external;

    /// Timelock: how inventory goes to another chain (zero: not), and the most of it an epoch. Keeps the totals. Away,
    /// the only other chain is home. Reverts with NoInventoryRoute.
    function setRoute(uint64 chainId, IInventoryBridge bridge, uint40 limitUsd) external;

    /// Timelock: takes tokens out.
    function withdraw(address token, uint256 amount, address to) external;

    /// The last order taken, and how much of it was traded.
    function openOrder() external view returns (BookOrder memory order, uint128 filledAmount);

    function route(uint64 chainId) external view returns (InventoryRoute memory);

    function portfolio() external view returns (address);

    function homeChainId() external view returns (uint64);

    function settings() external view returns (VaultBaseSettings memory);
}
