// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EvidenceKind, IProvenEvidence, ProvenSettings} from "../interfaces/IProvenEvidence.sol";
import {IProvenReporter} from "../interfaces/IProvenReporter.sol";
import {IRiskParametersReports} from "../interfaces/IRiskParametersReports.sol";
import {Report} from "../libraries/MarketTypes.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {EvidenceReports} from "./EvidenceReports.sol";

/// @title A reporter that is nobody
/// @notice What each function does and refuses: IProvenReporter, IProvenEvidence.
contract ProvenReporter is EvidenceReports, IProvenReporter {
    constructor(ProvenSettings memory settings_) EvidenceReports(settings_) {}

    /// @inheritdoc IProvenReporter
    function push(uint256 hints) external {
        _push(hints, _noHeader());
    }

    /// @inheritdoc IProvenReporter
    function pushUnhinted() external {
        _push(0, _noHeader());
    }

    /// @inheritdoc IProvenReporter
    function pushWithHeader(uint256 hints, bytes calldata header) external {
        _push(hints, header);
    }

    /// @inheritdoc IProvenReporter
    function preview()
        external
        view
        returns (
            Report memory report,
            Parameters memory target,
            Parameters memory next,
            uint32 limits,
            bytes memory refusal
        )
    {
        return _preview(_noHeader());
    }

    /// @inheritdoc IProvenReporter
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
        )
    {
        return _preview(header);
    }

    /// @inheritdoc IProvenEvidence
    function kind() external pure returns (EvidenceKind) {
        return EvidenceKind.Proven;
    }

    function _push(uint256 hints, bytes calldata header) private {
        Measurement memory m = _measure(hints, header);
        _keep(m.kept, EvidenceKind.Proven);
        _submit(_buildReport(m), _ownSignature());
    }

    function _preview(
        bytes calldata header
    )
        private
        view
        returns (
            Report memory report,
            Parameters memory target,
            Parameters memory next,
            uint32 limits,
            bytes memory refusal
        )
    {
        report = _buildReport(_measure(0, header));
        (target, next, limits, refusal) = IRiskParametersReports(riskParameters).preview(report);
    }
}
