// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Report} from "../libraries/MarketTypes.sol";
import {IProvenEvidence} from "./IProvenEvidence.sol";

/// How far a signed figure may lie from the measured one, as a share of the measured one (1e6 = 100 %), rounded down.
/// `depthPips`, `nativePricePips`, `navPips`, `averagesPips` (usual depth and variance): to either side.
/// `baseFeePips`: below the lower of the two base fees by so much of it, above the higher one likewise.
/// `gasUsedRatioPips`: in percentage points (1e6 = 100), below the proven lower bound and above the upper one.
/// Data fee, curvature and horizon are told by contracts: `toldPips`, to either side, of each.
struct Tolerances {
    uint32 depthPips;
    uint32 nativePricePips;
    uint32 navPips;
    uint32 averagesPips;
    uint32 baseFeePips;
    uint32 gasUsedRatioPips;
    uint32 toldPips;
}

/// @title A reporter that confirms what others signed, by measuring it
/// @notice A market that takes signed *and* proven evidence has it among its reporters, with a threshold that the
/// signers alone cannot reach. Measuring moves the state on, which a check of a signature cannot: so a report comes
/// through here.
interface IEvidenceChecker is IProvenEvidence, IERC1271 {
    /// The signed figure `field` lies outside `lowest` ... `highest`.
    error FigureDiffers(bytes32 field, uint256 signed, uint256 lowest, uint256 highest);
    /// The report is of another market than the one that is measured here.
    error OtherMarket(bytes32 reported, bytes32 own);

    /// Measures, keeps, compares, and pushes the report with the signatures and the contract's own among them.
    /// Reverts with OtherMarket, as `IProvenReporter.push` does up to OutOfDomain, with MalformedEvidence, with
    /// FigureDiffers for the first field, in the order of Observation, with InvalidSignature for a row that cannot be
    /// read, then as RiskParameters.push does. Nothing is kept then.
    /// @param signatures As for RiskParameters.push, without the contract's own: the row is sorted in here.
    /// @param hints Of the time E at which the transaction will be included.
    function push(Report calldata report, bytes calldata signatures, uint256 hints) external;

    /// The same with the header of a block of `minFeeAgeBlocks` to `maxFeeAgeBlocks` before, for where no kept base fee
    /// fits. Reverts further with HeaderMalformed, HeaderOutsideWindow, HeaderUnknown, instead of NoEarlierBaseFee.
    function pushWithHeader(
        Report calldata report,
        bytes calldata signatures,
        uint256 hints,
        bytes calldata header
    ) external;

    function tolerances() external view returns (Tolerances memory);
}
