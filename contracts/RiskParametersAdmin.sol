// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IModel} from "./interfaces/IModel.sol";
import {IRiskParametersAdmin} from "./interfaces/IRiskParametersAdmin.sol";
import {Bounds} from "./libraries/BoundsLib.sol";
import {BlockSource, ChainBlocks} from "./libraries/ChainBlocks.sol";
import {CodeStore} from "./libraries/CodeStore.sol";
import {ConfigStore} from "./libraries/ConfigStore.sol";
import {MarketRules} from "./libraries/MarketRules.sol";
import {Freshness, MarketConfig, MarketState, Source} from "./libraries/MarketTypes.sol";
import {ModelCall} from "./libraries/ModelCall.sol";
import {ModelLib} from "./libraries/ModelLib.sol";
import {Parameters, Policy} from "./libraries/ModelTypes.sol";
import {ParametersPacking} from "./libraries/ParametersPacking.sol";
import {SourceRules} from "./libraries/SourceRules.sol";

/// @title Markets, what was voted for them, and the guardian's switches
/// @notice Every setter loads the whole configuration, replaces one part, checks the whole, and stores it anew: no
/// order of votes leads to a configuration that `addMarket` would refuse. The model is asked only by those that change
/// what it is asked about, so that a broken one blocks no other vote.
abstract contract RiskParametersAdmin is AccessManaged, IRiskParametersAdmin {
    struct Market {
        // ParametersPacking. Never zero for a market that exists, since its greatest age is not.
        uint256 value;
        uint256 loosening;
        // ConfigStore.
        address config;
    }

    mapping(bytes32 marketId => Market) internal _markets;

    /// @inheritdoc IRiskParametersAdmin
    bytes32 public immutable standardCoreHash;
    /// @inheritdoc IRiskParametersAdmin
    BlockSource public immutable blockSource;

    constructor(address authority, bytes32 standardCoreHash_, BlockSource blockSource_) AccessManaged(authority) {
        require(standardCoreHash_ != 0, CoreHashMissing());
        ChainBlocks.validateSource(blockSource_);
        standardCoreHash = standardCoreHash_;
        blockSource = blockSource_;
    }

    /// @inheritdoc IRiskParametersAdmin
    function addMarket(bytes32 marketId, MarketConfig memory config) external restricted {
        Market storage market = _markets[marketId];
        require(market.value == 0, MarketExists(marketId));
        SourceRules.validateSource(config.source);
        _validateModel(config);
        _saveConfig(market, config);
        market.value = ParametersPacking.newValue(config.freshness.maxAgeSec);
        emit MarketAdded(marketId, config);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setPolicy(bytes32 marketId, Policy memory policy) external restricted {
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketId);
        MarketConfig memory config = configs[0];
        emit PolicySet(marketId, config.policy, policy);
        config.policy = policy;
        _validateModel(config);
        _saveConfig(market, config);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setBounds(bytes32 marketId, Bounds memory bounds) external restricted {
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketId);
        MarketConfig memory config = configs[0];
        emit BoundsSet(marketId, config.bounds, bounds);
        config.bounds = bounds;
        _saveConfig(market, config);
        _moveValue(marketId, market, bounds);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setFallback(bytes32 marketId, Parameters memory fallbackVector) external restricted {
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketId);
        MarketConfig memory config = configs[0];
        emit FallbackSet(marketId, config.fallbackVector, fallbackVector);
        config.fallbackVector = fallbackVector;
        _saveConfig(market, config);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setReporters(bytes32 marketId, address[] memory reporters, uint32 threshold) external restricted {
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketId);
        MarketConfig memory config = configs[0];
        emit ReportersSet(marketId, config.reporters, config.threshold, reporters, threshold);
        config.reporters = reporters;
        config.threshold = threshold;
        _saveConfig(market, config);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setFreshness(bytes32 marketId, Freshness memory freshness) external restricted {
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketId);
        MarketConfig memory config = configs[0];
        emit FreshnessSet(marketId, config.freshness, freshness);
        config.freshness = freshness;
        _saveConfig(market, config);
        market.value = ParametersPacking.withMaxAge(market.value, freshness.maxAgeSec);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setSource(bytes32 marketId, Source memory source) external restricted {
        SourceRules.validateSource(source);
        (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketId);
        MarketConfig memory config = configs[0];
        emit SourceSet(marketId, config.source, source);
        config.source = source;
        _saveConfig(market, config);
        market.value = ParametersPacking.withoutEvidence(market.value);
    }

    /// @inheritdoc IRiskParametersAdmin
    function setModel(bytes32[] calldata marketIds, IModel newModel, bytes32 newCoreHash) external restricted {
        for (uint256 i = 0; i < marketIds.length; i++) {
            (Market storage market, , MarketConfig[] memory configs) = _loadMarket(marketIds[i]);
            MarketConfig memory config = configs[0];
            emit ModelSet(marketIds[i], config.model, config.coreHash, newModel, newCoreHash);
            config.model = newModel;
            config.coreHash = newCoreHash;
            _validateModel(config);
            _saveConfig(market, config);
        }
    }

    /// @inheritdoc IRiskParametersAdmin
    function halt(bytes32 marketId) external restricted {
        Market storage market = _findMarket(marketId);
        market.value = ParametersPacking.withHalt(market.value);
        emit MarketHalted(marketId, msg.sender);
    }

    /// @inheritdoc IRiskParametersAdmin
    function useFallback(bytes32 marketId) external restricted {
        Market storage market = _findMarket(marketId);
        market.value = ParametersPacking.withFallback(market.value);
        emit MarketOnFallback(marketId, msg.sender);
    }

    /// @inheritdoc IRiskParametersAdmin
    function resume(bytes32 marketId) external restricted {
        Market storage market = _findMarket(marketId);
        market.value = ParametersPacking.resumed(market.value);
        emit MarketResumed(marketId, msg.sender);
    }

    /// @inheritdoc IRiskParametersAdmin
    function marketConfig(bytes32 marketId) external view returns (MarketConfig calldata config) {
        address location = _findMarket(marketId).config;
        assembly ("memory-safe") {
            // Never reached by a caller: the answer leaves in the next line, and a struct in memory would be filled
            // with zeros before.
            config := 0
        }
        CodeStore.returnData(location);
    }

    /// @inheritdoc IRiskParametersAdmin
    function marketState(bytes32 marketId) external view returns (MarketState memory state) {
        Market storage market = _findMarket(marketId);
        uint256 word = market.value;
        state.observedAt = ParametersPacking.unpackObservedAt(word);
        if (state.observedAt == 0) ConfigStore.loadFallbackInto(market.config, state.values);
        else ParametersPacking.unpackValues(word, state.values);
        state.config = market.config;
        state.isHalted = ParametersPacking.isHalted(word);
        state.isOnFallback = ParametersPacking.isOnFallback(word);
        state.isAwaitingEvidence = ParametersPacking.isAwaitingEvidence(word);
        ParametersPacking.unpackLoosening(market.loosening, state.loosening);
    }

    /// @inheritdoc IRiskParametersAdmin
    function coreHash(bytes32 marketId) external view returns (bytes32) {
        (, , MarketConfig[] memory configs) = _loadMarket(marketId);
        bytes32 own = configs[0].coreHash;
        return own == 0 ? standardCoreHash : own;
    }

    function _findMarket(bytes32 marketId) private view returns (Market storage market) {
        market = _markets[marketId];
        require(market.value != 0, UnknownMarket(marketId));
    }

    /// @return market The market.
    /// @return location Where its configuration lies.
    /// @return configs The configuration, in an array of one: see ConfigStore.load.
    function _loadMarket(
        bytes32 marketId
    ) internal view returns (Market storage market, address location, MarketConfig[] memory configs) {
        market = _markets[marketId];
        location = market.config;
        require(location != address(0), UnknownMarket(marketId));
        configs = ConfigStore.load(location);
    }

    function _saveConfig(Market storage market, MarketConfig memory config) private {
        MarketRules.validateConfig(config, ChainBlocks.maxAgeBlocks(blockSource));
        market.config = ConfigStore.save(config);
    }

    /// Checks the model, and tries the policy on it.
    function _validateModel(MarketConfig memory config) private view {
        IModel model = config.model;
        if (address(model) == address(0)) {
            require(config.coreHash == 0, ModelLib.OutOfDomain("coreHash", uint256(config.coreHash), 0, 0));
            ModelLib.validatePolicy(config.policy);
        } else {
            require(address(model).code.length != 0, ModelWithoutCode(model));
            require(config.coreHash != 0, CoreHashMissing());
            ModelCall.validatePolicy(model, config.policy);
        }
    }

    /// Without evidence there is no value, and the fallback is within the bounds already.
    function _moveValue(bytes32 marketId, Market storage market, Bounds memory bounds) private {
        uint256 word = market.value;
        if (ParametersPacking.unpackObservedAt(word) == 0) return;
        Parameters memory values;
        ParametersPacking.unpackValues(word, values);
        Parameters memory moved = MarketRules.clampToBounds(values, bounds);
        uint256 movedWord = ParametersPacking.withValues(word, ParametersPacking.packValues(moved));
        if (movedWord == word) return;
        market.value = movedWord;
        emit ValueMoved(marketId, values, moved);
    }
}
