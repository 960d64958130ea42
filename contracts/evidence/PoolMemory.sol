// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProvenEvidence} from "../interfaces/IProvenEvidence.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {WordArrays} from "./WordArrays.sol";

/// @title What a Uniswap v3 pool remembers: its two accumulators at past times
/// Method:   a pool keeps a ring of entries, one for each second in which its tick or its liquidity changed. At a time
///           between two neighbours the accumulators lie on the line between theirs, after the newest on the one that
///           the pool's present state draws. A hint names the entry before; the two reads prove that it is that one.
/// Domain:   times up to now, and from the ring's oldest entry on. Times are compared modulo 2^32, as in the pool.
/// Special:  without hints (0) the pool searches, with the same answer. An entry of the very second 2^32 (2106) has the
///           time of one that was not written: a hint of it is refused, and the pool has to search.
/// Accuracy: the bits of the pool's own `observe`.
/// Source:   Uniswap v3 Core (2021), section 5 (oracle).
library PoolMemory {
    /// The accumulators at some times, in their order: tick x seconds, and seconds / liquidity x 2^128.
    struct Sums {
        int256[] tick;
        uint256[] secondsPerLiquidityX128;
    }

    /// The pool's present state, and the entry that was read last: neighbouring times often share it.
    struct Reader {
        IUniswapV3Pool pool;
        int256 tick;
        uint256 newest;
        uint256 cardinality;
        uint256 index;
        Entry entry;
        Entry next;
    }

    struct Entry {
        uint256 writtenAt;
        int256 tickSum;
        uint256 secondsPerLiquidityX128;
    }

    uint256 private constant HINT_BITS = 16;
    uint256 private constant HINT_MASK = 0xffff;
    uint256 private constant NO_INDEX = type(uint256).max;

    /// Reads the sums at `times`, unix seconds.
    /// @param hints The index of the last entry at or before each time, 16 bits each, the first time's lowest; 0: none.
    /// Reverts with HintMisses, or as the pool does where its ring does not reach back.
    function read(IUniswapV3Pool pool, uint256[] memory times, uint256 hints) internal view returns (Sums memory sums) {
        return hints == 0 ? search(pool, times) : readHinted(pool, times, hints);
    }

    function search(IUniswapV3Pool pool, uint256[] memory times) private view returns (Sums memory sums) {
        uint256 count = times.length;
        uint32[] memory agesSec = new uint32[](count);
        for (uint256 i = 0; i < count; i++) agesSec[i] = uint32(block.timestamp - times[i]);
        (int56[] memory tick, uint160[] memory secondsPerLiquidityX128) = pool.observe(agesSec);
        // Each element has a word of its own, with its sign: the arrays are those of wider types.
        assembly ("memory-safe") {
            mstore(sums, tick)
            mstore(add(sums, 0x20), secondsPerLiquidityX128)
        }
    }

    function readHinted(
        IUniswapV3Pool pool,
        uint256[] memory times,
        uint256 hints
    ) private view returns (Sums memory sums) {
        unchecked {
            uint256 count = times.length;
            sums = Sums(new int256[](count), new uint256[](count));
            Reader memory reader;
            reader.pool = pool;
            reader.index = NO_INDEX;
            (, reader.tick, reader.newest, reader.cardinality, , , ) = pool.slot0();
            for (uint256 i = 0; i < count; i++) {
                (int256 tick, uint256 secondsPerLiquidityX128) = interpolate(
                    reader,
                    WordArrays.get(times, i),
                    hints & HINT_MASK
                );
                WordArrays.set(sums.tick, i, tick);
                WordArrays.set(sums.secondsPerLiquidityX128, i, secondsPerLiquidityX128);
                hints >>= HINT_BITS;
            }
        }
    }

    /// The sums at a time, by the entry that the hint names and its neighbour.
    function interpolate(
        Reader memory reader,
        uint256 time,
        uint256 index
    ) private view returns (int256 tickSum, uint256 secondsPerLiquidityX128) {
        unchecked {
            Entry memory entry = reader.entry;
            bool isNewest = index == reader.newest;
            if (index >= reader.cardinality) revert IProvenEvidence.HintMisses(index, time, 0, 0);
            if (index != reader.index) {
                // Times go forward: the neighbour of one is often the entry of the next.
                if (index == (reader.index + 1) % reader.cardinality && reader.next.writtenAt != 0) {
                    (reader.entry, reader.next) = (reader.next, entry);
                    entry = reader.entry;
                } else {
                    readEntry(reader.pool, index, entry);
                }
                reader.next.writtenAt = 0;
                reader.index = index;
            }
            // Modulo 2^32: before the entry, it is more than the ring can span.
            uint256 elapsedSec = uint32(time - entry.writtenAt);
            if (entry.writtenAt == 0) revert IProvenEvidence.HintMisses(index, time, 0, 0);
            if (elapsedSec == 0) return (entry.tickSum, entry.secondsPerLiquidityX128);
            if (isNewest) {
                if (elapsedSec > uint32(block.timestamp - entry.writtenAt)) {
                    revert IProvenEvidence.HintMisses(index, time, entry.writtenAt, 0);
                }
                uint256 liquidity = reader.pool.liquidity();
                return (
                    int56(entry.tickSum + reader.tick * int256(elapsedSec)),
                    uint160(entry.secondsPerLiquidityX128 + (elapsedSec << 128) / (liquidity == 0 ? 1 : liquidity))
                );
            }
            Entry memory next = reader.next;
            if (next.writtenAt == 0) readEntry(reader.pool, (index + 1) % reader.cardinality, next);
            uint256 spanSec = uint32(next.writtenAt - entry.writtenAt);
            if (next.writtenAt == 0 || elapsedSec >= spanSec) {
                revert IProvenEvidence.HintMisses(index, time, entry.writtenAt, next.writtenAt);
            }
            int256 ticksPerSec = int56(next.tickSum - entry.tickSum) / int256(spanSec);
            uint256 rise = uint160(next.secondsPerLiquidityX128 - entry.secondsPerLiquidityX128);
            return (
                int56(entry.tickSum + ticksPerSec * int256(elapsedSec)),
                uint160(entry.secondsPerLiquidityX128 + (rise * elapsedSec) / spanSec)
            );
        }
    }

    /// Reads entry `index` into memory; `writtenAt` 0 where nothing was written: a ring that has grown holds
    /// placeholders, which have a time of their own. Solidity's own call would decode the four words for 400 gas.
    function readEntry(IUniswapV3Pool pool, uint256 index, Entry memory entry) private view {
        bytes4 selector = IUniswapV3Pool.observations.selector;
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(0x04, index)
            let words := mload(0x40)
            // In a line of its own: arguments are evaluated from the last to the first, sizes before the call.
            let success := staticcall(gas(), pool, 0, 0x24, words, 0x80)
            if iszero(and(success, gt(returndatasize(), 0x7f))) {
                revert(0, 0)
            }
            mcopy(entry, words, 0x60)
            if iszero(mload(add(words, 0x60))) {
                mstore(entry, 0)
            }
        }
    }
}
