// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IBook} from "../../../../contracts/interfaces/bridge/IBook.sol";
import {ChainFigures} from "../../../../contracts/interfaces/bridge/IRemotePortfolio.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {PortfolioChain} from "./PortfolioChain.sol";
import {PortfolioFixture} from "./PortfolioFixture.sol";

/// Everything that can happen to a portfolio on three chains, in any order, and what must hold at each step. A broken
/// promise is kept in `broken`, so that it shows even where the step itself is undone.
contract PortfolioHandler is PortfolioFixture {
    /// What the handler itself knows of a chain's holdings if nothing were moved: now, and when each report was made.
    struct Net {
        int256 quoteAmount;
        int256 riskyAmount;
    }

    string public broken;
    uint256 public fills;
    uint256 public awayFills;
    uint256 public arrivals;
    uint256 public sumsChecked;

    PortfolioChain private _far;
    mapping(PortfolioChain chain => Net) private _net;
    mapping(PortfolioChain chain => Net) private _known;
    mapping(PortfolioChain chain => mapping(uint256 message => Net)) private _told;

    constructor() {
        _setUpPortfolio();
        _far = new PortfolioChain(address(authority), FAR, homeId, true, 3_000_000);
        _warp(START_AT);
        _join(_far, FAR);
        _far.fund(200_000 * USD, 70 ether);
        _net[away] = Net(int256(300_000 * USD), 100 ether);
        _net[_far] = Net(int256(200_000 * USD), 70 ether);
        settle(0);
        settle(1);
    }

    /// All markets, and one of them a little by itself.
    function movePrices(uint256 seed) external {
        uint256 mixed = uint256(keccak256(abi.encode(seed)));
        uint256 factorPips =
            mixed % 2 == 0 ? bound(mixed >> 1, 850_000, 1_180_000) : bound(mixed >> 1, 985_000, 1_016_000);
        home.movePrice(factorPips);
        away.movePrice(factorPips);
        _far.movePrice(factorPips);
        _chain(mixed >> 64).movePrice(bound(mixed >> 128, 990_000, 1_010_000));
        // Mostly the means follow at once, as far as time goes.
        if ((mixed >> 192) % 4 != 0) _skip(bound(mixed >> 160, 1200, 4000));
        _checkSum();
    }

    function wait(uint256 seed) external {
        _skip(bound(seed, 1, 2 hours));
        _checkSum();
    }

    function setParameters(uint256 seed, uint8 status) external {
        Parameters memory values;
        values.aggressivenessPips = seed % 2 == 0 ? 1_000_000 : uint32(bound(seed, 100_000, 1_000_000));
        values.bandPips = uint32(bound(seed >> 32, 0, 10_000));
        values.returnPips = uint32(bound(seed >> 64, 0, 5000));
        values.lotPips = uint32(bound(seed >> 96, 0, 100_000));
        values.maxTradeUsd = uint40(bound(seed >> 128, 5000, 1_000_000));
        values.intervalSec = uint32(bound(seed >> 160, 0, 1 days));
        home.setParameters(values, Status.Active);
        away.setParameters(values, Status.Active);
        _far.setParameters(values, Status.Active);
        PortfolioChain chain = seed % 3 == 0 ? home : _chain(seed >> 192);
        if (status % 16 < 5) chain.setParameters(values, Status(status % 16));
    }

    /// An order that comes through at once, mostly to chains that have just reported; what comes back is another step.
    function trade(uint256 seed) external {
        _skip(bound(seed >> 32, 0, 5000));
        if (seed % 5 != 0) settle(0);
        if (seed % 7 != 0) settle(1);
        order(seed >> 8, uint8(seed % 6));
        deliverOrder(0);
        fill(0);
        fill(1);
    }

    function order(uint256 seed, uint8 where) public {
        uint64 chainId = where % 3 == 0 ? homeId : _chain(where).chainId();
        uint256 most = portfolio.most(chainId);
        if (most == 0) return;
        uint256 tradeQuote = bound(seed, (most + 1) / 2, most);
        (uint256 quoteBefore, uint256 riskyBefore) = _held();
        try portfolio.order(chainId, tradeQuote, _way(chainId)) {
            if (chainId == homeId) _checkTrade(home, quoteBefore, riskyBefore);
        } catch {
            _check(chainId == homeId, "an order that may be given away is given");
        }
        _checkSum();
    }

    function post(uint256 seed) external {
        try portfolio.post(_chain(seed).chainId(), homeMessenger) {} catch {}
    }

    /// Any order ever posted: the newest, or one of the past, for the first time or again.
    function deliverOrder(uint256 seed) public {
        uint256 count = homeMessenger.count();
        if (count == 0) return;
        uint256 index = seed % 2 == 0 ? count - 1 : (seed >> 8) % count;
        try homeMessenger.deliver(index) {} catch {}
    }

    function fill(uint256 seed) public {
        PortfolioChain chain = _chain(seed);
        (uint256 quoteBefore, uint256 riskyBefore) = _held();
        (uint256 ownQuote, uint256 ownRisky) = chain.held();
        try chain.book().fill() {
            (uint256 quoteAfter, uint256 riskyAfter) = chain.held();
            _net[chain].quoteAmount += int256(quoteAfter) - int256(ownQuote);
            _net[chain].riskyAmount += int256(riskyAfter) - int256(ownRisky);
            ++awayFills;
            _checkTrade(chain, quoteBefore, riskyBefore);
        } catch {}
        _checkSum();
    }

    function report(uint256 seed) public {
        PortfolioChain chain = _chain(seed);
        IBook book = chain.book();
        _told[chain][chain.messenger().count()] = _net[chain];
        book.report(chain.messenger());
    }

    /// Any report ever made.
    function deliverReport(uint256 seed) external {
        PortfolioChain chain = _chain(seed);
        uint256 count = chain.messenger().count();
        _deliverReport(chain, (seed >> 8) % 2 == 0 ? count - 1 : (seed >> 16) % count);
        _checkSum();
    }

    function settle(uint256 seed) public {
        report(seed);
        PortfolioChain chain = _chain(seed);
        _deliverReport(chain, chain.messenger().count() - 1);
        _checkSum();
    }

    function move(uint256 seed, bool isRisky, bool isOut) external {
        PortfolioChain chain = _chain(seed);
        (PortfolioChain from, uint64 to) = isOut ? (home, chain.chainId()) : (chain, homeId);
        (uint256 quoteAmount, uint256 riskyAmount) = from.held();
        uint256 amount = bound(seed >> 8, 1, (isRisky ? riskyAmount : quoteAmount) / 4 + 1);
        try from.book().moveInventory(to, isRisky ? 0 : amount, isRisky ? amount : 0) {} catch {}
        _checkSum();
    }

    /// The bridge of tokens pays out, or not yet.
    function arrive(uint256 seed, bool isOut, bool isCollected) external {
        PortfolioChain chain = _chain(seed);
        (PortfolioChain from, PortfolioChain to) = isOut ? (home, chain) : (chain, home);
        // What home has on its way to either chain leaves through one route, in its order.
        if (isOut && _nextGoesElsewhere(from, to)) return;
        if (from.quoteRoute().payNext(_quote(to))) ++arrivals;
        if (from.riskyRoute().payNext(_risky(to))) ++arrivals;
        if (isCollected) to.inventoryTo(from.chainId()).collect();
        _checkSum();
    }

    /// Someone gives the books tokens while no order is open, and home is told.
    function give(uint256 seed, bool isRisky) external {
        ChainFigures[] memory all = portfolio.chains();
        for (uint256 i = 1; i < all.length; ++i) if (all[i].isOrderOpen) return;
        PortfolioChain chain = _chain(seed);
        uint256 amount = bound(seed >> 8, 1, isRisky ? 1 ether : 3000 * USD);
        chain.fund(isRisky ? 0 : amount, isRisky ? amount : 0);
        if (isRisky) _net[chain].riskyAmount += int256(amount);
        else _net[chain].quoteAmount += int256(amount);
        settle(seed);
    }

    function _deliverReport(PortfolioChain chain, uint256 index) private {
        try chain.messenger().deliver(index) {
            _known[chain] = _told[chain][index];
        } catch {}
    }

    /// The sum that home counts is what all chains hold and what is on its way, less what they have not told.
    function _checkSum() private {
        (uint256 quoteHeld, uint256 riskyHeld) = _held();
        int256 quote = int256(quoteHeld) - _untoldQuote(away) - _untoldQuote(_far);
        int256 risky = int256(riskyHeld) - _untoldRisky(away) - _untoldRisky(_far);
        ChainFigures[] memory all = portfolio.chains();
        int256 quoteCounted;
        int256 riskyCounted;
        for (uint256 i; i < all.length; ++i) {
            // Home has what left a chain after its last report, and more than that report told: cut off at zero.
            if (all[i].quoteCounted == 0 || all[i].riskyCounted == 0) return;
            quoteCounted += int256(all[i].quoteCounted);
            riskyCounted += int256(all[i].riskyCounted);
        }
        ++sumsChecked;
        _check(quote == quoteCounted, "P-202: the quote that counts is the quote there is");
        _check(risky == riskyCounted, "P-202: the risky token that counts is what there is");
        bool isTooOld = all[1].isTooOld || all[2].isTooOld;
        try portfolio.portfolioFigures() {
            _check(!isTooOld, "P-202: nothing is told of figures that are too old");
        } catch {
            _check(isTooOld, "P-202: figures in time are told");
        }
    }

    /// At the mean price of the chain that traded, with all that there truly is.
    function _checkTrade(PortfolioChain chain, uint256 quoteBefore, uint256 riskyBefore) private {
        ++fills;
        uint256 priceWad = chain.meanPriceWad();
        (uint256 quoteAfter, uint256 riskyAfter) = _held();
        uint256 before = _drift(quoteBefore, riskyBefore, priceWad);
        uint256 drift = _drift(quoteAfter, riskyAfter, priceWad);
        // A few smallest units: the mean in wad is rounded.
        _check(drift <= before + 10, "P-203: a trade never takes the whole further from its target");
    }

    function _drift(uint256 quote, uint256 risky, uint256 priceWad) private pure returns (uint256) {
        uint256 riskyQuote = (risky * priceWad) / 1e18;
        uint256 target = ((quote + riskyQuote) * WEIGHT_PIPS) / 1e6;
        return riskyQuote > target ? riskyQuote - target : target - riskyQuote;
    }

    /// All chains, and all that is between them.
    function _held() private view returns (uint256 quote, uint256 risky) {
        (quote, risky) = home.held();
        (quote, risky) = _add(quote, risky, away);
        (quote, risky) = _add(quote, risky, _far);
        // Home's route carries what goes to either chain: it was counted twice.
        quote -= home.quoteRoute().waiting();
        risky -= home.riskyRoute().waiting();
    }

    function _add(uint256 quote, uint256 risky, PortfolioChain chain) private view returns (uint256, uint256) {
        (uint256 quoteHeld, uint256 riskyHeld) = chain.held();
        (uint256 quoteOut, uint256 riskyOut) = home.onTheWay(chain);
        (uint256 quoteBack, uint256 riskyBack) = chain.onTheWay(home);
        return (quote + quoteHeld + quoteOut + quoteBack, risky + riskyHeld + riskyOut + riskyBack);
    }

    function _nextGoesElsewhere(PortfolioChain from, PortfolioChain to) private view returns (bool) {
        address inbox = address(to.inventoryTo(from.chainId()));
        return from.quoteRoute().nextIsNot(inbox) || from.riskyRoute().nextIsNot(inbox);
    }

    function _untoldQuote(PortfolioChain chain) private view returns (int256) {
        return _net[chain].quoteAmount - _known[chain].quoteAmount;
    }

    function _untoldRisky(PortfolioChain chain) private view returns (int256) {
        return _net[chain].riskyAmount - _known[chain].riskyAmount;
    }

    function _chain(uint256 seed) private view returns (PortfolioChain) {
        return seed % 2 == 0 ? away : _far;
    }

    function _check(bool condition, string memory what) private {
        if (!condition && bytes(broken).length == 0) broken = what;
    }
}
