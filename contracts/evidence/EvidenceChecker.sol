// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEvidenceChecker, Tolerances} from "../interfaces/IEvidenceChecker.sol";
import {EvidenceKind, IProvenEvidence, ProvenSettings} from "../interfaces/IProvenEvidence.sol";
import {IRiskParametersReports} from "../interfaces/IRiskParametersReports.sol";
import {EvidencePacking} from "../libraries/EvidencePacking.sol";
import {Report} from "../libraries/MarketTypes.sol";
import {ReportLib} from "../libraries/ReportLib.sol";
import {CongestionLib} from "./CongestionLib.sol";
import {EvidenceReports} from "./EvidenceReports.sol";
import {FigureRanges} from "./FigureRanges.sol";

/// @title Signed and measured: a reporter that confirms what it measured itself
/// @notice What each function does and refuses: IEvidenceChecker, IProvenEvidence. What is pushed is what was signed;
/// the measurement bounds it, and moves the state on.
contract EvidenceChecker is EvidenceReports, IEvidenceChecker {
    uint32 private immutable depthPips;
    uint32 private immutable nativePricePips;
    uint32 private immutable navPips;
    uint32 private immutable averagesPips;
    uint32 private immutable baseFeePips;
    uint32 private immutable gasUsedRatioPips;
    uint32 private immutable toldPips;

    constructor(ProvenSettings memory settings_, Tolerances memory tolerances_) EvidenceReports(settings_) {
        depthPips = tolerances_.depthPips;
        nativePricePips = tolerances_.nativePricePips;
        navPips = tolerances_.navPips;
        averagesPips = tolerances_.averagesPips;
        baseFeePips = tolerances_.baseFeePips;
        gasUsedRatioPips = tolerances_.gasUsedRatioPips;
        toldPips = tolerances_.toldPips;
    }

    /// @inheritdoc IEvidenceChecker
    function push(Report calldata report, bytes calldata signatures, uint256 hints) external {
        _push(report, signatures, hints, _noHeader());
    }

    /// @inheritdoc IEvidenceChecker
    function pushWithHeader(
        Report calldata report,
        bytes calldata signatures,
        uint256 hints,
        bytes calldata header
    ) external {
        _push(report, signatures, hints, header);
    }

    /// @inheritdoc IEvidenceChecker
    function tolerances() public view returns (Tolerances memory) {
        return
            Tolerances({
                depthPips: depthPips,
                nativePricePips: nativePricePips,
                navPips: navPips,
                averagesPips: averagesPips,
                baseFeePips: baseFeePips,
                gasUsedRatioPips: gasUsedRatioPips,
                toldPips: toldPips
            });
    }

    /// @inheritdoc IProvenEvidence
    function kind() external pure returns (EvidenceKind) {
        return EvidenceKind.Both;
    }

    function _push(Report calldata report, bytes calldata signatures, uint256 hints, bytes calldata header) private {
        require(report.marketId == marketId, OtherMarket(report.marketId, marketId));
        Measurement memory m = _measure(hints, header);
        _keep(m.kept, EvidenceKind.Both);
        FigureRanges.Ends memory ends = _endsOf(m, report.observedAt);
        FigureRanges.check(EvidencePacking.unpack(report.evidence)[0], m.observation, ends, tolerances());
        bytes32 digest = IRiskParametersReports(riskParameters).reportDigest(report);
        _submit(report, _insertOwn(digest, signatures));
    }

    /// A time to come has not elapsed: RiskParameters refuses it.
    function _endsOf(Measurement memory m, uint256 observedAt) private view returns (FigureRanges.Ends memory ends) {
        FeeSpan memory fees = m.fees;
        (uint256 earlier, uint256 current) = (fees.earlier, fees.current);
        ends.lowerBaseFeePerGas = earlier < current ? earlier : current;
        if (hasGasLimit) ends.gasUsedLowerPips = CongestionLib.lowerPips(earlier, current, fees.ageBlocks, fees.rule);
        (ends.toldNavUsd6, ends.toldCurvaturePips) = (m.toldNavUsd6, m.toldCurvaturePips);
        if (observedAt < block.timestamp) ends.elapsedSec = block.timestamp - observedAt;
    }

    /// The row with this contract's own signature in the place that its address has among the signers. Whatever else is
    /// wrong with the row, RiskParameters refuses by name.
    function _insertOwn(bytes32 digest, bytes calldata row) private view returns (bytes memory) {
        unchecked {
            uint256 offset = 0;
            // Below the length of the calldata, or parseSigner reverts.
            for (uint256 index = 0; offset < row.length; index++) {
                (address signer, uint256 length) = ReportLib.parseSigner(digest, row[offset:], index);
                if (signer > address(this)) break;
                offset += length;
            }
            return bytes.concat(row[:offset], _ownSignature(), row[offset:]);
        }
    }
}
