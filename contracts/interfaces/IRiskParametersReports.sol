// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Report} from "../libraries/MarketTypes.sol";
import {Observation, Parameters} from "../libraries/ModelTypes.sol";

/// @title How evidence becomes a value
/// @notice A report carries what was measured, never a value: the contract computes the target itself and moves the
/// value in force towards it as far as the voted bounds allow. `limits` holds what was binding for each field
/// (BoundsLib.Limit) in 4 bits, the first field lowest.
interface IRiskParametersReports {
    /// The value in force has moved.
    event Updated(
        bytes32 indexed marketId,
        uint64 indexed epoch,
        uint64 blockNumber,
        Observation observation,
        Parameters target,
        Parameters oldValues,
        Parameters newValues,
        uint32 limits
    );
    /// New evidence, and the value in force stays: it is fresh again, and neither cooldown nor budget is touched.
    event Confirmed(
        bytes32 indexed marketId,
        uint64 indexed epoch,
        uint64 blockNumber,
        Observation observation,
        Parameters target,
        Parameters values,
        uint32 limits
    );
    /// An item of `pushMany` was refused; `refusal` is the revert data.
    event PushFailed(bytes32 indexed marketId, uint64 indexed epoch, bytes refusal);

    error HaltedMarket(bytes32 marketId);
    error MarketUsesFallback(bytes32 marketId);
    error LengthMismatch(uint256 reports, uint256 signatures);
    /// A batch needs this much gas at its start, so that no item can take another's.
    error BatchGasTooLow(uint256 gasLeft, uint256 gasNeeded);
    /// The call reverted without data: out of gas, or a faulty model.
    error RefusedWithoutReason();

    /// Takes a report. Anyone may submit it; the signatures are what counts. Emits Updated or Confirmed.
    /// Reverts with, in this order:
    ///   UnknownMarket, HaltedMarket, MarketUsesFallback
    ///   EpochNotRisen, EpochInFuture, EpochTooOld
    ///   BlockNotPast, BlockTooOld, BlockHashMismatch
    ///   QuorumNotReached; per signature InvalidSignature (ECDSA), SignersNotAscending, NotReporter, InvalidSignature
    ///   (ERC-1271)
    ///   OutOfDomain: a field of the observation (the model decides)
    ///   ImpactAboveCap: what the bounds leave of the target would move the price by more than the cap
    /// @param signatures At least `threshold` of the reporters', in ascending order of the signers. ECDSA in 65 bytes
    /// (r, s, v); otherwise the reporter's address in 20 bytes and its ERC-1271 signature.
    function push(Report calldata report, bytes[] calldata signatures) external;

    /// Takes many reports; a refused one does not touch the others, and emits PushFailed. Needs 260,000 gas per report
    /// at the start, of which what is not used comes back: no item can use up another's. Reverts with LengthMismatch,
    /// BatchGasTooLow.
    /// @return refusals For each report the revert data of `push`, empty if it was taken.
    function pushMany(
        Report[] calldata reports,
        bytes[][] calldata signatures
    ) external returns (bytes[] memory refusals);

    /// What `push` would do with the report now, signatures aside. Never reverts. The block has to be below the one
    /// that the call is run in: ask at the pending block.
    /// @return target What the model returns; zeros if it refuses.
    /// @return next What the value in force would become, by the bounds alone; zeros if there is no target.
    /// @return limits What was binding for each field.
    /// @return refusal The revert data of the first rule that refuses the report; empty if none does.
    function preview(
        Report calldata report
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits, bytes memory refusal);

    /// Reverts as `push` would, signatures aside.
    function checkReport(Report calldata report) external view;

    /// Computes target and next of an observation as if it came now. Reverts with UnknownMarket, OutOfDomain.
    function computeNext(
        bytes32 marketId,
        Observation calldata observation
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits);

    /// The EIP-712 digest that reporters sign.
    function reportDigest(Report calldata report) external view returns (bytes32);
}
