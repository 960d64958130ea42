// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Source} from "../libraries/MarketTypes.sol";
import {Observation} from "../libraries/ModelTypes.sol";

/// What an account of ProvenEvidence was measured for. None: to keep the averages going, without a report. Proven: for
/// a report that nobody signs. Both: for a report that was signed and measured.
enum EvidenceKind {
    None,
    Proven,
    Both
}

/// What is fixed when the contract is deployed. A vote names the contract's address, and so all of it.
/// `riskParameters`, `marketId`: whose evidence it is.
/// `source`: what is measured. Has to be the market's own at each push (SourceChanged), with a pool, a native pool, a
/// portfolio and both start figures.
/// `isLean`: one slow window of 30 minutes instead of three of 10: five times are read instead of seven.
/// `valuesHoldings`: the portfolio is worth what it holds of the pool's two tokens at the mean price of 30 minutes, and
/// is not asked what it is worth, nor its curvature and horizon (0).
/// `varianceCap`: what one walk says of the variance is cut to so many times the kept average, or the source's start
/// figure where that is higher; 0: not cut.
/// `minFeeAgeBlocks`, `maxFeeAgeBlocks`: how far back the earlier of the two base fees lies; 1 ... 8,191.
struct ProvenSettings {
    address riskParameters;
    bytes32 marketId;
    Source source;
    bool isLean;
    bool valuesHoldings;
    uint32 varianceCap;
    uint16 minFeeAgeBlocks;
    uint16 maxFeeAgeBlocks;
}

/// A block's base fee, in wei. `blockNumber` 0: there is none yet.
struct FeePoint {
    uint64 baseFeePerGas;
    uint40 blockNumber;
}

/// What is remembered from one measurement to the next, in two slots (EvidenceState).
/// `segment`: number of the last segment that the averages hold, counted from the source's offset: it ends at
/// segmentOffsetSec + 120 x segment; 0: nothing was measured yet. `firstSegment`: of the first one.
/// `tickSum`: the pool's cumulative tick at that end. `meanTickQ8`: mean tick of the segment, 8 fractional bits.
/// `navUsd6`, `curvaturePips`: as told at the last report, or at a measurement since then that was told less.
/// `latest`, `earlier`: two base fees, at least `minFeeAgeBlocks` apart.
struct KeptState {
    uint32 segment;
    uint32 firstSegment;
    int56 tickSum;
    int32 meanTickQ8;
    uint64 depthRefUsd6;
    uint64 varianceWad;
    uint64 navUsd6;
    uint32 curvaturePips;
    FeePoint latest;
    FeePoint earlier;
}

/// @title Evidence that a contract measures for itself
/// @notice Depth, price and variance come from the pool's own memory, congestion from two base fees and the network's
/// own recursion, the averages from two slots of state (docs/evidence.md).
///
/// Times. A segment is 120 s and begins at the source's offset. E is the end of the last whole one. Seven times are
/// read, at ages of 15, 10, 5, 3, 2, 1, 0 segments before E (lean: 15, 3, 2, 1, 0); of another native pool three: 15,
/// 3, 0.
///
/// Hints. The index, in a pool's ring of observations, of the last entry at or before each time: 16 bits each, lowest
/// bits first, oldest time first; the native pool's three after the pool's. Anybody finds them by reading the ring. A
/// wrong hint reverts; a right one is unique, so hints choose nothing. 0: the pool searches (`observe`), which takes
/// some 150,000 gas more.
interface IProvenEvidence {
    /// The state moved on. `state`: its two slots as they are stored now. Comes before RiskParameters' `Updated` of the
    /// same transaction.
    event Measured(bytes32 indexed marketId, EvidenceKind indexed kind, uint256[2] state);

    /// Entry `index` of the ring is not the last one at or before `time`: it was written at `entryAt` (0: not at all),
    /// the next one at `nextAt` (0: it is the newest). The clock passed E, or the ring has come round: look anew.
    error HintMisses(uint256 index, uint256 time, uint256 entryAt, uint256 nextAt);
    /// The node tells no base fee: an `eth_call` without a gas price.
    error BaseFeeUnknown();
    /// No base fee is kept that is between `minAgeBlocks` and `maxAgeBlocks` old (`ageBlocks`: of the one that is
    /// nearest; 0: none is kept): a header has to stand in, or the push has to wait.
    error NoEarlierBaseFee(uint256 ageBlocks, uint256 minAgeBlocks, uint256 maxAgeBlocks);
    /// The bytes are not a header of the form that Ethereum and rollups have since London.
    error HeaderMalformed();
    /// The chain has no block of that hash at that number, or does not know it any more.
    error HeaderUnknown(uint256 blockNumber);
    error HeaderOutsideWindow(uint256 ageBlocks, uint256 minAgeBlocks, uint256 maxAgeBlocks);
    /// The market measures something else now: a vote has to name another contract.
    error SourceChanged(bytes32 ownHash, bytes32 marketHash);
    /// The source lacks a pool, a portfolio, or where an average starts: whoever measured first would choose it.
    error SourceIncomplete();

    /// Moves the state on without a report: to start it, or to keep it going while the market takes no reports. For a
    /// time less than three segments after the last one, only nav and base fee are taken. The kept nav may fall here,
    /// and rises with reports only. Reverts with HintMisses, TickRoot.TickOutOfRange, BaseFeeUnknown, OutOfDomain, or
    /// as pool, portfolio and oracle do.
    function measure(uint256 hints) external;

    /// What a report would say now, without hints: the kept state as it would be after it. Give the call a gas price.
    /// Reverts with TickRoot.TickOutOfRange, BaseFeeUnknown, NoEarlierBaseFee, SourceChanged, OutOfDomain, or as the
    /// pool ("OLD": its memory does not reach back 30 minutes), portfolio and oracle do.
    function observe() external view returns (Observation memory observation);

    /// What its reports are: Proven or Both.
    function kind() external view returns (EvidenceKind);

    function settings() external view returns (ProvenSettings memory);

    function state() external view returns (KeptState memory);

    /// The state's two slots, as `Measured` tells them.
    function stateWords() external view returns (uint256[2] memory);
}
