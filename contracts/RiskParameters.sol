// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IModel} from "./interfaces/IModel.sol";
import {IRiskParameters, Status} from "./interfaces/IRiskParameters.sol";
import {IRiskParametersReports} from "./interfaces/IRiskParametersReports.sol";
import {BoundsLib, Loosening} from "./libraries/BoundsLib.sol";
import {ConfigStore} from "./libraries/ConfigStore.sol";
import {MarketRules} from "./libraries/MarketRules.sol";
import {MarketConfig, Report} from "./libraries/MarketTypes.sol";
import {ModelCall} from "./libraries/ModelCall.sol";
import {Observation, Parameters} from "./libraries/ModelTypes.sol";
import {ParametersPacking} from "./libraries/ParametersPacking.sol";
import {ReportLib} from "./libraries/ReportLib.sol";
import {RiskParametersAdmin} from "./RiskParametersAdmin.sol";

/// @title Risk parameters: voted law, signed evidence, sums done here
/// @notice What each function does and refuses: IRiskParameters, IRiskParametersReports, IRiskParametersAdmin.
contract RiskParameters is RiskParametersAdmin, EIP712, IRiskParameters, IRiskParametersReports {
    /// What an item of a batch may use, and what it takes to be able to give it that much: a call passes on 63 / 64 of
    /// the gas, and copying the item costs a few thousand. A push by five ECDSA signers takes about 80,000.
    uint256 private constant ITEM_GAS = 250_000;
    uint256 private constant ITEM_GAS_SUPPLY = 260_000;

    constructor(
        address authority,
        IModel initialModel,
        bytes32 initialCoreHash
    ) RiskParametersAdmin(authority, initialModel, initialCoreHash) EIP712("Gimbal RiskParameters", "1") {}

    /// @inheritdoc IRiskParameters
    function parameters(
        bytes32 marketId
    ) external view returns (Parameters memory values, Status status, uint40 ageSec) {
        Market storage market = _markets[marketId];
        uint256 word = market.value;
        ParametersPacking.returnIfActive(word);
        if (word == 0) return (values, Status.Unknown, type(uint40).max);
        ConfigStore.loadFallbackInto(market.config, values);
        (status, ageSec) = ParametersPacking.computeStatus(word);
    }

    /// @inheritdoc IRiskParametersReports
    function push(Report calldata report, bytes[] calldata signatures) external {
        Market storage market = _markets[report.marketId];
        MarketConfig memory config = _loadConfig(market, report.marketId)[0];
        uint256 word = market.value;
        uint40 observedAt = _validateEvidence(report, config, word);
        ReportLib.validateSignatures(
            _hashTypedDataV4(ReportLib.hashReport(report)),
            signatures,
            config.threshold,
            config.reporters
        );

        uint256 looseningWord = market.loosening;
        (
            Parameters memory target,
            Parameters memory current,
            Parameters memory next,
            Loosening memory loosening,
            uint32 limits
        ) = _computeNext(config, report.observation, word, looseningWord);
        _validateNext(config, report.observation, next);

        uint256 nextWord = ParametersPacking.packValues(next);
        market.value = ParametersPacking.withEvidence(word, nextWord, observedAt);
        uint256 nextLooseningWord = ParametersPacking.packLoosening(loosening);
        if (nextLooseningWord != looseningWord) market.loosening = nextLooseningWord;

        (bytes32 marketId, uint64 epoch, uint64 blockNumber) = (report.marketId, report.epoch, report.blockNumber);
        if (nextWord == ParametersPacking.packValues(current)) {
            emit Confirmed(marketId, epoch, blockNumber, report.observation, target, current, limits);
        } else {
            emit Updated(marketId, epoch, blockNumber, report.observation, target, current, next, limits);
        }
    }

    /// @inheritdoc IRiskParametersReports
    function pushMany(
        Report[] calldata reports,
        bytes[][] calldata signatures
    ) external returns (bytes[] memory refusals) {
        require(reports.length == signatures.length, LengthMismatch(reports.length, signatures.length));
        uint256 gasNeeded = reports.length * ITEM_GAS_SUPPLY;
        require(gasleft() >= gasNeeded, BatchGasTooLow(gasleft(), gasNeeded));
        refusals = new bytes[](reports.length);
        for (uint256 i = 0; i < reports.length; i++) {
            try this.push{gas: ITEM_GAS}(reports[i], signatures[i]) {} catch (bytes memory refusal) {
                refusals[i] = _nameRefusal(refusal);
                emit PushFailed(reports[i].marketId, reports[i].epoch, refusals[i]);
            }
        }
    }

    /// @inheritdoc IRiskParametersReports
    function preview(
        Report calldata report
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits, bytes memory refusal) {
        try this.checkReport(report) {} catch (bytes memory reason) {
            refusal = _nameRefusal(reason);
        }
        try this.computeNext(report.marketId, report.observation) returns (
            Parameters memory computedTarget,
            Parameters memory computedNext,
            uint32 computedLimits
        ) {
            (target, next, limits) = (computedTarget, computedNext, computedLimits);
        } catch {}
    }

    /// @inheritdoc IRiskParametersReports
    function checkReport(Report calldata report) external view {
        Market storage market = _markets[report.marketId];
        MarketConfig memory config = _loadConfig(market, report.marketId)[0];
        _validateEvidence(report, config, market.value);
        (, , Parameters memory next, , ) = _computeNext(config, report.observation, market.value, market.loosening);
        _validateNext(config, report.observation, next);
    }

    /// @inheritdoc IRiskParametersReports
    function computeNext(
        bytes32 marketId,
        Observation calldata observation
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits) {
        Market storage market = _markets[marketId];
        MarketConfig memory config = _loadConfig(market, marketId)[0];
        (target, , next, , limits) = _computeNext(config, observation, market.value, market.loosening);
    }

    /// @inheritdoc IRiskParametersReports
    function reportDigest(Report calldata report) external view returns (bytes32) {
        return _hashTypedDataV4(ReportLib.hashReport(report));
    }

    /// Checks when and where the observation was made.
    function _validateEvidence(
        Report calldata report,
        MarketConfig memory config,
        uint256 word
    ) private view returns (uint40 observedAt) {
        require(!ParametersPacking.isHalted(word), HaltedMarket(report.marketId));
        require(!ParametersPacking.isOnFallback(word), MarketUsesFallback(report.marketId));
        observedAt = ReportLib.validateEpoch(
            report.epoch,
            config.policy.epochSec,
            ParametersPacking.unpackObservedAt(word),
            config.freshness.reportAgeSec
        );
        ReportLib.validateBlock(report.blockNumber, report.blockHash, config.freshness.reportAgeBlocks);
    }

    /// Computes the target, and moves the value in force towards it as far as the bounds allow.
    function _computeNext(
        MarketConfig memory config,
        Observation calldata observation,
        uint256 word,
        uint256 looseningWord
    )
        private
        view
        returns (
            Parameters memory target,
            Parameters memory current,
            Parameters memory next,
            Loosening memory nextLoosening,
            uint32 limits
        )
    {
        target = ModelCall.evaluate(model, observation, config.policy);
        current = ParametersPacking.hasEvidence(word) ? ParametersPacking.unpackValues(word) : config.fallbackVector;
        (next, nextLoosening, limits) = BoundsLib.applyBounds(
            current,
            target,
            config.bounds,
            ParametersPacking.unpackLoosening(looseningWord),
            uint40(block.timestamp)
        );
    }

    function _validateNext(
        MarketConfig memory config,
        Observation calldata observation,
        Parameters memory next
    ) private pure {
        MarketRules.validateVector(next, config.bounds, observation.depthUsd6, config.policy.slippageCapPips);
    }

    /// Revert data that is never empty, so that empty means that nothing was refused.
    function _nameRefusal(bytes memory reason) private pure returns (bytes memory) {
        return reason.length == 0 ? abi.encodePacked(RefusedWithoutReason.selector) : reason;
    }
}
