// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PoolAggregator} from "../../../contracts/tools/PoolAggregator.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// A feed that answers with a pool's spot price, whatever the tokens' decimals and order.
contract PoolAggregatorTest is VaultFixture {
    function test_default_itTellsThePoolsPriceWithEightDecimals() external {
        _assertAnswer(World(true, 6, 18, 3000, 10_000_000));
        _assertAnswer(World(false, 6, 18, 3000, 10_000_000));
        _assertAnswer(World(true, 18, 8, 60_000, 10_000_000));
        _assertAnswer(World(false, 18, 6, 1, 10_000_000));
    }

    function test_behavior_roundsAreBlocksAndTheirTimesAreNow() external {
        PoolAggregator feed = _newFeed(World(true, 6, 18, 3000, 10_000_000));
        (uint80 round, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) = feed.latestRoundData();
        assertEq(round, block.number, "round");
        assertEq(answeredIn, round, "answered in");
        assertEq(startedAt, nowAt, "started");
        assertEq(updatedAt, feed.latestTimestamp(), "updated");
        (, int256 old, , , ) = feed.getRoundData(1);
        assertEq(uint256(old), uint256(answer), "any round has this answer");
    }

    function _assertAnswer(World memory world_) private {
        uint256 answer = uint256(_newFeed(world_).latestAnswer());
        uint256 price = world_.priceQuote * 1e8;
        // The root of the price is rounded when the pool is opened.
        assertLe(answer, price + price / 1e6 + 1, "not above");
        assertLe(price, answer + price / 1e6 + 1, "not below");
    }

    function _newFeed(World memory world_) private returns (PoolAggregator) {
        _setUpWorld(world_);
        bytes memory args = abi.encode(pool, world_.riskyIsToken0, world_.riskyDecimals, world_.quoteDecimals);
        return PoolAggregator(deploy("PoolAggregator.sol:PoolAggregator", args));
    }
}
