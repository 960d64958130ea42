// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Status} from "../IRiskParameters.sol";
import {IVault} from "../IVault.sol";
import {BookOrder, IBook} from "./IBook.sol";
import {IMessenger} from "./IMessenger.sol";
import {IPortfolioMember} from "./IPortfolioMember.sol";

/// What was voted about one other chain.
/// `capUsd`: most of its net value that counts; 0: the chain is left out and forgotten.
/// `maxChangeUsd`: most that its reports may change in an epoch of home's clock, both tokens together.
/// `maxAgeSec`: figures that are older count as too old; 60 ... 604,800.
struct ChainTerms {
    address book;
    uint40 capUsd;
    uint40 maxChangeUsd;
    uint32 maxAgeSec;
}

/// One chain as home knows it. Amounts in smallest units, values at home's mean price.
/// `quoteCounted`, `riskyCounted`: what counts in the sum: told, in transit either way, at most the cap.
/// `quoteBalance`, `riskyBalance`: what lay there when it reported: its inventory.
/// `curvaturePips`: its part of the whole's: exposure x (1 - weight) / nav of the whole.
/// `ageSec`: of its last report; the type's maximum if there is none. Home: 0.
/// `order`, `filledAmount`: the last order for it, and what it has told of it; `isOrderOpen`: it may still be traded,
/// or whether it was is not known yet.
struct ChainFigures {
    uint64 chainId;
    address book;
    uint256 quoteCounted;
    uint256 riskyCounted;
    uint256 quoteBalance;
    uint256 riskyBalance;
    uint64 navUsd6;
    uint64 exposureUsd6;
    uint32 curvaturePips;
    uint40 ageSec;
    bool isTooOld;
    bool isOrderOpen;
    BookOrder order;
    uint128 filledAmount;
}

/// Why no order would be given now; the first that applies.
enum WholeReason {
    None, // one would
    NoParameters, // the market's status at home is Unknown
    PriceUnknown, // the home pool's memory does not cover the window
    PriceDeviates, // its spot and mean price disagree by more than `maxDeviationPips`
    NothingTold, // a chain has told nothing yet: what the whole holds is not known
    OrderUnderWay, // an order may still be traded somewhere
    Empty, // there is nothing to manage
    InsideBand, // drift <= band, whatever came of the orders whose outcome is not known
    TooSoon, // less than an epoch since the last order of at least half of what was planned
    TradeTooSmall // what may be traded rounds to nothing
}

/// What the whole wants done now, on whichever chain. Quote amounts in its smallest unit, at home's mean price.
struct WholePlan {
    WholeReason reason;
    Status status; // of the parameters at home
    bool sellsRisky;
    uint32 weightPips; // where the weight of the risky token is, rounded down
    uint32 targetWeightPips;
    uint32 driftPips; // the least that the drift can be, whatever came of the orders whose outcome is not known
    uint32 bandPips;
    uint32 returnPips; // drift at which the trade is to end if nothing limits it
    uint40 elapsedSec; // since `lastRebalanceAt`
    uint256 meanPriceWad;
    uint256 navQuote;
    uint256 tradeQuote; // most that one order may trade
}

/// @title A market's portfolio that lies on several chains, as home knows it
/// @notice Keeps what the books of the other chains last told, sums it with home's own book, and orders trades that
/// bring the whole nearer to a constant mix. It holds no tokens.
///
/// **What equals what.** For each token and each other chain, home counts net(told) + moved there by home's book -
/// arrived from there at home's book. Since a move alone changes no chain's net, this sum over the chains, with the
/// balance of home's book, is exactly what all books hold and what is in transit between them, less what has changed
/// since each chain's last report: trades, and what the treasury or a giver put in or took out there. It holds at every
/// moment, whichever messages and tokens are under way, as long as no chain is above its cap and none counts below zero
/// (both are cut off).
///
/// **Drift.** At most one order can be traded anywhere at a time. An order counts as open until its chain reports that
/// it is filled or reports after its end; meanwhile the next is sized, and limited in price, for the worse of what may
/// have come of it. So a trade, valued at the mean price of the chain that trades, never takes the whole further from
/// its target, unless the treasury or a giver puts in or takes out tokens while an order is open. An order that has
/// ended counts as no longer tradable a quarter of an hour later: chains' clocks may differ by so much.
///
/// **Contagion.** Within an epoch of home's clock, and at a given price, whatever a chain says moves net value,
/// exposure and drift of the whole by at most its `maxChangeUsd` each, and ever by at most its `capUsd`, up to what it
/// truly holds downwards. Its first report, and that of a book that was put in another's place, has nothing to be
/// compared with and moves up to `capUsd` at once. What was moved further from the truth than `maxChangeUsd`, over
/// several epochs, stays until a vote: a true report changes too much then, and is refused. Curvature and horizon it
/// does not move at all. What others trade because of it is at most `maxTradeUsd` an epoch, as the parameters say, and
/// ever at most its `capUsd`. If it is silent, the figures are too old: `portfolioFigures` reverts, so the market has
/// no observation, ages, and ends in its fallback; orders on the other chains go on with what it told last.
///
/// Governed by an AccessManager: setters revert with AccessManagedUnauthorized for accounts without the role.
interface IRemotePortfolio is IVault, IPortfolioMember {
    event FiguresTaken(
        uint64 indexed chainId,
        IMessenger indexed messenger,
        uint64 indexed number,
        uint40 madeAt,
        int128 netQuote,
        int128 netRisky,
        uint64 orderNumber,
        uint128 filledAmount
    );
    /// An order was given. Home's is traded in the same transaction; `messageId` is zero then.
    event OrderGiven(
        uint64 indexed chainId,
        uint64 indexed number,
        IMessenger indexed messenger,
        bytes32 messageId,
        BookOrder order,
        uint256 tradeQuote,
        uint32 driftPips
    );
    event OrderPosted(uint64 indexed chainId, uint64 indexed number, IMessenger indexed messenger, bytes32 messageId);
    event ChainSet(uint64 indexed chainId, ChainTerms oldTerms, ChainTerms newTerms);

    /// There is no such chain here.
    error UnknownChain(uint64 chainId);
    /// Home has to be the first to know: what the chain last told is too old, so nothing is told or ordered.
    error FiguresTooOld(uint64 chainId, uint256 ageSec, uint256 maxAgeSec);
    /// The report is not newer than the last that was taken: doubled, late, or out of order.
    error ReportNotNewer(uint64 number, uint64 lastNumber);
    /// The report is from this chain's future.
    error ReportInFuture(uint256 madeAt, uint256 nowAt);
    /// The chain's tokens have other decimals than home's.
    error DecimalsDiffer(uint8 quoteDecimals, uint8 riskyDecimals);
    /// The report changes more than was voted for an epoch; repeat it later, or vote.
    error ChangeTooLarge(uint256 usedUsd6, uint256 maxChangeUsd6);
    error OrderRefused(WholeReason reason);
    /// Less than half of what is planned, or of what the chain has of it; or more.
    error SizeOutside(uint256 tradeQuote, uint256 minTradeQuote, uint256 maxTradeQuote);
    /// The chain has none of the token that is to be sold.
    error NoInventory(uint64 chainId);
    /// The last order of this chain may still have been traded, which its next report tells.
    error OutcomeUnknown(uint64 chainId, uint64 number);
    /// Nothing that could be posted again.
    error NoOpenOrder(uint64 chainId);
    error TooManyChains(uint256 count, uint256 maxCount);

    /// Orders a trade of `tradeQuote` on one chain. Anyone may, and pays the messenger with the value. Home's own book
    /// trades at once (messenger zero, no value).
    /// `tradeQuote` lies between half of m (rounded up) and m, the lower of `plan().tradeQuote` and what the chain's
    /// inventory allows: `most(chainId)`.
    /// Reverts with UnknownChain, OrderRefused, FiguresTooOld, OutcomeUnknown, NoInventory, SizeOutside, NotMessenger,
    /// and as the messenger or home's book does.
    /// @return number Of the order, counted a chain.
    /// @return riskyAmount Risky token to be sold or bought at most, smallest unit.
    function order(
        uint64 chainId,
        uint256 tradeQuote,
        IMessenger messenger
    ) external payable returns (uint64 number, uint256 riskyAmount);

    /// Sends an order once more, if it may still be traded. Anyone may, and pays. Reverts with NoOpenOrder,
    /// NotMessenger, and as the messenger does.
    function post(uint64 chainId, IMessenger messenger) external payable returns (bytes32 messageId);

    /// What the whole wants done now, and the first reason why nothing.
    function plan() external view returns (WholePlan memory);

    /// Most that an order on this chain may trade now, in quote's smallest unit; 0: `plan` gives a reason, the chain's
    /// figures are too old, its last order's outcome is not known, or it has no inventory. Reverts with UnknownChain.
    function most(uint64 chainId) external view returns (uint256 tradeQuote);

    /// Every chain, home first. Reverts with PriceUnknown.
    function chains() external view returns (ChainFigures[] memory);

    /// Timelock: adds a chain, sets other terms, or leaves it out. What it has told stays unless the book is another.
    /// Reverts with OutOfDomain, TooManyChains.
    function setChain(uint64 chainId, ChainTerms calldata terms) external;

    /// All zero for a chain that is not here.
    function chainTerms(uint64 chainId) external view returns (ChainTerms memory);

    function homeBook() external view returns (IBook);

    /// Weight of the risky token that the whole is steered to.
    function weightPips() external view returns (uint32);

    /// How long an order may be traded.
    function orderLifeSec() external view returns (uint32);
}
