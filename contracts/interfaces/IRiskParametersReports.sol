// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Report} from "../libraries/MarketTypes.sol";
import {Parameters} from "../libraries/ModelTypes.sol";

/// @title How evidence becomes a value
/// @notice A report carries what was measured, never a value: the contract computes the target itself and moves what
/// the reader gets at that moment (the value in force, or the fallback) towards it as far as the voted bounds allow.
/// `limits` holds what was binding for each field (BoundsLib.Limit) in 4 bits, the first field lowest.
interface IRiskParametersReports {
    /// A report was taken. Words, lowest bits first: 0 and 1 the evidence as reported (EvidencePacking); 2 the target
    /// (190 bits, ParametersPacking) and the limits (32); 3 what the reader got before (190) and the time of the
    /// evidence (40); 4 what it gets now (190) and the observed block (64). With the same values before and after, the
    /// evidence is fresh again, and neither cooldown nor budget is touched.
    event Updated(bytes32 indexed marketId, uint256[5] words);
    /// An item of `pushMany` was refused; `refusal` is the first 256 bytes of the revert data.
    event PushFailed(bytes32 indexed marketId, uint40 indexed observedAt, bytes refusal);

    error HaltedMarket(bytes32 marketId);
    error MarketUsesFallback(bytes32 marketId);
    error LengthMismatch(uint256 reports, uint256 signatures);
    /// What is left of a batch needs this much gas, so that no item can take another's.
    error BatchGasTooLow(uint256 gasLeft, uint256 gasNeeded);
    /// The call reverted without data: out of gas, or a faulty model.
    error RefusedWithoutReason();

    /// Takes a report. Anyone may submit it; the signatures are what counts. Emits Updated.
    /// Reverts with, in this order:
    ///   UnknownMarket, HaltedMarket, MarketUsesFallback
    ///   ConfigChanged: the evidence was measured under another configuration
    ///   EvidenceNotNewer, EvidenceInFuture, EvidenceTooOld
    ///   BlockNotPast, BlockTooOld, BlockHashMismatch
    ///   MalformedEvidence
    ///   per signature InvalidSignature (ECDSA), SignersNotAscending, NotReporter, InvalidSignature (ERC-1271);
    ///   QuorumNotReached
    ///   OutOfDomain: a field of the observation (the model decides; of another model than the standard one, the first
    ///   256 bytes of whatever it reverts with, or MalformedTarget)
    ///   ImpactAboveCap: what the bounds leave of the target would move the price by more than the cap
    ///   PriceSilent, PriceDeviates: what the source's feed of signed prices says (IPriceFeed.requireAgreement), if it
    ///   names one
    /// @param signatures At least `threshold` of the reporters', in ascending order of the signers, in a row: ECDSA as
    /// v (27 or 28; 1 byte) | r (32) | s (32); of a contract (ERC-1271) zero (1 byte) | address (20) | length (3) |
    /// what it takes.
    function push(Report calldata report, bytes calldata signatures) external;

    /// Takes many reports; a refused one does not touch the others, and emits PushFailed. An item with `n` bytes of
    /// signatures may use 200,000 gas, 250 for each of its first 4,096 bytes, and twice what `n + 1,024` bytes of
    /// memory cost: 249,000 with three ECDSA signatures, 1.7 million with 300 kB. Before each item the batch must have
    /// that for all that are left, and what it takes to give it to them (265,000 and 2.0 million); what is not used
    /// comes back. So no item can use up another's.
    /// Reverts with LengthMismatch, BatchGasTooLow.
    /// @return refusals For each report the first 256 bytes of the revert data of `push`, RefusedWithoutReason if there
    /// is none (as when the gas runs out); empty if it was taken.
    function pushMany(
        Report[] calldata reports,
        bytes[] calldata signatures
    ) external returns (bytes[] memory refusals);

    /// What `push` would do with the report now, signatures aside. Never reverts. The block has to be below the one
    /// that the call is run in: ask at the pending block.
    /// @return target What the model returns; zeros if it refuses.
    /// @return next What the reader would get, by the bounds alone; zeros if there is no target.
    /// @return limits What was binding for each field.
    /// @return refusal The first 256 bytes of the revert data of the first rule that refuses the report; empty if none
    /// does.
    function preview(
        Report calldata report
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits, bytes memory refusal);

    /// Reverts as `push` would, signatures aside.
    function checkReport(Report calldata report) external view;

    /// Computes target and next of the report's evidence as if it came now. Reverts with UnknownMarket,
    /// MalformedEvidence, OutOfDomain or whatever the model reverts with.
    function computeNext(
        Report calldata report
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits);

    /// The EIP-712 digest that reporters sign. Reverts with MalformedEvidence.
    function reportDigest(Report calldata report) external view returns (bytes32);
}
