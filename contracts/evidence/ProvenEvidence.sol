// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IGasPriceOracle} from "../interfaces/IGasPriceOracle.sol";
import {IPortfolio} from "../interfaces/IPortfolio.sol";
import {EvidenceKind, FeePoint, IProvenEvidence, KeptState, ProvenSettings} from "../interfaces/IProvenEvidence.sol";
import {IRiskParametersAdmin} from "../interfaces/IRiskParametersAdmin.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {BlockSource, ChainBlocks} from "../libraries/ChainBlocks.sol";
import {ConfigStore} from "../libraries/ConfigStore.sol";
import {MarketConfig, Source} from "../libraries/MarketTypes.sol";
import {ModelLib} from "../libraries/ModelLib.sol";
import {Observation, Policy} from "../libraries/ModelTypes.sol";
import {SourceRules} from "../libraries/SourceRules.sol";
import {TickRoot} from "../libraries/TickRoot.sol";
import {PoolPrice} from "../vault/PoolPrice.sol";
import {CongestionLib} from "./CongestionLib.sol";
import {EvidenceState} from "./EvidenceState.sol";
import {HeaderLib} from "./HeaderLib.sol";
import {PoolMemory} from "./PoolMemory.sol";
import {WindowFigures} from "./WindowFigures.sol";

/// @title Measures a market on chain, and remembers what the next measurement needs
/// @notice What each function does and refuses: IProvenEvidence. Nobody has a role here, and nothing can be changed:
/// all that was voted is fixed with the address. Every contract asked on the way is asked by a static call.
abstract contract ProvenEvidence is IProvenEvidence {
    /// What one measurement read of the pool, and what its windows say.
    struct Reading {
        uint256 endAt;
        uint256[] times;
        PoolMemory.Sums sums;
        WindowFigures.Depth depth;
    }

    /// All that a report says, the configuration that it is evidence under, and the state after it. `toldNavUsd6`,
    /// `toldCurvaturePips`: what the portfolio tells now, whatever counts of it.
    struct Measurement {
        uint256 endAt;
        address config;
        Observation observation;
        KeptState kept;
        FeeSpan fees;
        uint256 toldNavUsd6;
        uint256 toldCurvaturePips;
    }

    /// Two base fees, how many blocks lie between them, and the network's rule.
    struct FeeSpan {
        uint256 earlier;
        uint256 current;
        uint256 ageBlocks;
        CongestionLib.FeeRule rule;
    }

    // In the answer of `marketState`: eight values, the time of the evidence, the configuration.
    uint256 private constant CONFIG_END = 0x140;
    uint256 private constant SEGMENT_SEC = WindowFigures.SEGMENT_SEC;
    uint256 private constant USD6 = 1e6;
    uint256 private constant POOL_HINT_BITS = 112; // seven times
    uint256 private constant LEAN_HINT_BITS = 80; // five
    uint256 private constant MAX_FEE_AGE_BLOCKS = 8_191; // EIP-2935
    uint256 private constant MAX_BASE_FEE = 1e14;
    uint256 private constant MAX_NAV_USD6 = 1e19;
    uint256 private constant MAX_NAV_RISE = 2; // times what the report says
    uint256 private constant MAX_DATA_FEE_WEI = 1e19;
    uint256 private constant MAX_CURVATURE_PIPS = 1e8;
    uint256 private constant MAX_HORIZON_SEC = 315_576_000;

    address internal immutable riskParameters;
    bytes32 internal immutable marketId;
    BlockSource internal immutable blockSource;

    IUniswapV3Pool private immutable pool;
    IUniswapV3Pool private immutable nativePool;
    address private immutable portfolio;
    address private immutable gasPriceOracle;
    bool private immutable isQuoteToken0;
    uint8 private immutable quoteDecimals;
    uint256 private immutable quoteUnit;
    bool private immutable isNativeToken0;
    uint8 private immutable nativeQuoteDecimals;
    uint256 private immutable nativeQuoteUnit;
    bool internal immutable hasGasLimit;
    uint8 private immutable segmentOffsetSec;
    uint64 private immutable startVarianceWad;
    uint64 private immutable startDepthRefUsd6;
    address private immutable priceFeed;
    uint32 private immutable maxPriceDeviationPips;
    bytes32 private immutable sourceHash;
    IERC20Metadata private immutable token0;
    IERC20Metadata private immutable token1;

    bool private immutable isLean;
    bool private immutable valuesHoldings;
    uint32 private immutable varianceCap;
    uint16 private immutable minFeeAgeBlocks;
    uint16 private immutable maxFeeAgeBlocks;

    uint256[2] private _words;

    /// Reverts with SourceIncomplete, OutOfDomain (ages), or as setSource does for the source.
    constructor(ProvenSettings memory settings_) {
        Source memory source = settings_.source;
        bool isComplete =
            source.pool != address(0) &&
                source.portfolio != address(0) &&
                source.startVarianceWad != 0 &&
                source.startDepthRefUsd6 != 0;
        require(isComplete, SourceIncomplete());
        SourceRules.validateSource(source);
        uint256 maxAge = settings_.maxFeeAgeBlocks;
        ModelLib.requireInDomain("maxFeeAgeBlocks", maxAge, 1, MAX_FEE_AGE_BLOCKS);
        ModelLib.requireInDomain("minFeeAgeBlocks", settings_.minFeeAgeBlocks, 1, maxAge);

        riskParameters = settings_.riskParameters;
        marketId = settings_.marketId;
        blockSource = IRiskParametersAdmin(settings_.riskParameters).blockSource();
        pool = IUniswapV3Pool(source.pool);
        nativePool = IUniswapV3Pool(source.nativePool);
        portfolio = source.portfolio;
        gasPriceOracle = source.gasPriceOracle;
        isQuoteToken0 = source.isQuoteToken0;
        quoteDecimals = source.quoteDecimals;
        quoteUnit = 10 ** source.quoteDecimals;
        isNativeToken0 = source.isNativeToken0;
        nativeQuoteDecimals = source.nativeQuoteDecimals;
        nativeQuoteUnit = 10 ** source.nativeQuoteDecimals;
        hasGasLimit = source.hasGasLimit;
        segmentOffsetSec = source.segmentOffsetSec;
        startVarianceWad = source.startVarianceWad;
        startDepthRefUsd6 = source.startDepthRefUsd6;
        priceFeed = source.priceFeed;
        maxPriceDeviationPips = source.maxPriceDeviationPips;
        sourceHash = keccak256(abi.encode(source));
        token0 = IERC20Metadata(IUniswapV3Pool(source.pool).token0());
        token1 = IERC20Metadata(IUniswapV3Pool(source.pool).token1());
        isLean = settings_.isLean;
        valuesHoldings = settings_.valuesHoldings;
        varianceCap = settings_.varianceCap;
        minFeeAgeBlocks = settings_.minFeeAgeBlocks;
        maxFeeAgeBlocks = settings_.maxFeeAgeBlocks;
    }

    /// @inheritdoc IProvenEvidence
    function measure(uint256 hints) external {
        bool isFirst = _words[0] == 0;
        Reading memory reading = _readPool(hints);
        KeptState memory kept;
        _advance(kept, reading);
        (uint64 navUsd6, uint32 curvaturePips, ) = _askPortfolio(reading);
        // Only a report lets it rise: a measurement and a report fit into one block, and with them what is lent for it.
        if (isFirst || navUsd6 < kept.navUsd6) (kept.navUsd6, kept.curvaturePips) = (navUsd6, curvaturePips);
        _keepBaseFee(kept, _currentBaseFee());
        _keep(kept, EvidenceKind.None);
    }

    /// @inheritdoc IProvenEvidence
    function observe() external view returns (Observation memory observation) {
        observation = _measure(0, _noHeader()).observation;
    }

    /// @inheritdoc IProvenEvidence
    function settings() external view returns (ProvenSettings memory) {
        return
            ProvenSettings({
                riskParameters: riskParameters,
                marketId: marketId,
                source: Source({
                    pool: address(pool),
                    nativePool: address(nativePool),
                    portfolio: portfolio,
                    gasPriceOracle: gasPriceOracle,
                    isQuoteToken0: isQuoteToken0,
                    quoteDecimals: quoteDecimals,
                    isNativeToken0: isNativeToken0,
                    nativeQuoteDecimals: nativeQuoteDecimals,
                    hasGasLimit: hasGasLimit,
                    segmentOffsetSec: segmentOffsetSec,
                    startVarianceWad: startVarianceWad,
                    startDepthRefUsd6: startDepthRefUsd6,
                    priceFeed: priceFeed,
                    maxPriceDeviationPips: maxPriceDeviationPips
                }),
                isLean: isLean,
                valuesHoldings: valuesHoldings,
                varianceCap: varianceCap,
                minFeeAgeBlocks: minFeeAgeBlocks,
                maxFeeAgeBlocks: maxFeeAgeBlocks
            });
    }

    /// @inheritdoc IProvenEvidence
    function state() external view returns (KeptState memory kept) {
        EvidenceState.unpackInto(kept, _words[0], _words[1]);
    }

    /// @inheritdoc IProvenEvidence
    function stateWords() external view returns (uint256[2] memory) {
        return _words;
    }

    /// Measures all that a report says. Changes nothing: `_keep` does.
    /// @param header Of the earlier block; empty: a kept base fee counts.
    function _measure(uint256 hints, bytes calldata header) internal view returns (Measurement memory m) {
        Policy memory policy;
        (m.config, policy) = _loadPolicy();
        Reading memory reading = _readPool(hints);
        m.endAt = reading.endAt;
        KeptState memory kept = m.kept;
        _advance(kept, reading);

        Observation memory o = m.observation;
        o.depthUsd6 = uint64(reading.depth.depthUsd6);
        o.nativePriceUsd6 = uint64(_readNativePrice(reading, hints));
        o.depthRefUsd6 = kept.depthRefUsd6;
        o.varianceWad = kept.varianceWad;
        _measureCongestion(m, policy, header);
        _measurePortfolio(m, reading);
        o.dataFeeWei = uint64(_askDataFee(policy));
    }

    /// Stores the state, and says so.
    function _keep(KeptState memory kept, EvidenceKind kind_) internal {
        uint256[2] memory words = EvidenceState.pack(kept);
        (_words[0], _words[1]) = (words[0], words[1]);
        emit Measured(marketId, kind_, words);
    }

    function _noHeader() internal pure returns (bytes calldata) {
        return msg.data[:0];
    }

    /// The market's configuration, and its policy. Reverts with SourceChanged, UnknownMarket.
    function _loadPolicy() private view returns (address config, Policy memory policy) {
        config = _findConfig();
        MarketConfig memory voted = ConfigStore.load(config)[0];
        Source memory source = voted.source;
        bytes32 marketHash;
        assembly ("memory-safe") {
            marketHash := keccak256(source, 0x1c0) // 14 words, as they are encoded
        }
        require(marketHash == sourceHash, SourceChanged(sourceHash, marketHash));
        policy = voted.policy;
    }

    /// Where the market's configuration lies: one word of `marketState`, whose decoding would take 3,000 gas.
    function _findConfig() private view returns (address config) {
        bytes memory input = abi.encodeCall(IRiskParametersAdmin.marketState, (marketId));
        address account = riskParameters;
        assembly ("memory-safe") {
            let answer := mload(0x40)
            if iszero(staticcall(gas(), account, add(input, 0x20), mload(input), answer, CONFIG_END)) {
                returndatacopy(answer, 0, returndatasize())
                revert(answer, returndatasize())
            }
            config := mload(add(answer, sub(CONFIG_END, 0x20)))
        }
    }

    function _readPool(uint256 hints) private view returns (Reading memory reading) {
        unchecked {
            reading.endAt = block.timestamp - ((block.timestamp - segmentOffsetSec) % SEGMENT_SEC);
            reading.times = WindowFigures.listTimes(reading.endAt, isLean);
            reading.sums = PoolMemory.read(pool, reading.times, hints & ((1 << _poolHintBits()) - 1));
            WindowFigures.computeDepth(reading.depth, reading.sums, reading.times, isQuoteToken0, quoteUnit);
        }
    }

    function _readNativePrice(Reading memory reading, uint256 hints) private view returns (uint256) {
        if (address(nativePool) == address(pool)) {
            return WindowFigures.computeOwnPrice(reading.sums, reading.times, isNativeToken0, nativeQuoteUnit);
        }
        uint256[] memory times = WindowFigures.listNativeTimes(reading.endAt);
        PoolMemory.Sums memory sums = PoolMemory.read(nativePool, times, hints >> _poolHintBits());
        return WindowFigures.computeNativePrice(sums, times, isNativeToken0, nativeQuoteUnit);
    }

    /// Loads the kept state, and takes its averages up to E.
    function _advance(KeptState memory kept, Reading memory reading) private view {
        EvidenceState.unpackInto(kept, _words[0], _words[1]);
        EvidenceState.walk(
            kept,
            reading.sums,
            reading.times,
            reading.depth.slowDepthUsd6,
            EvidenceState.Rules(segmentOffsetSec, startVarianceWad, startDepthRefUsd6, varianceCap)
        );
    }

    /// Base fee and the gas that was used, from this block's base fee and an earlier one; keeps this one.
    function _measureCongestion(Measurement memory m, Policy memory policy, bytes calldata header) private view {
        uint256 current = _currentBaseFee();
        (uint256 earlier, uint256 ageBlocks) = _earlierBaseFee(m.kept, header);
        m.observation.baseFeePerGas = uint64(_requireBaseFee(current > earlier ? current : earlier));
        CongestionLib.FeeRule memory rule = CongestionLib.FeeRule(policy.gasTargetPips, policy.baseFeeDenominator);
        m.fees = FeeSpan(earlier, current, ageBlocks, rule);
        if (hasGasLimit) {
            m.observation.gasUsedRatioPips = uint32(
                CongestionLib.upperPips(earlier, current, ageBlocks, rule, CongestionLib.chooseRuleLogs(rule))
            );
        }
        _keepBaseFee(m.kept, current);
    }

    /// The lower of what the portfolio is worth now and what is kept, with the curvature told then: what is deposited
    /// for one block does not count, what leaves counts at once. What is kept rises to twice the report's at most.
    function _measurePortfolio(Measurement memory m, Reading memory reading) private view {
        KeptState memory kept = m.kept;
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = _askPortfolio(reading);
        bool isFirst = _words[0] == 0;
        bool countsNow = isFirst || navUsd6 <= kept.navUsd6;
        m.observation.navUsd6 = countsNow ? navUsd6 : kept.navUsd6;
        m.observation.curvaturePips = countsNow ? curvaturePips : kept.curvaturePips;
        m.observation.horizonSec = horizonSec;
        // A loan at two reports that follow each other doubles what counts, and no more.
        uint256 most = MAX_NAV_RISE * uint256(m.observation.navUsd6);
        (kept.navUsd6, kept.curvaturePips) = (navUsd6 < most ? navUsd6 : uint64(most), curvaturePips);
        m.toldNavUsd6 = navUsd6;
        m.toldCurvaturePips = curvaturePips;
    }

    /// The base fee of this block. Reverts with BaseFeeUnknown, OutOfDomain.
    function _currentBaseFee() private view returns (uint256) {
        require(block.basefee != 0, BaseFeeUnknown());
        return _requireBaseFee(block.basefee);
    }

    function _requireBaseFee(uint256 baseFeePerGas) private pure returns (uint256) {
        ModelLib.requireInDomain("baseFeePerGas", baseFeePerGas, 0, MAX_BASE_FEE);
        return baseFeePerGas;
    }

    function _keepBaseFee(KeptState memory kept, uint256 baseFeePerGas) private view {
        uint256 blockNumber = ChainBlocks.currentNumber(blockSource);
        EvidenceState.keepBaseFee(kept, baseFeePerGas, blockNumber, minFeeAgeBlocks);
    }

    /// The kept base fee that is old enough and not too old; where there is none, the header's. So the sender chooses
    /// no block where one is kept. Reverts with NoEarlierBaseFee, or as HeaderLib does.
    function _earlierBaseFee(
        KeptState memory kept,
        bytes calldata header
    ) private view returns (uint256 baseFeePerGas, uint256 ageBlocks) {
        unchecked {
            uint256 current = ChainBlocks.currentNumber(blockSource);
            FeePoint memory point = kept.latest;
            ageBlocks = current - point.blockNumber;
            if (point.blockNumber != 0 && ageBlocks < minFeeAgeBlocks && EvidenceState.knowsEarlier(kept)) {
                point = kept.earlier;
                ageBlocks = current - point.blockNumber;
            }
            bool fits = point.blockNumber != 0 && ageBlocks >= minFeeAgeBlocks && ageBlocks <= maxFeeAgeBlocks;
            if (fits) return (point.baseFeePerGas, ageBlocks);
            if (header.length != 0) {
                return HeaderLib.readBaseFee(header, blockSource, minFeeAgeBlocks, maxFeeAgeBlocks);
            }
            if (point.blockNumber == 0) ageBlocks = 0;
            revert NoEarlierBaseFee(ageBlocks, minFeeAgeBlocks, maxFeeAgeBlocks);
        }
    }

    /// What the portfolio tells of itself, or what it holds at the mean price of all windows.
    /// Reverts with OutOfDomain, or as the portfolio does.
    function _askPortfolio(
        Reading memory reading
    ) private view returns (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) {
        if (!valuesHoldings) {
            (navUsd6, curvaturePips, horizonSec) = IPortfolio(portfolio).portfolioFigures();
            // An empty portfolio is refused here, too: a kept value of 0 would stand against every one to come.
            ModelLib.requireInDomain("navUsd6", navUsd6, 1, MAX_NAV_USD6);
            ModelLib.requireInDomain("curvaturePips", curvaturePips, 0, MAX_CURVATURE_PIPS);
            ModelLib.requireInDomain("horizonSec", horizonSec, 0, MAX_HORIZON_SEC);
            return (navUsd6, curvaturePips, horizonSec);
        }
        uint256 last = reading.times.length - 1;
        uint160 rootX96 = uint160(TickRoot.sqrtPriceX96(WindowFigures.meanTick(reading.sums, reading.times, 0, last)));
        (uint256 quote, uint256 risky) = (token0.balanceOf(portfolio), token1.balanceOf(portfolio));
        if (!isQuoteToken0) (quote, risky) = (risky, quote);
        uint256 value = quote + PoolPrice.quoteValueDown(risky, rootX96, !isQuoteToken0);
        uint256 held = (value * USD6) / quoteUnit;
        ModelLib.requireInDomain("navUsd6", held, 1, MAX_NAV_USD6);
        return (uint64(held), 0, 0);
    }

    /// What publishing one rebalance costs on a rollup, wei; 0 without an oracle. An oracle may lack the second part.
    function _askDataFee(Policy memory policy) private view returns (uint256 dataFeeWei) {
        if (gasPriceOracle == address(0)) return 0;
        dataFeeWei = IGasPriceOracle(gasPriceOracle).getL1FeeUpperBound(policy.txBytes);
        (bool success, bytes memory answer) = gasPriceOracle.staticcall(
            abi.encodeCall(IGasPriceOracle.getOperatorFee, (policy.gasUnits))
        );
        if (success && answer.length >= 32) dataFeeWei += abi.decode(answer, (uint256));
        ModelLib.requireInDomain("dataFeeWei", dataFeeWei, 0, MAX_DATA_FEE_WEI);
    }

    function _poolHintBits() private view returns (uint256) {
        return isLean ? LEAN_HINT_BITS : POOL_HINT_BITS;
    }
}
