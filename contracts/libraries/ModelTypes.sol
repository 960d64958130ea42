// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What the index measures of one market at one block. Units and domain: docs/model.md.
struct Observation {
    uint64 baseFeePerGas;
    uint32 gasUsedRatioPips;
    uint64 nativePriceUsd6;
    uint64 depthUsd6;
    uint64 depthRefUsd6;
    uint64 varianceWad;
    uint64 navUsd6;
    uint64 dataFeeWei;
    // 0: the portfolio tells none.
    uint32 curvaturePips;
    uint32 horizonSec;
}

/// What token holders vote on, per market. Units and domain: docs/model.md.
struct Policy {
    uint32 riskAversionE4;
    uint32 curvaturePips;
    uint32 curvatureCapPips;
    uint32 poolFeePips;
    uint32 gasUnits;
    uint32 txBytes;
    uint64 priorityFeePerGas;
    uint32 epochSec;
    uint32 slippageCapPips;
    uint32 inclusionBlocks;
    uint32 gasTargetPips;
    uint32 baseFeeDenominator;
    uint32 executionDelaySec;
    uint32 viscosityE4;
    uint32 zE4;
    uint32 zJumpE4;
}

/// The eight parameters that a protocol reads: a target, a value in force, a bound or a step, by context.
/// Even fields loosen upwards, odd ones downwards.
struct Parameters {
    uint32 aggressivenessPips;
    uint32 bandPips;
    uint40 maxTradeUsd;
    uint32 intervalSec;
    uint16 cppiMultiplierE3;
    uint32 guardPips;
    uint32 lotPips;
    uint32 returnPips;
}
