// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PoolMemory} from "../../../contracts/evidence/PoolMemory.sol";
import {IProvenEvidence} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {IUniswapV3Pool} from "../../../contracts/interfaces/IUniswapV3Pool.sol";
import {Hints} from "../support/evidence/Hints.sol";
import {RingFixture} from "../support/evidence/RingFixture.sol";
import {RingStart, RingStep} from "../support/evidence/RingHost.sol";
import {IVaultTestPool} from "../support/VaultPoolActor.sol";

contract PoolMemoryTest is RingFixture {
    uint256 private constant HINT_MASK = 0xffff;
    uint256 private constant YEAR_2106_AT = 1 << 32;

    function setUp() public override {
        super.setUp();
        _tell(nowAt - 5_000, 80);
    }

    // Right hints

    function test_default_theSameBitsAsThePoolsOwn() external view {
        uint256[] memory times = _timesBefore(nowAt - 30);
        (bool found, uint256 hints) = Hints.find(IUniswapV3Pool(address(host)), nowAt, times);
        assertTrue(found, "the ring reaches back");
        assertTrue(hints != 0, "there are hints");
        _assertRight(caller.read(IUniswapV3Pool(address(host)), times, hints), times);
    }

    function test_default_withoutHintsThePoolSearches() external view {
        uint256[] memory times = _timesBefore(nowAt - 30);
        _assertRight(caller.read(IUniswapV3Pool(address(host)), times, 0), times);
    }

    /// A traded pool: the newest entry is older than all times but the last.
    function test_default_aTradedPool() external {
        for (uint256 i = 0; i < 40; i++) {
            _skip(80);
            _actAtRandom(uint256(keccak256(abi.encode(i))));
        }
        _skip(25);
        uint256[] memory times = _timesBefore(nowAt);
        (, uint256 hints) = Hints.find(pool, nowAt, times);
        PoolMemory.Sums memory sums = caller.read(pool, times, hints);
        (int56[] memory tick, uint160[] memory secondsPerLiquidityX128) = _observe(pool, times);
        assertEq(abi.encode(sums.tick), abi.encode(tick), "tick sums");
        assertEq(abi.encode(sums.secondsPerLiquidityX128), abi.encode(secondsPerLiquidityX128), "liquidity sums");
    }

    /// Swaps after the push was prepared spoil no hint: what was the newest entry then has a next one, above E.
    function test_behavior_laterTradesSpoilNoHint() external {
        uint256[] memory times = _timesBefore(nowAt - 30);
        IUniswapV3Pool told = IUniswapV3Pool(address(host));
        (, uint256 hints) = Hints.find(told, nowAt, times);
        bytes memory before = abi.encode(caller.read(told, times, hints));
        _step(nowAt, 77, 5e18, 0);
        _skip(12);
        _step(nowAt, -77, 6e18, 0);
        assertEq(abi.encode(caller.read(told, times, hints)), before, "the same sums");
    }

    /// Times, tick sums and liquidity sums that come round on the way.
    function test_behavior_beyond2106() external {
        _warp(YEAR_2106_AT + 900);
        int56 nearEnd = type(int56).max - 100_000;
        host.begin(RingStart(uint32(YEAR_2106_AT - 2_000), 9_000, 1, 8, nearEnd, type(uint160).max - 5));
        for (uint256 timeAt = YEAR_2106_AT - 1_507; timeAt < YEAR_2106_AT + 900; timeAt += 300) {
            _step(timeAt, int24(int256(timeAt % 1_000)), uint128(timeAt), 0);
        }
        uint256[] memory times = _timesBefore(nowAt - 30);
        (, uint256 hints) = Hints.find(IUniswapV3Pool(address(host)), nowAt, times);
        _assertRight(caller.read(IUniswapV3Pool(address(host)), times, hints), times);
    }

    /// A ring that grows within the windows holds placeholders behind its newest entry for a while.
    function test_behavior_aRingThatGrowsInMidWindow() external {
        IUniswapV3Pool told = IUniswapV3Pool(address(host));
        host.begin(RingStart(uint32(nowAt - 4_000), 5, 1e18, 5, 0, 0));
        uint256 covered = 0;
        for (uint256 i = 0; i < 34; i++) {
            _step(nowAt, int24(int256(i) * 3), 1e18 + uint128(i), i == 12 ? 40 : 0);
            _skip(130);
            uint256[] memory times = _timesBefore(nowAt);
            (bool found, uint256 hints) = Hints.find(told, nowAt, times);
            if (!found) continue;
            covered += i < 20 ? 1 : 100;
            _assertRight(caller.read(told, times, hints), times);
        }
        // The first entry is written over at the fifth step. The ring has grown at the 15th, when its oldest entry was the
        // tenth step's: half an hour later, from the 23rd on, it reaches back.
        assertEq(covered, 4 + 100 * 12, "which rings reach back");
        (, , uint16 index, uint16 cardinality, , , ) = told.slot0();
        assertTrue(cardinality == 40 && index < 39, "it has grown, and has placeholders left");
    }

    // Wrong hints

    /// Whatever the hints are: the pool's own figures, or HintMisses.
    function testFuzz_P169_hintsOfAnyKindGiveTheRightFigureOrRevert(uint256 seed, uint256 hints) external {
        uint256 cardinality = 2 + (seed % 120);
        _tell(nowAt - 1_000 - ((seed >> 8) % 5_000), cardinality);
        uint256[] memory times = _timesBefore(nowAt - ((seed >> 32) % 120));
        IUniswapV3Pool told = IUniswapV3Pool(address(host));
        (bool found, uint256 right) = Hints.find(told, nowAt, times);
        hints = _spoil(hints, right, cardinality);
        if (hints == 0) return;
        (bool isAnswered, bytes memory answer) = _tryRead(times, hints);
        if (!isAnswered) {
            assertEq(bytes32(bytes4(answer)), bytes32(IProvenEvidence.HintMisses.selector), "refusal");
            assertTrue(!found || hints & ((1 << 112) - 1) != right, "right hints are taken");
            return;
        }
        assertTrue(found, "only where the ring reaches back");
        assertEq(hints & ((1 << 112) - 1), right, "no other hints are taken");
        _assertRight(abi.decode(answer, (PoolMemory.Sums)), times);
    }

    function test_P169_anEntryThatIsNotTheLastBefore() external {
        uint256 timeAt = nowAt - 1_000;
        host.begin(RingStart(uint32(nowAt - 3_000), 5, 1e18, 5, 0, 0));
        _step(nowAt - 2_000, 6, 1e18, 0);
        _step(nowAt - 1_500, 7, 1e18, 0);
        // One too early, one too late, a placeholder, one behind the ring.
        _step(nowAt - 500, 8, 1e18, 0);
        _expectMiss(1, timeAt, nowAt - 2_000, nowAt - 1_500);
        _expectMiss(3, timeAt, nowAt - 500, 0);
        _expectMiss(4, timeAt, 0, 0);
        _expectMiss(5, timeAt, 0, 0);
        _expectMiss(0xffff, timeAt, 0, 0);
        assertEq(_readOne(2, timeAt).tick.length, 1, "the right one");
    }

    /// The next entry stands at the time itself: that one is the last at or before.
    function test_P169_theEntryAtTheTimeItself() external {
        host.begin(RingStart(uint32(nowAt - 3_000), 5, 1e18, 5, 0, 0));
        _step(nowAt - 2_000, 6, 1e18, 0);
        _step(nowAt - 1_000, 7, 1e18, 0);
        _expectMiss(1, nowAt - 1_000, nowAt - 2_000, nowAt - 1_000);
        assertEq(uint256(_readOne(2, nowAt - 1_000).tick[0]), 5 * 1_000 + 6 * 1_000, "its own sum");
    }

    /// The last placeholder and the entry behind it would enclose every time.
    function test_P169_aPlaceholderIsNoEntry() external {
        host.begin(RingStart(uint32(nowAt - 3_000), 5, 1e18, 3, 0, 0));
        _step(nowAt - 2_000, 6, 1e18, 0);
        (uint32 writtenAt, , , bool isWritten) = IUniswapV3Pool(address(host)).observations(2);
        assertTrue(writtenAt == 1 && !isWritten, "a placeholder with a time");
        _expectMiss(2, nowAt - 2_500, 0, 0);
        // The clock stood far behind: a placeholder's time is then ahead of none.
        _expectMiss(2, nowAt - 5_000, 0, 0);
    }

    /// The hint was right a boundary ago.
    function test_P169_theClockPassesE() external {
        IUniswapV3Pool told = IUniswapV3Pool(address(host));
        uint256[] memory times = _timesBefore(nowAt - 30);
        (, uint256 hints) = Hints.find(told, nowAt, times);
        _skip(12);
        _step(nowAt, 3, 1e19, 0);
        _skip(108);
        (bool isAnswered, bytes memory answer) = _tryRead(_timesBefore(nowAt - 30), hints);
        assertTrue(!isAnswered, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(IProvenEvidence.HintMisses.selector), "refusal");
    }

    /// The oldest entry that was needed is written over.
    function test_P169_theRingComesRound() external {
        IUniswapV3Pool told = IUniswapV3Pool(address(host));
        host.begin(RingStart(uint32(nowAt - 3_000), 5, 1e18, 2, 0, 0));
        _step(nowAt - 1_000, 6, 1e18, 0);
        uint256[] memory times = _timesBefore(nowAt - 30);
        (, uint256 hints) = Hints.find(told, nowAt, times);
        caller.read(told, times, hints);
        _step(nowAt - 10, 7, 1e18, 0);
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HintMisses.selector, 0, times[0], nowAt - 10, 0));
        caller.read(told, times, hints);
        vm.expectRevert(bytes("OLD"));
        caller.read(told, times, 0);
    }

    // Support

    /// A random ring: 60 steps from `startAt` to now.
    function _tell(uint256 startAt, uint256 cardinality) private {
        host.begin(RingStart(uint32(startAt), -100, 1e18, uint16(cardinality), 0, 0));
        uint256 timeAt = startAt;
        for (uint256 i = 0; i < 60; i++) {
            uint256 random = uint256(keccak256(abi.encode(startAt, cardinality, i)));
            timeAt += random % ((2 * (nowAt - startAt)) / 60);
            if (timeAt > nowAt) return;
            int24 tick = int24(int256((random >> 64) % 4_000)) - 2_000;
            _step(timeAt, tick, uint128((random >> 128) % 1e20), i == 30 ? uint16(cardinality + 3) : 0);
        }
    }

    function _step(uint256 timeAt, int24 tick, uint128 liquidity, uint16 cardinalityNext) private {
        RingStep[] memory steps = new RingStep[](1);
        steps[0] = RingStep(uint32(timeAt), tick, liquidity, cardinalityNext);
        host.run(steps);
    }

    /// Random bits seldom come near: some become right, or all but one, or off by one.
    function _spoil(uint256 random, uint256 right, uint256 cardinality) private pure returns (uint256 hints) {
        uint256 kind = random % 4;
        if (kind == 0) return random;
        if (kind == 1) return right | (random << 112);
        hints = right;
        uint256 shift = 16 * ((random >> 8) % 7);
        uint256 other = kind == 2 ? (random >> 16) % (cardinality + 4) : ((right >> shift) + 1) & HINT_MASK;
        return (hints & ~(HINT_MASK << shift)) | (other << shift);
    }

    function _tryRead(uint256[] memory times, uint256 hints) private view returns (bool, bytes memory) {
        IUniswapV3Pool told = IUniswapV3Pool(address(host));
        return address(caller).staticcall(abi.encodeCall(caller.read, (told, times, hints)));
    }

    function _assertRight(PoolMemory.Sums memory sums, uint256[] memory times) private view {
        (int56[] memory tick, uint160[] memory liquiditySums) = _observe(IVaultTestPool(address(host)), times);
        assertEq(abi.encode(sums.tick), abi.encode(tick), "tick sums");
        assertEq(abi.encode(sums.secondsPerLiquidityX128), abi.encode(liquiditySums), "liquidity sums");
    }

    function _oneTime(uint256 timeAt) private pure returns (uint256[] memory times) {
        times = new uint256[](1);
        times[0] = timeAt;
    }

    /// One more hint above it, since none at all means that the pool searches.
    function _readOne(uint256 hint, uint256 timeAt) private view returns (PoolMemory.Sums memory) {
        return caller.read(IUniswapV3Pool(address(host)), _oneTime(timeAt), hint | (1 << 16));
    }

    function _expectMiss(uint256 hint, uint256 timeAt, uint256 entryAt, uint256 nextAt) private {
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HintMisses.selector, hint, timeAt, entryAt, nextAt));
        caller.read(IUniswapV3Pool(address(host)), _oneTime(timeAt), hint | (1 << 16));
    }
}
