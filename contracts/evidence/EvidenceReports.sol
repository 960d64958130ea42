// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ProvenSettings} from "../interfaces/IProvenEvidence.sol";
import {IRiskParametersReports} from "../interfaces/IRiskParametersReports.sol";
import {ChainBlocks} from "../libraries/ChainBlocks.sol";
import {EvidencePacking} from "../libraries/EvidencePacking.sol";
import {Report} from "../libraries/MarketTypes.sol";
import {ProvenEvidence} from "./ProvenEvidence.sol";

/// @title Reports that a contract vouches for while it pushes them, and at no other time
/// @notice The signature is the contract's address and nothing else: RiskParameters asks back, and gets a yes only
/// within this contract's own push.
abstract contract EvidenceReports is ProvenEvidence, IERC1271 {
    bool private transient _isPushing;

    constructor(ProvenSettings memory settings_) ProvenEvidence(settings_) {}

    /// @inheritdoc IERC1271
    /// @dev The hash is not looked at: while the flag is up, nothing but RiskParameters' check of the very report that
    /// was measured can ask.
    function isValidSignature(bytes32, bytes calldata) external view virtual returns (bytes4) {
        bool isAsked = _isPushing && msg.sender == riskParameters;
        return isAsked ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }

    /// The report of a measurement in this block: of the block before, as of the end of the last segment.
    function _buildReport(Measurement memory m) internal view returns (Report memory report) {
        uint256 blockNumber = ChainBlocks.currentNumber(blockSource) - 1;
        report.marketId = marketId;
        report.config = m.config;
        report.observedAt = uint40(m.endAt);
        report.blockNumber = uint64(blockNumber);
        report.blockHash = ChainBlocks.hashOf(blockSource, blockNumber, 1);
        report.evidence = EvidencePacking.pack(m.observation);
    }

    /// This contract's signature as it stands in a row: zero, address, a length of 0.
    function _ownSignature() internal view returns (bytes memory) {
        return abi.encodePacked(uint8(0), address(this), uint24(0));
    }

    /// Pushes a report, and vouches for it meanwhile. Reverts as RiskParameters.push does.
    function _submit(Report memory report, bytes memory signatures) internal {
        _isPushing = true;
        IRiskParametersReports(riskParameters).push(report, signatures);
        _isPushing = false;
    }
}
