// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {FeePoint, KeptState} from "../interfaces/IProvenEvidence.sol";
import {PoolMemory} from "./PoolMemory.sol";
import {WindowFigures} from "./WindowFigures.sol";
import {WordArrays} from "./WordArrays.sol";

/// @title What is remembered from one measurement to the next
/// @notice Two slots, lowest bits first:
///   word 0: segment 28 | firstSegment 28 | tickSum 56 | meanTickQ8 32 | depthRefUsd6 64 | earlier.baseFeePerGas 48
///   word 1: varianceWad 64 | navUsd6 64 | latest.baseFeePerGas 48 | latest.blockNumber 40 | curvaturePips 27
///           | latest.blockNumber - earlier.blockNumber 13 (8,191: that or more; 0: there is no earlier one)
///
/// Method:   the variance of a walk. For a Brownian motion of variance s^2 a second the means of two neighbouring
///           windows of D1 and D2 seconds differ by d with E[d^2] = s^2 (D1 + D2) / 3. A walk goes over the windows
///           between the times that were read, from the end of the walk before to E: v = 3 sum d^2 / sum (D1 + D2).
///           The walks tile time: no move is left out or counts twice, whenever anybody measures. Averages:
///           kept + floor((figure - kept) x span / (span + w)), span the segments since the walk before, w = 11,636
///           (0.94 a day) for the variance and 5,040 (seven days) for the depth: x / (1 + x) instead of 1 - e^-x keeps
///           a long gap's weight below 1.
/// Domain:   segments below 2^28, ticks of a pool, figures of the model's domain.
/// Special:  the first measurement starts the averages at the voted figures; its walk starts at the end of its oldest
///           window. A span below three segments is not walked: the averages stay.
/// Accuracy: mean ticks to 2^-8, rounded towards minus infinity; divisions rounded down.
/// Source:   docs/evidence.md, docs/model.md (section "Observation").
library EvidenceState {
    /// What a walk is measured with. `varianceCap`: see ProvenSettings.
    struct Rules {
        uint256 segmentOffsetSec;
        uint256 startVarianceWad;
        uint256 startDepthRefUsd6;
        uint256 varianceCap;
    }

    uint256 private constant SEGMENT_SEC = WindowFigures.SEGMENT_SEC;
    uint256 private constant MIN_SPAN_SEGMENTS = 3;
    uint256 private constant CAPPED_SEGMENTS = 15; // what one measurement sees
    uint256 private constant VARIANCE_SEGMENTS = 11_636; // 86,400 s / -ln 0.94
    uint256 private constant DEPTH_SEGMENTS = 5_040; // seven days
    // 3 (ln 1.0001)^2 x 31,557,600 s a year x 1e18, rounded down.
    uint256 private constant SQUARED_TICK_WAD = 946_633_335_877_551_132;
    uint256 private constant TICK_BITS = 8;
    uint256 private constant MAX_DIFFERENCE = 8_191;

    /// Unpacks into a state of zeros. A state that is returned would be filled with zeros before.
    function unpackInto(KeptState memory state, uint256 first, uint256 second) internal pure {
        // Each cast keeps the bits that the layout gives the field.
        state.segment = uint32(first & 0xfffffff);
        state.firstSegment = uint32((first >> 28) & 0xfffffff);
        state.tickSum = int56(uint56(first >> 56));
        state.meanTickQ8 = int32(uint32(first >> 112));
        state.depthRefUsd6 = uint64(first >> 144);
        state.varianceWad = uint64(second);
        state.navUsd6 = uint64(second >> 64);
        state.latest.baseFeePerGas = uint48(second >> 128);
        state.latest.blockNumber = uint40(second >> 176);
        state.curvaturePips = uint32((second >> 216) & 0x7ffffff);
        uint256 difference = second >> 243;
        if (difference != 0) {
            uint256 latest = state.latest.blockNumber;
            state.earlier.baseFeePerGas = uint64(first >> 208);
            state.earlier.blockNumber = uint40(latest > difference ? latest - difference : 0);
        }
    }

    /// Fields are within their bits: segments and blocks of this chain, figures within the model's domain.
    function pack(KeptState memory state) internal pure returns (uint256[2] memory words) {
        unchecked {
            uint256 difference = 0;
            if (state.earlier.blockNumber != 0) {
                difference = state.latest.blockNumber - state.earlier.blockNumber;
                if (difference > MAX_DIFFERENCE) difference = MAX_DIFFERENCE;
            }
            words[0] =
                uint256(state.segment) |
                (uint256(state.firstSegment) << 28) |
                (uint256(uint56(state.tickSum)) << 56) |
                (uint256(uint32(state.meanTickQ8)) << 112) |
                (uint256(state.depthRefUsd6) << 144) |
                (uint256(state.earlier.baseFeePerGas) << 208);
            words[1] =
                uint256(state.varianceWad) |
                (uint256(state.navUsd6) << 64) |
                (uint256(state.latest.baseFeePerGas) << 128) |
                (uint256(state.latest.blockNumber) << 176) |
                (uint256(state.curvaturePips) << 216) |
                (difference << 243);
        }
    }

    /// There is an earlier fee, and how old it is: a distance of 8,191 blocks stands for any beyond.
    function knowsEarlier(KeptState memory state) internal pure returns (bool) {
        unchecked {
            uint256 earlier = state.earlier.blockNumber;
            return earlier != 0 && state.latest.blockNumber - earlier < MAX_DIFFERENCE;
        }
    }

    /// Takes a base fee up: the latest becomes the earlier one if it is old enough.
    function keepBaseFee(
        KeptState memory state,
        uint256 baseFeePerGas,
        uint256 blockNumber,
        uint256 minAgeBlocks
    ) internal pure {
        uint256 latest = state.latest.blockNumber;
        if (latest != 0) {
            if (blockNumber < latest + minAgeBlocks) return;
            state.earlier = state.latest;
        }
        state.latest = FeePoint(uint64(baseFeePerGas), uint40(blockNumber));
    }

    /// Takes both averages up to the last of the times.
    function walk(
        KeptState memory state,
        PoolMemory.Sums memory sums,
        uint256[] memory times,
        uint256 slowDepthUsd6,
        Rules memory rules
    ) internal pure {
        unchecked {
            uint256 last = times.length - 1;
            uint256 segment = (times[last] - rules.segmentOffsetSec) / SEGMENT_SEC;
            uint256 fromAt;
            int256 fromSum;
            int256 mean;
            uint256 lengthSec = SEGMENT_SEC;
            uint256 span;
            if (state.segment == 0) {
                state.depthRefUsd6 = uint64(rules.startDepthRefUsd6);
                state.varianceWad = uint64(rules.startVarianceWad);
                (fromAt, fromSum) = (times[1], sums.tick[1]);
                lengthSec = fromAt - times[0];
                mean = meanTickQ8(sums.tick[0], fromSum, lengthSec);
                span = (times[last] - fromAt) / SEGMENT_SEC;
                state.firstSegment = uint32(segment - span);
            } else {
                span = segment - state.segment;
                if (span < MIN_SPAN_SEGMENTS) return;
                fromAt = times[last] - span * SEGMENT_SEC;
                (fromSum, mean) = (state.tickSum, state.meanTickQ8);
            }

            uint256 squares = 0;
            uint256 lengthsSec = 0;
            for (uint256 i = 0; i <= last; i++) {
                uint256 time = WordArrays.get(times, i);
                if (time <= fromAt) continue;
                lengthsSec += lengthSec;
                lengthSec = time - fromAt;
                lengthsSec += lengthSec;
                int256 sum = WordArrays.get(sums.tick, i);
                int256 next = meanTickQ8(fromSum, sum, lengthSec);
                squares += uint256((next - mean) * (next - mean));
                (fromAt, fromSum, mean) = (time, sum, next);
            }
            // At most 8 steps of 2^29: below 2^62, and 2^122 with the weight.
            uint256 varianceWad = (squares * SQUARED_TICK_WAD) / (lengthsSec << (2 * TICK_BITS));

            state.segment = uint32(segment);
            state.tickSum = int56(fromSum);
            state.meanTickQ8 = int32(mean);
            state.varianceWad = uint64(
                average(state.varianceWad, cut(varianceWad, span, state, rules), span, VARIANCE_SEGMENTS)
            );
            state.depthRefUsd6 = uint64(average(state.depthRefUsd6, slowDepthUsd6, span, DEPTH_SEGMENTS));
        }
    }

    /// What one walk may say at most: a long one has more weight, and says as much less.
    function cut(
        uint256 varianceWad,
        uint256 span,
        KeptState memory state,
        Rules memory rules
    ) private pure returns (uint256) {
        unchecked {
            if (rules.varianceCap == 0) return varianceWad;
            uint256 usual = state.varianceWad > rules.startVarianceWad ? state.varianceWad : rules.startVarianceWad;
            uint256 most = usual * rules.varianceCap;
            if (span > CAPPED_SEGMENTS) most = (most * CAPPED_SEGMENTS) / span;
            return varianceWad < most ? varianceWad : most;
        }
    }

    /// Of unsigned figures below 2^128; saturates at what the slot holds, which the model refuses.
    function average(uint256 kept, uint256 figure, uint256 span, uint256 weight) private pure returns (uint256) {
        unchecked {
            int256 step = WindowFigures.floorDiv((int256(figure) - int256(kept)) * int256(span), span + weight);
            uint256 next = uint256(int256(kept) + step);
            return next < type(uint64).max ? next : type(uint64).max;
        }
    }

    function meanTickQ8(int256 fromSum, int256 toSum, uint256 lengthSec) private pure returns (int256) {
        unchecked {
            return WindowFigures.floorDiv(int256(int56(toSum - fromSum)) << TICK_BITS, lengthSec);
        }
    }
}
