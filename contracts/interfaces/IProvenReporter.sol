// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Report} from "../libraries/MarketTypes.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {IProvenEvidence} from "./IProvenEvidence.sol";

/// @title A reporter that is nobody: it measures, and says so to RiskParameters
/// @notice A market takes its reports by having it among its reporters (ERC-1271) with a threshold of 1. Whoever pushes
/// chooses the block, and nothing else.
interface IProvenReporter is IProvenEvidence, IERC1271 {
    /// Measures, keeps, and pushes the report to RiskParameters; the report's time is E, its block the one before.
    /// Reverts with, in this order: SourceChanged, HintMisses, TickOutOfRange, BaseFeeUnknown, NoEarlierBaseFee,
    /// OutOfDomain (or as portfolio and oracle do), and as RiskParameters.push does. Nothing is kept then.
    function push(uint256 hints) external;

    /// `push(0)`: for whoever has no hints.
    function pushUnhinted() external;

    /// The same with the base fee of a block of `minFeeAgeBlocks` to `maxFeeAgeBlocks` before, for where no kept one
    /// fits: where one does, it counts and the header does not.
    /// Reverts further with HeaderMalformed, HeaderOutsideWindow, HeaderUnknown, in the place of NoEarlierBaseFee.
    /// @param header The block's header in RLP, as it is hashed.
    function pushWithHeader(uint256 hints, bytes calldata header) external;

    /// What `pushUnhinted` would do now: the report, the model's target, what the reader would get, what was binding
    /// (IRiskParametersReports.preview), and the first 256 bytes of RiskParameters' refusal.
    /// Reverts as `observe` does.
    function preview()
        external
        view
        returns (
            Report memory report,
            Parameters memory target,
            Parameters memory next,
            uint32 limits,
            bytes memory refusal
        );

    /// The same for `pushWithHeader`.
    function previewWithHeader(
        bytes calldata header
    )
        external
        view
        returns (
            Report memory report,
            Parameters memory target,
            Parameters memory next,
            uint32 limits,
            bytes memory refusal
        );
}
