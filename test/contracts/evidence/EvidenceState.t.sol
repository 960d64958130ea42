// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {EvidenceState} from "../../../contracts/evidence/EvidenceState.sol";
import {PoolMemory} from "../../../contracts/evidence/PoolMemory.sol";
import {FeePoint, KeptState} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {Test} from "../support/Test.sol";

/// EvidenceStateCaller as its users see it: what is imported is compiled once more, and this cannot be, without the
/// optimizer.
interface IEvidenceStateCaller {
    function walk(
        KeptState memory state,
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        uint256 slowDepthUsd6,
        EvidenceState.Rules memory rules
    ) external pure returns (KeptState memory);
}

contract EvidenceStateTest is Test {
    uint256 private constant OFFSET_SEC = 11;
    uint256 private constant END_AT = 15_000_000 * 120 + OFFSET_SEC;
    int256 private constant MAX_TICK = 887_272;
    int256 private constant WEIGHT = 315_544_445_292_517_044;

    IEvidenceStateCaller private caller;

    function setUp() external {
        caller = IEvidenceStateCaller(deploy("EvidenceStateCaller.sol:EvidenceStateCaller", ""));
    }

    // The two slots

    function testFuzz_default_packedAndUnpacked(KeptState memory state, uint256 seed) external pure {
        state.segment = uint32(bound(state.segment, 1, (1 << 28) - 1));
        state.firstSegment = uint32(bound(state.firstSegment, 0, state.segment));
        state.curvaturePips = uint32(bound(state.curvaturePips, 0, 1e8));
        state.latest.baseFeePerGas = uint64(bound(state.latest.baseFeePerGas, 0, 1e14));
        state.earlier.baseFeePerGas = uint64(bound(state.earlier.baseFeePerGas, 0, 1e14));
        state.latest.blockNumber = uint40(bound(state.latest.blockNumber, 9_000, type(uint40).max));
        state.earlier.blockNumber = uint40(state.latest.blockNumber - 1 - (seed % 8_191));
        if (seed % 3 == 0) state.earlier = FeePoint(0, 0);
        assertEq(abi.encode(_unpack(EvidenceState.pack(state))), abi.encode(state), "state");
    }

    function test_default_nothingIsKeptYet() external pure {
        KeptState memory none;
        assertEq(abi.encode(_unpack([uint256(0), 0])), abi.encode(none), "state");
        assertEq(abi.encode(EvidenceState.pack(none)), abi.encode([uint256(0), 0]), "words");
    }

    /// A distance beyond the field's bits is kept as its largest, and then counts as not known.
    function test_behavior_aDistanceBeyondItsBits() external pure {
        KeptState memory state;
        state.segment = 1;
        state.latest = FeePoint(5, 1_000_000);
        state.earlier = FeePoint(6, 1_000_000 - 8_190);
        assertTrue(EvidenceState.knowsEarlier(_unpack(EvidenceState.pack(state))), "known");
        for (uint40 distance = 8_191; distance < 30_000; distance += 7_777) {
            state.earlier = FeePoint(6, 1_000_000 - distance);
            KeptState memory read = _unpack(EvidenceState.pack(state));
            assertEq(read.earlier.blockNumber, 1_000_000 - 8_191, "the largest");
            assertTrue(!EvidenceState.knowsEarlier(read), "not known");
        }
    }

    // Base fees

    function testFuzz_default_anEarlierFeeIsKeptOnceTheLatestIsOldEnough(uint256 seed) external pure {
        uint256 minAge = 1 + (seed % 300);
        KeptState memory state;
        uint256 number = 1_000;
        for (uint256 i = 0; i < 30; i++) {
            FeePoint memory before = state.latest;
            FeePoint memory earlier = state.earlier;
            EvidenceState.keepBaseFee(state, 100 + i, number, minAge);
            if (before.blockNumber != 0 && number - before.blockNumber < minAge) {
                assertEq(abi.encode(state.latest, state.earlier), abi.encode(before, earlier), "too young");
            } else {
                assertEq(abi.encode(state.latest), abi.encode(FeePoint(uint64(100 + i), uint40(number))), "latest");
                assertEq(abi.encode(state.earlier), abi.encode(before), "earlier");
            }
            number += uint256(keccak256(abi.encode(seed, i))) % 200;
        }
    }

    // The walk

    /// The rule once more, in arithmetic that fails where something leaves its type.
    function testFuzz_P172_theWalkLosesNoBit(uint256 seed, uint64 kept, uint64 depth, uint32 cap) external view {
        (uint256[] memory times, PoolMemory.Sums memory sums) = _anySums(seed);
        KeptState memory state;
        EvidenceState.Rules memory rules = EvidenceState.Rules({
            segmentOffsetSec: OFFSET_SEC,
            startVarianceWad: 1 + (seed % 9e18),
            startDepthRefUsd6: 1 + ((seed >> 64) % 1e19),
            varianceCap: seed % 2 == 0 ? 0 : cap
        });
        uint256 slowDepth = bound(depth, 0, 1e19);
        if (seed % 3 != 0) _startBefore(state, seed, kept, sums.tick[0], times[0]);
        KeptState memory expected = _walk(_copy(state), sums.tick, times, slowDepth, rules);
        KeptState memory walked = caller.walk(state, sums, times, slowDepth, rules);
        assertEq(abi.encode(walked), abi.encode(expected), "state");
    }

    /// Where a walk stands: the last end, its sum, mean and length of the window before it, and what was added up.
    struct Walk {
        uint256 fromAt;
        int256 fromSum;
        int256 mean;
        int256 lengthSec;
        int256 squares;
        int256 lengths;
    }

    function _walk(
        KeptState memory state,
        int256[] memory sums,
        uint256[] memory times,
        uint256 slowDepth,
        EvidenceState.Rules memory rules
    ) private pure returns (KeptState memory) {
        uint256 segment = (times[times.length - 1] - OFFSET_SEC) / 120;
        Walk memory walk = Walk(uint256(state.segment) * 120 + OFFSET_SEC, state.tickSum, state.meanTickQ8, 120, 0, 0);
        if (state.segment == 0) {
            state.varianceWad = uint64(rules.startVarianceWad);
            state.depthRefUsd6 = uint64(rules.startDepthRefUsd6);
            walk = Walk(times[1], sums[1], 0, int256(times[1] - times[0]), 0, 0);
            walk.mean = _floor((sums[1] - sums[0]) * 256, walk.lengthSec);
            state.firstSegment = uint32((times[1] - OFFSET_SEC) / 120);
        } else if (segment < uint256(state.segment) + 3) return state;

        int256 span = int256(segment - (walk.fromAt - OFFSET_SEC) / 120);
        for (uint256 i = 0; i < times.length; i++) _goOn(walk, times[i], sums[i]);
        uint256 variance = _average(
            state.varianceWad,
            _cut(walk, uint256(span), state.varianceWad, rules),
            span,
            11_636
        );
        state.varianceWad = uint64(variance < type(uint64).max ? variance : type(uint64).max);
        state.depthRefUsd6 = uint64(_average(state.depthRefUsd6, slowDepth, span, 5_040));
        (state.segment, state.tickSum, state.meanTickQ8) = (uint32(segment), int56(walk.fromSum), int32(walk.mean));
        return state;
    }

    function _goOn(Walk memory walk, uint256 timeAt, int256 sum) private pure {
        if (timeAt <= walk.fromAt) return;
        int256 nextSec = int256(timeAt - walk.fromAt);
        int256 next = _floor((sum - walk.fromSum) * 256, nextSec);
        walk.squares += (next - walk.mean) ** 2;
        walk.lengths += walk.lengthSec + nextSec;
        (walk.fromAt, walk.fromSum, walk.mean, walk.lengthSec) = (timeAt, sum, next, nextSec);
    }

    function _cut(
        Walk memory walk,
        uint256 span,
        uint256 kept,
        EvidenceState.Rules memory rules
    ) private pure returns (uint256 walked) {
        walked = uint256((walk.squares * 3 * WEIGHT) / (walk.lengths * 65_536));
        uint256 most = (kept > rules.startVarianceWad ? kept : rules.startVarianceWad) * rules.varianceCap;
        if (span > 15) most = (most * 15) / span;
        if (rules.varianceCap != 0 && walked > most) walked = most;
    }

    function _average(uint256 kept, uint256 figure, int256 span, int256 weight) private pure returns (uint256) {
        return uint256(int256(kept) + _floor((int256(figure) - int256(kept)) * span, span + weight));
    }

    function _floor(int256 numerator, int256 denominator) private pure returns (int256) {
        int256 quotient = numerator / denominator;
        return numerator % denominator < 0 ? quotient - 1 : quotient;
    }

    // Support

    function _unpack(uint256[2] memory words) private pure returns (KeptState memory state) {
        EvidenceState.unpackInto(state, words[0], words[1]);
    }

    /// Sums of a pool at the seven times, of any ticks, or of five.
    function _anySums(uint256 seed) private pure returns (uint256[] memory times, PoolMemory.Sums memory sums) {
        uint256[] memory agesSegments = new uint256[](seed % 5 == 0 ? 5 : 7);
        if (agesSegments.length == 5) (agesSegments[0], agesSegments[1]) = (15, 3);
        else (agesSegments[0], agesSegments[1], agesSegments[2], agesSegments[3]) = (15, 10, 5, 3);
        (agesSegments[agesSegments.length - 3], agesSegments[agesSegments.length - 2]) = (2, 1);
        times = new uint256[](agesSegments.length);
        sums.tick = new int256[](times.length);
        sums.tick[0] = int256(seed % 1e15) - 5e14;
        for (uint256 i = 0; i < times.length; i++) {
            times[i] = END_AT - agesSegments[i] * 120;
            if (i == 0) continue;
            int256 rise = _anyMean(uint256(keccak256(abi.encode(seed, i)))) * int256(times[i] - times[i - 1]);
            sums.tick[i] = sums.tick[i - 1] + rise;
        }
    }

    /// An end of the range as often as a mean near zero.
    function _anyMean(uint256 random) private pure returns (int256) {
        if (random % 4 == 0) return random % 8 == 0 ? -MAX_TICK : MAX_TICK;
        if (random % 4 == 1) return int256((random >> 8) % 100) - 50;
        return int256((random >> 8) % uint256(2 * MAX_TICK + 1)) - MAX_TICK;
    }

    /// A walk that ended up to a month before; the pool's tick was the same all the time since.
    function _startBefore(
        KeptState memory state,
        uint256 seed,
        uint64 kept,
        int256 oldestSum,
        uint256 oldestAt
    ) private pure {
        uint256 backSegments = (seed >> 128) % 3 == 0 ? (seed >> 136) % 22_000 : (seed >> 136) % 16;
        uint256 segment = (END_AT - OFFSET_SEC) / 120 - backSegments;
        state.segment = uint32(segment);
        state.firstSegment = uint32(segment - 10);
        int256 mean = _anyMean(seed >> 16);
        int256 sinceSec = int256(oldestAt) - int256(segment * 120 + OFFSET_SEC);
        state.tickSum = int56(oldestSum - mean * sinceSec);
        state.meanTickQ8 = int32(_anyMean(seed >> 32) * 256);
        state.varianceWad = kept;
        state.depthRefUsd6 = uint64(bound(kept, 1, 1e19));
    }

    function _copy(KeptState memory state) private pure returns (KeptState memory) {
        return abi.decode(abi.encode(state), (KeptState));
    }
}
