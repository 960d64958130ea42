// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IRiskParameters, Status} from "./interfaces/IRiskParameters.sol";
import {IRiskParametersReports} from "./interfaces/IRiskParametersReports.sol";
import {IPriceFeed} from "./interfaces/prices/IPriceFeed.sol";
import {BlockSource} from "./libraries/ChainBlocks.sol";
import {ConfigStore} from "./libraries/ConfigStore.sol";
import {EvidencePacking} from "./libraries/EvidencePacking.sol";
import {MarketRules} from "./libraries/MarketRules.sol";
import {MarketConfig, Report, Source} from "./libraries/MarketTypes.sol";
import {ModelCall} from "./libraries/ModelCall.sol";
import {ModelLib} from "./libraries/ModelLib.sol";
import {Observation, Parameters} from "./libraries/ModelTypes.sol";
import {ParametersPacking} from "./libraries/ParametersPacking.sol";
import {Refusals} from "./libraries/Refusals.sol";
import {ReportLib} from "./libraries/ReportLib.sol";
import {StepLib} from "./libraries/StepLib.sol";
import {RiskParametersAdmin} from "./RiskParametersAdmin.sol";

/// @title Risk parameters: voted law, signed evidence, sums done here
/// @notice What each function does and refuses: IRiskParameters, IRiskParametersReports, IRiskParametersAdmin.
contract RiskParameters is RiskParametersAdmin, EIP712, IRiskParameters, IRiskParametersReports {
    constructor(
        address authority,
        bytes32 standardCoreHash_,
        BlockSource blockSource_
    ) RiskParametersAdmin(authority, standardCoreHash_, blockSource_) EIP712("Gimbal RiskParameters", "2") {}

    /// @inheritdoc IRiskParameters
    function parameters(
        bytes32 marketId
    ) external view returns (Parameters calldata values, Status status, uint40 ageSec) {
        Market storage market = _markets[marketId];
        uint256 word = market.value;
        ParametersPacking.returnIfActive(word);
        if (word == 0) (status, ageSec) = (Status.Unknown, type(uint40).max);
        else (status, ageSec) = ParametersPacking.computeStatus(word);
        address location = market.config;
        assembly ("memory-safe") {
            values := 0 // As in marketConfig: the answer leaves here.
        }
        ConfigStore.returnFallback(location, uint256(status), ageSec);
    }

    /// @inheritdoc IRiskParametersReports
    function push(Report calldata report, bytes calldata signatures) external {
        (Market storage market, address location, MarketConfig[] memory configs) = _loadMarket(report.marketId);
        MarketConfig memory config = configs[0];
        uint256 word = market.value;
        _validateEvidence(report, location, config, word);
        Observation memory observation = EvidencePacking.unpack(report.evidence)[0];
        ReportLib.validateSignatures(
            _hashTypedDataV4(ReportLib.hashReport(report, observation)),
            signatures,
            config.threshold,
            config.reporters
        );

        uint256 observedAt = report.observedAt;
        uint256 looseningWord = market.loosening;
        (
            uint256 targetWord,
            uint256 oldWord,
            uint256 nextWord,
            uint256 nextLooseningWord,
            uint256 limits
        ) = _computeNext(config, observedAt, observation, word, looseningWord);
        _validateNext(config, observation, nextWord);

        market.value = ParametersPacking.withEvidence(word, nextWord, observedAt);
        if (nextLooseningWord != looseningWord) market.loosening = nextLooseningWord;
        uint256 bits = ParametersPacking.VECTOR_BITS;
        emit Updated(
            report.marketId,
            [
                report.evidence[0],
                report.evidence[1],
                targetWord | (limits << bits),
                oldWord | (observedAt << bits),
                nextWord | (uint256(report.blockNumber) << bits)
            ]
        );
    }

    /// @inheritdoc IRiskParametersReports
    function pushMany(
        Report[] calldata reports,
        bytes[] calldata signatures
    ) external returns (bytes[] memory refusals) {
        require(reports.length == signatures.length, LengthMismatch(reports.length, signatures.length));
        uint256 gasNeeded = 0;
        for (uint256 i = 0; i < reports.length; i++) {
            (, uint256 gasSupply) = _allotGas(signatures[i].length);
            gasNeeded += gasSupply;
        }
        refusals = new bytes[](reports.length);
        for (uint256 i = 0; i < reports.length; i++) {
            require(gasleft() >= gasNeeded, BatchGasTooLow(gasleft(), gasNeeded));
            (uint256 itemGas, uint256 gasSupply) = _allotGas(signatures[i].length);
            gasNeeded -= gasSupply;
            if (!_tryPush(reports[i], signatures[i], itemGas)) {
                refusals[i] = Refusals.readRefusal();
                emit PushFailed(reports[i].marketId, reports[i].observedAt, refusals[i]);
            }
        }
    }

    /// @inheritdoc IRiskParametersReports
    function preview(
        Report calldata report
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits, bytes memory refusal) {
        if (!_ask(this.checkReport.selector, report)) refusal = Refusals.readRefusal();
        if (_ask(this.computeNext.selector, report)) {
            assembly ("memory-safe") {
                returndatacopy(target, 0, 0x100)
                returndatacopy(next, 0x100, 0x100)
                returndatacopy(0, 0x200, 0x20)
                limits := mload(0)
            }
        }
    }

    /// @inheritdoc IRiskParametersReports
    function checkReport(Report calldata report) external view {
        (Market storage market, address location, MarketConfig[] memory configs) = _loadMarket(report.marketId);
        MarketConfig memory config = configs[0];
        uint256 word = market.value;
        _validateEvidence(report, location, config, word);
        Observation memory observation = EvidencePacking.unpack(report.evidence)[0];
        (, , uint256 nextWord, , ) = _computeNext(config, report.observedAt, observation, word, market.loosening);
        _validateNext(config, observation, nextWord);
    }

    /// @inheritdoc IRiskParametersReports
    function computeNext(
        Report calldata report
    ) external view returns (Parameters memory target, Parameters memory next, uint32 limits) {
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(report.marketId);
        (uint256 targetWord, , uint256 nextWord, , uint256 packedLimits) = _computeNext(
            configs[0],
            report.observedAt,
            EvidencePacking.unpack(report.evidence)[0],
            market.value,
            market.loosening
        );
        ParametersPacking.unpackValues(targetWord, target);
        ParametersPacking.unpackValues(nextWord, next);
        limits = uint32(packedLimits); // 4 bits a field
    }

    /// @inheritdoc IRiskParametersReports
    function reportDigest(Report calldata report) external view returns (bytes32) {
        return _hashTypedDataV4(ReportLib.hashReport(report, EvidencePacking.unpack(report.evidence)[0]));
    }

    /// Calls a view of this contract with a report. Where the call reverts, the answer is there to read: nothing is
    /// copied here, since it may be as long as a model likes.
    function _ask(bytes4 selector, Report calldata report) private view returns (bool success) {
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, selector)
            calldatacopy(add(input, 0x04), report, 0xe0) // 7 words
            success := staticcall(gas(), address(), input, 0xe4, 0, 0)
        }
    }

    /// Checks under which configuration, when and where the observation was made.
    function _validateEvidence(
        Report calldata report,
        address location,
        MarketConfig memory config,
        uint256 word
    ) private view {
        require(!ParametersPacking.isHalted(word), HaltedMarket(report.marketId));
        require(!ParametersPacking.isOnFallback(word), MarketUsesFallback(report.marketId));
        require(report.config == location, ReportLib.ConfigChanged(report.config, location));
        ReportLib.validateTime(
            report.observedAt,
            ParametersPacking.unpackObservedAt(word),
            config.freshness.reportAgeSec
        );
        ReportLib.validateBlock(blockSource, report.blockNumber, report.blockHash, config.freshness.reportAgeBlocks);
    }

    /// Computes the target, and moves what the reader gets now towards it as far as the bounds allow. Uses the
    /// fallback's memory up. Words: vectors and a record as they are stored.
    function _computeNext(
        MarketConfig memory config,
        uint256 observedAt,
        Observation memory observation,
        uint256 word,
        uint256 looseningWord
    )
        private
        view
        returns (uint256 targetWord, uint256 oldWord, uint256 nextWord, uint256 nextLooseningWord, uint256 limits)
    {
        Parameters memory target =
            address(config.model) == address(0)
                ? ModelLib.evaluateVoted(observation, config.policy)
                : ModelCall.evaluate(config.model, observation, config.policy);
        targetWord = ParametersPacking.packValues(target);

        uint256 lastObservedAt = ParametersPacking.unpackObservedAt(word);
        uint256 epochSec = config.policy.epochSec;
        (oldWord, nextWord, nextLooseningWord, limits) = StepLib.computeNext(
            word,
            looseningWord,
            config.fallbackVector,
            target,
            config.bounds,
            lastObservedAt != 0 && observedAt / epochSec <= lastObservedAt / epochSec
        );
    }

    function _validateNext(MarketConfig memory config, Observation memory observation, uint256 nextWord) private view {
        MarketRules.validateImpact(
            ParametersPacking.maxTradeUsdOf(nextWord),
            observation.depthUsd6,
            config.policy.slippageCapPips
        );
        Source memory source = config.source;
        if (source.priceFeed != address(0)) _requireAgreement(source, observation.nativePriceUsd6);
    }

    /// Asks the feed of signed prices, whose refusal is passed on. By hand: Solidity's own call takes 69 bytes more,
    /// with which the contract would be larger than 24,576.
    function _requireAgreement(Source memory source, uint256 nativePriceUsd6) private view {
        bytes4 selector = IPriceFeed.requireAgreement.selector;
        bool isAgreed;
        assembly ("memory-safe") {
            let input := mload(0x40)
            let pool := mload(source)
            mstore(input, selector)
            mstore(add(input, 0x04), pool)
            mstore(add(input, 0x24), mload(add(source, 0x80))) // isQuoteToken0
            // Of another pool, the coin's price is not compared.
            mstore(add(input, 0x44), mul(nativePriceUsd6, eq(pool, mload(add(source, 0x20)))))
            mstore(add(input, 0x64), mload(add(source, 0x1a0))) // maxPriceDeviationPips
            isAgreed := staticcall(gas(), mload(add(source, 0x180)), input, 0x84, 0, 0)
        }
        if (!isAgreed) Refusals.revertWithRefusal();
    }

    /// @param length Of an item's signatures, in bytes.
    /// @return itemGas What the item may use: three times what ECDSA signatures need, so that wallets have some too,
    /// and the memory for signatures that are longer than any of this time.
    /// @return gasSupply What it takes to give it that much: a call passes on 63 / 64 of the gas, copying the item
    /// takes memory, and keeping a refusal a few thousand.
    function _allotGas(uint256 length) private pure returns (uint256 itemGas, uint256 gasSupply) {
        unchecked {
            // Copying that many bytes, and a kilobyte around them, into fresh memory.
            uint256 words = (length + 1_024) / 32;
            uint256 memoryGas = 6 * words + (words * words) / 512;
            itemGas = 200_000 + 250 * (length < 4_096 ? length : 4_096) + 2 * memoryGas;
            gasSupply = (itemGas * 64) / 63 + memoryGas + 12_000;
        }
    }

    /// Pushes an item in a call of its own. The input is written beyond what is in use and left there, so that a batch
    /// pays for its longest item's memory, not for all of theirs; and nothing of the answer is copied.
    function _tryPush(
        Report calldata report,
        bytes calldata signatures,
        uint256 itemGas
    ) private returns (bool success) {
        bytes4 selector = this.push.selector;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, selector)
            calldatacopy(add(input, 0x04), report, 0xe0) // 7 words
            mstore(add(input, 0xe4), 0x100) // where the signatures start
            mstore(add(input, 0x104), signatures.length)
            calldatacopy(add(input, 0x124), signatures.offset, signatures.length)
            success := call(itemGas, address(), 0, input, add(0x124, signatures.length), 0, 0)
        }
    }
}
