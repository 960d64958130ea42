// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IBook} from "../../../../contracts/interfaces/bridge/IBook.sol";
import {IMessenger} from "../../../../contracts/interfaces/bridge/IMessenger.sol";
import {ChainTerms, IRemotePortfolio} from "../../../../contracts/interfaces/bridge/IRemotePortfolio.sol";
import {MockToken} from "../MockToken.sol";
import {Test} from "../Test.sol";
import {HeldMessenger} from "./HeldMessenger.sol";
import {PortfolioChain} from "./PortfolioChain.sol";

/// A portfolio on two chains: half and half at $3,000, home $10 m deep, away $5 m; this contract is the vote.
abstract contract PortfolioFixture is Test {
    uint64 internal constant AWAY = 31338;
    uint64 internal constant FAR = 31339;
    uint32 internal constant WEIGHT_PIPS = 500_000;
    uint32 internal constant ORDER_LIFE_SEC = 1800;
    uint32 internal constant MAX_AGE_SEC = 7200;
    uint40 internal constant CAP_USD = 100_000_000;
    uint40 internal constant MAX_CHANGE_USD = 500_000;
    uint256 internal constant USD = 1e6;
    uint256 internal constant START_AT = 1_800_086_400;

    AccessManager internal authority;
    PortfolioChain internal home;
    PortfolioChain internal away;
    IRemotePortfolio internal portfolio;
    IBook internal awayBook;
    HeldMessenger internal homeMessenger;
    HeldMessenger internal awayMessenger;
    uint64 internal homeId;
    uint256 internal nowAt;

    function _setUpPortfolio() internal {
        homeId = uint64(block.chainid);
        authority = new AccessManager(address(this));
        home = new PortfolioChain(address(authority), homeId, homeId, true, 10_000_000);
        away = new PortfolioChain(address(authority), AWAY, homeId, false, 5_000_000);
        (awayBook, homeMessenger, awayMessenger) = (away.book(), home.messenger(), away.messenger());
        _warp(START_AT);
        bytes memory arguments = abi.encode(authority, home.book(), WEIGHT_PIPS, ORDER_LIFE_SEC);
        portfolio = IRemotePortfolio(deploy("RemotePortfolio.sol:RemotePortfolio", arguments));
        _join(away, AWAY);
        home.book().setPortfolio(address(portfolio));
        home.fund(600_000 * USD, 200 ether);
        away.fund(300_000 * USD, 100 ether);
    }

    /// Terms, messengers and the ways of inventory between home and another chain.
    function _join(PortfolioChain chain, uint64 chainId) internal {
        portfolio.setMessenger(chain.messenger(), true);
        portfolio.setMessenger(home.messenger(), true);
        chain.book().setMessenger(home.messenger(), true);
        chain.book().setMessenger(chain.messenger(), true);
        chain.book().setPortfolio(address(portfolio));
        portfolio.setChain(chainId, _terms(chain, CAP_USD));
        home.connect(chainId, chain.nextInventory());
        chain.connect(homeId, address(home.inventoryTo(chainId)));
        home.book().setRoute(chainId, home.inventoryTo(chainId), 200_000);
        chain.book().setRoute(homeId, chain.inventoryTo(homeId), 200_000);
    }

    function _terms(PortfolioChain chain, uint40 capUsd) internal view returns (ChainTerms memory) {
        return ChainTerms(address(chain.book()), capUsd, MAX_CHANGE_USD, MAX_AGE_SEC);
    }

    /// Has a chain report and delivers it.
    function _report(PortfolioChain chain) internal {
        chain.book().report(chain.messenger());
        chain.messenger().deliver(chain.messenger().count() - 1);
    }

    function _deliverOrder() internal {
        homeMessenger.deliver(homeMessenger.count() - 1);
    }

    function _order(uint64 chainId) internal returns (uint64 number, uint256 riskyAmount) {
        uint256 most = portfolio.most(chainId);
        return portfolio.order(chainId, most, _way(chainId));
    }

    function _way(uint64 chainId) internal view returns (IMessenger) {
        return chainId == homeId ? IMessenger(address(0)) : homeMessenger;
    }

    /// Both markets alike; the means follow, and an epoch passes.
    function _movePrices(uint256 factorPips) internal {
        home.movePrice(factorPips);
        away.movePrice(factorPips);
        _skip(3600);
    }

    /// Pays out all that is on its way, and collects it.
    function _arrive(PortfolioChain from, PortfolioChain to) internal {
        from.quoteRoute().payNext(_quote(to));
        from.riskyRoute().payNext(_risky(to));
        to.inventoryTo(from.chainId()).collect();
    }

    function _quote(PortfolioChain chain) internal view returns (MockToken quote) {
        (quote, ) = chain.tokens();
    }

    function _risky(PortfolioChain chain) internal view returns (MockToken risky) {
        (, risky) = chain.tokens();
    }

    function _warp(uint256 timeAt) internal {
        nowAt = timeAt;
        vm.warp(timeAt);
    }

    function _skip(uint256 sec) internal {
        _warp(nowAt + sec);
    }
}
