// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PoolMemory} from "../../../../contracts/evidence/PoolMemory.sol";
import {WindowFigures} from "../../../../contracts/evidence/WindowFigures.sol";
import {IUniswapV3Pool} from "../../../../contracts/interfaces/IUniswapV3Pool.sol";
import {Hints} from "./Hints.sol";
import {PoolMemoryCaller} from "./PoolMemoryCaller.sol";
import {RingHost, RingStart, RingStep} from "./RingHost.sol";

/// A pool's life until now, and how it is measured.
struct History {
    RingStart start;
    RingStep[] steps;
    uint256 endAt;
    bool isLean;
    bool isQuoteToken0;
    uint256 quoteUnit;
}

/// What was measured of it. `isCovered`: the ring reaches back to the oldest time; else all is zero and the pool has to
/// refuse as well. `depthRefusal`, `priceRefusal`: revert data, empty where there is a figure.
struct Replayed {
    bool isCovered;
    int256[] tick;
    uint256[] secondsPerLiquidityX128;
    uint256 depthUsd6;
    uint256 slowDepthUsd6;
    bytes depthRefusal;
    uint256 priceUsd6;
    bytes priceRefusal;
}

/// Replays histories on a RingHost, and reads them with hints and as the pool answers.
contract HistoryReplay is PoolMemoryCaller {
    error SumsDiffer(uint256 history);
    error OnlyOneAnswers(uint256 history, bool isCovered);

    /// Reverts with SumsDiffer or OnlyOneAnswers where hints and the pool's own `observe` do not say the same.
    function replay(RingHost host, History[] calldata histories) external returns (Replayed[] memory replayed) {
        replayed = new Replayed[](histories.length);
        IUniswapV3Pool pool = IUniswapV3Pool(address(host));
        for (uint256 i = 0; i < histories.length; i++) {
            History calldata history = histories[i];
            host.begin(history.start);
            host.run(history.steps);
            uint256[] memory times = WindowFigures.listTimes(history.endAt, history.isLean);
            PoolMemory.Sums memory sums;
            (replayed[i].isCovered, sums) = _readBoth(pool, times, i);
            if (!replayed[i].isCovered) continue;
            (replayed[i].tick, replayed[i].secondsPerLiquidityX128) = (sums.tick, sums.secondsPerLiquidityX128);
            _compute(replayed[i], history, sums, times);
        }
    }

    function _readBoth(
        IUniswapV3Pool pool,
        uint256[] memory times,
        uint256 number
    ) private view returns (bool isCovered, PoolMemory.Sums memory sums) {
        uint256 hints;
        (isCovered, hints) = Hints.find(pool, block.timestamp, times);
        try this.read(pool, times, 0) returns (PoolMemory.Sums memory answered) {
            require(isCovered, OnlyOneAnswers(number, isCovered));
            sums = this.read(pool, times, hints);
            bool isSame = keccak256(abi.encode(sums)) == keccak256(abi.encode(answered));
            require(isSame, SumsDiffer(number));
        } catch {
            require(!isCovered, OnlyOneAnswers(number, isCovered));
        }
    }

    function _compute(
        Replayed memory replayed,
        History calldata history,
        PoolMemory.Sums memory sums,
        uint256[] memory times
    ) private view {
        try this.computeDepth(sums, times, history.isQuoteToken0, history.quoteUnit) returns (
            WindowFigures.Depth memory depth
        ) {
            (replayed.depthUsd6, replayed.slowDepthUsd6) = (depth.depthUsd6, depth.slowDepthUsd6);
        } catch (bytes memory refusal) {
            replayed.depthRefusal = refusal;
        }
        // The other token is the native coin.
        try this.computeOwnPrice(sums, times, !history.isQuoteToken0, history.quoteUnit) returns (uint256 priceUsd6) {
            replayed.priceUsd6 = priceUsd6;
        } catch (bytes memory refusal) {
            replayed.priceRefusal = refusal;
        }
    }
}
