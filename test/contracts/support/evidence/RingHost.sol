// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Where a ring begins: the state at `timeAt`, its first entry's sums, and how many entries it has room for.
struct RingStart {
    uint32 timeAt;
    int24 tick;
    uint128 liquidity;
    uint16 cardinality;
    int56 tickSum;
    uint160 secondsPerLiquidityX128;
}

/// From `timeAt` on the pool stands at this tick with so much liquidity; `cardinalityNext`: room that is paid for then, if
/// it is more than there was.
struct RingStep {
    uint32 timeAt;
    int24 tick;
    uint128 liquidity;
    uint16 cardinalityNext;
}

/// A Uniswap v3 pool whose history is told instead of traded: it stands at the address of a real pool, writes ticks,
/// liquidity and ring where a pool has them, by the pool's rules, and answers everything else with the published code
/// of the pool (`engine`, a copy of what stood here). RingHost.t.sol holds the rules against a pool that was traded.
/// Source: Uniswap v3 Core 1.0.1, Oracle.sol, UniswapV3Pool.sol (`swap`, `_modifyPosition`).
contract RingHost {
    uint256 private constant SLOT0 = 0;
    uint256 private constant LIQUIDITY_SLOT = 4;
    uint256 private constant RING_SLOT = 8;
    uint256 private constant ROOT_X96 = 1 << 96;
    uint256 private constant PLACEHOLDER = 1;

    address private immutable _engine;

    struct State {
        int24 tick;
        uint256 index;
        uint256 cardinality;
        uint256 cardinalityNext;
        uint128 liquidity;
    }

    /// Time, tick sum, seconds per liquidity.
    struct Entry {
        uint32 timeAt;
        int56 tickSum;
        uint160 secondsPerLiquidityX128;
    }

    constructor(address engine) {
        _engine = engine;
    }

    /// A ring of its own, whatever stood here.
    function begin(RingStart calldata start) external {
        State memory old = _load();
        for (uint256 i = 0; i < old.cardinalityNext; i++) _setWord(RING_SLOT + i, 0);
        _saveEntry(0, Entry(start.timeAt, start.tickSum, start.secondsPerLiquidityX128));
        State memory state = State(start.tick, 0, 1, 1, start.liquidity);
        _grow(state, start.cardinality);
        _save(state);
    }

    /// Lets the pool's state change, step by step.
    function run(RingStep[] calldata steps) external {
        State memory state = _load();
        for (uint256 i = 0; i < steps.length; i++) {
            RingStep calldata step = steps[i];
            _act(state, step.timeAt, step.tick, step.liquidity);
            _grow(state, step.cardinalityNext);
        }
        _save(state);
    }

    /// Whatever a pool is asked besides.
    fallback() external {
        address engine = _engine;
        assembly ("memory-safe") {
            let input := mload(0x40)
            calldatacopy(input, 0, calldatasize())
            let success := delegatecall(gas(), engine, input, calldatasize(), 0, 0)
            returndatacopy(input, 0, returndatasize())
            switch success
            case 0 {
                revert(input, returndatasize())
            }
            default {
                return(input, returndatasize())
            }
        }
    }

    /// A swap writes an entry where it moves the tick, a mint or a burn where it moves the liquidity in range; one a
    /// second.
    function _act(State memory state, uint32 timeAt, int24 tick, uint128 liquidity) private {
        Entry memory last = _loadEntry(state.index);
        bool isMoved = tick != state.tick || liquidity != state.liquidity;
        if (isMoved && timeAt != last.timeAt) {
            if (state.cardinalityNext > state.cardinality && state.index == state.cardinality - 1) {
                state.cardinality = state.cardinalityNext;
            }
            state.index = (state.index + 1) % state.cardinality;
            unchecked {
                // As in the pool: sums and times come round.
                uint32 seconds_ = timeAt - last.timeAt;
                last.tickSum += int56(state.tick) * int56(uint56(seconds_));
                uint128 usable = state.liquidity > 0 ? state.liquidity : 1;
                last.secondsPerLiquidityX128 += uint160((uint256(seconds_) << 128) / usable);
                last.timeAt = timeAt;
            }
            _saveEntry(state.index, last);
        }
        (state.tick, state.liquidity) = (tick, liquidity);
    }

    function _grow(State memory state, uint256 cardinalityNext) private {
        for (uint256 i = state.cardinalityNext; i < cardinalityNext; i++) _setWord(RING_SLOT + i, PLACEHOLDER);
        if (cardinalityNext > state.cardinalityNext) state.cardinalityNext = cardinalityNext;
    }

    function _load() private view returns (State memory state) {
        uint256 word = _word(SLOT0);
        state.tick = int24(uint24(word >> 160));
        state.index = (word >> 184) & 0xffff;
        state.cardinality = (word >> 200) & 0xffff;
        state.cardinalityNext = (word >> 216) & 0xffff;
        state.liquidity = uint128(_word(LIQUIDITY_SLOT));
    }

    /// The price's root is nobody's business here: 1.
    function _save(State memory state) private {
        uint256 word = ROOT_X96 | (uint256(uint24(state.tick)) << 160) | (state.index << 184);
        _setWord(SLOT0, word | (state.cardinality << 200) | (state.cardinalityNext << 216) | (1 << 240));
        _setWord(LIQUIDITY_SLOT, state.liquidity);
    }

    function _loadEntry(uint256 index) private view returns (Entry memory) {
        uint256 word = _word(RING_SLOT + index);
        return Entry(uint32(word), int56(uint56(word >> 32)), uint160(word >> 88));
    }

    function _saveEntry(uint256 index, Entry memory entry) private {
        uint256 word = uint256(entry.timeAt) | (uint256(uint56(entry.tickSum)) << 32);
        _setWord(RING_SLOT + index, word | (uint256(entry.secondsPerLiquidityX128) << 88) | (1 << 248));
    }

    function _word(uint256 slot) private view returns (uint256 word) {
        assembly ("memory-safe") {
            word := sload(slot)
        }
    }

    function _setWord(uint256 slot, uint256 word) private {
        assembly ("memory-safe") {
            sstore(slot, word)
        }
    }
}
