// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IProvenEvidence, KeptState, ProvenSettings} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {MarketRules} from "../../../contracts/libraries/MarketRules.sol";
import {Source} from "../../../contracts/libraries/MarketTypes.sol";
import {ModelLib} from "../../../contracts/libraries/ModelLib.sol";
import {Observation} from "../../../contracts/libraries/ModelTypes.sol";
import {ReportLib} from "../../../contracts/libraries/ReportLib.sol";
import {TickRoot} from "../../../contracts/libraries/TickRoot.sol";
import {EvidenceFixture} from "../support/evidence/EvidenceFixture.sol";
import {RingHost, RingStart, RingStep} from "../support/evidence/RingHost.sol";
import {RecordedLog, VaultVm} from "../support/VaultArtifacts.sol";

/// Pools of any price and depth, portfolios that tell anything, any base fee.
contract EvidenceDomainTest is EvidenceFixture {
    int256 private constant MAX_TICK = 887_272;

    RingHost private host;

    function setUp() public override {
        super.setUp();
        address place = factory.createPool(address(dollar), address(ether18), 3_000);
        address aside = address(uint160(uint256(keccak256("engine"))));
        vm.etch(aside, place.code);
        vm.etch(place, deploy("RingHost.sol:RingHost", abi.encode(aside)).code);
        host = RingHost(place);
    }

    /// What is measured lies within the domain, or is refused by name; what is reported is what was measured, whole;
    /// and what is kept is what a state can hold.
    function testFuzz_P172_whatIsMeasuredLiesWithinTheDomainOrIsRefused(uint256 seed) external {
        _run(seed);
    }

    /// Of such worlds many are taken, so the fuzz above says something.
    function test_default_manyWorldsAreReported() external {
        uint256 taken = 0;
        for (uint256 seed = 1; seed <= 40; seed++) {
            uint256 snapshot = vm.snapshotState();
            (uint256 before, uint256 beforeHeight) = (nowAt, height);
            taken += _run(uint256(keccak256(abi.encode(seed))));
            vm.revertToState(snapshot);
            (nowAt, height) = (before, beforeHeight);
        }
        assertLe(20, taken, "reports taken");
    }

    function _run(uint256 seed) private returns (uint256 taken) {
        replace(_anySettings(seed));
        for (uint256 i = 0; i < 4; i++) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            if (i < 3 || random % 2 == 0) _tell(random);
            _tellPortfolio(random);
            vm.fee(_anySize(random >> 40, 52));
            if (i == 0) _tryMeasure();
            else if (_tryPush()) taken++;
            advance(120 + (random % 1_200));
        }
    }

    function _tryMeasure() private {
        (bool success, bytes memory answer) = address(reporter).call(abi.encodeCall(reporter.measure, (0)));
        if (!success) _assertNamed(answer);
        else _assertState();
    }

    function _tryPush() private returns (bool isTaken) {
        (bool isMeasured, bytes memory answer) = address(reporter).staticcall(abi.encodeCall(reporter.observe, ()));
        bytes memory before = stateOf(reporter);
        vm.recordLogs();
        bytes memory refusal;
        (isTaken, refusal) = address(reporter).call(abi.encodeCall(reporter.pushUnhinted, ()));
        RecordedLog[] memory logs = VaultVm(address(vm)).getRecordedLogs();
        if (!isMeasured) {
            _assertNamed(answer);
            assertEq(refusal, answer, "one refusal");
        }
        if (!isTaken) {
            _assertNamed(refusal);
            assertEq(stateOf(reporter), before, "nothing is kept");
        } else {
            Observation memory o = abi.decode(answer, (Observation));
            _assertDomain(o);
            uint256[5] memory words = abi.decode(logs[1].data, (uint256[5]));
            assertEq(abi.encode(words[0], words[1]), abi.encode(packEvidence(o)), "evidence");
            _assertState();
        }
        if (isMeasured) _assertMeasured(abi.decode(answer, (Observation)), isTaken, refusal);
    }

    /// The contract itself admits these; nav and variance are the model's to refuse.
    function _assertMeasured(Observation memory o, bool isTaken, bytes memory refusal) private pure {
        assertLe(o.baseFeePerGas, 1e14, "baseFeePerGas");
        assertLe(o.gasUsedRatioPips, 1e6, "gasUsedRatioPips");
        assertLe(o.nativePriceUsd6, 1e11, "nativePriceUsd6");
        assertLe(o.depthUsd6, 1e19, "depthUsd6");
        assertLe(o.depthRefUsd6, 1e19, "depthRefUsd6");
        assertLe(o.curvaturePips, 1e8, "curvaturePips");
        assertLe(o.horizonSec, 315_576_000, "horizonSec");
        bool isOfModel = o.navUsd6 >= 1 && o.navUsd6 <= 1e19 && o.varianceWad <= 9e18;
        if (isOfModel) return;
        assertTrue(!isTaken, "outside the model's domain");
        assertEq(bytes32(bytes4(refusal)), bytes32(ModelLib.OutOfDomain.selector), "the model refuses");
    }

    function _assertDomain(Observation memory o) private pure {
        assertEq(abi.encode(boundObservation(_copy(o))), abi.encode(o), "within the model's domain");
    }

    function _copy(Observation memory o) private pure returns (Observation memory) {
        return abi.decode(abi.encode(o), (Observation));
    }

    function _assertState() private view {
        KeptState memory state = reporter.state();
        // Within three segments nothing is walked.
        uint256 current = (endAt() - OFFSET_SEC) / 120;
        assertTrue(state.segment <= current && state.segment + 3 > current, "segment");
        assertLe(state.firstSegment, state.segment, "first segment");
        assertLe(state.depthRefUsd6, 1e19, "depthRefUsd6");
        assertLe(state.latest.baseFeePerGas, 1e14, "latest fee");
        assertLe(state.earlier.baseFeePerGas, 1e14, "earlier fee");
        assertLe(state.curvaturePips, 1e8, "curvature");
        assertEq(state.latest.blockNumber, height, "latest block");
        assertTrue(state.meanTickQ8 >= -MAX_TICK * 256 && state.meanTickQ8 <= MAX_TICK * 256, "mean tick of a pool");
    }

    function _assertNamed(bytes memory refusal) private pure {
        bytes4 name = bytes4(refusal);
        bool isNamed =
            name == ModelLib.OutOfDomain.selector ||
                name == TickRoot.TickOutOfRange.selector ||
                name == IProvenEvidence.BaseFeeUnknown.selector ||
                name == IProvenEvidence.NoEarlierBaseFee.selector ||
                name == MarketRules.ImpactAboveCap.selector ||
                name == ReportLib.EvidenceNotNewer.selector;
        assertTrue(isNamed, "refusal by name");
    }

    // Random worlds

    function _anySettings(uint256 seed) private view returns (ProvenSettings memory settings) {
        Source memory source = buildSource();
        (source.pool, source.nativePool) = (address(host), address(host));
        // Ether as the quote: the same pool the other way round.
        if (seed % 2 == 0) (source.isQuoteToken0, source.quoteDecimals) = (false, 18);
        if (seed % 3 == 0) source.nativePool = address(pool);
        source.startVarianceWad = uint64(1 + _anySize(seed >> 8, 62));
        if (source.startVarianceWad > 9e18) source.startVarianceWad = 9e18;
        source.startDepthRefUsd6 = uint64(1 + _anySize(seed >> 16, 63));
        settings = buildSettings(source);
        settings.isLean = seed % 5 == 0;
        settings.valuesHoldings = seed % 7 == 0;
        settings.varianceCap = seed % 4 == 0 ? 0 : uint32(_anySize(seed >> 24, 32));
        (settings.minFeeAgeBlocks, settings.maxFeeAgeBlocks) = (1, 8_191);
    }

    function _tell(uint256 random) private {
        bool isWild = random % 4 == 0;
        uint256 count = 12;
        host.begin(RingStart(uint32(nowAt - 2_400), _anyTick(random, isWild), _anyLiquidity(random), 40, 0, 0));
        RingStep[] memory steps = new RingStep[](count);
        for (uint256 i = 0; i < count; i++) {
            random = uint256(keccak256(abi.encode(random)));
            steps[i] = RingStep(uint32(nowAt - 2_390 + 195 * i), _anyTick(random, isWild), _anyLiquidity(random), 0);
        }
        host.run(steps);
    }

    function _anyTick(uint256 random, bool isWild) private pure returns (int24) {
        // About three thousand dollars, or anywhere that a pool can stand.
        if (!isWild) return START_TICK + int24(int256((random >> 8) % 2_000));
        return int24(int256((random >> 8) % uint256(2 * MAX_TICK + 1)) - MAX_TICK);
    }

    function _anyLiquidity(uint256 random) private pure returns (uint128) {
        return random % 3 == 0 ? LIQUIDITY : uint128(_anySize(random >> 64, 128));
    }

    function _tellPortfolio(uint256 random) private {
        if (random % 3 == 0) portfolio.tell(NAV_USD6, 250_000, 0);
        else {
            uint64 nav = uint64(_anySize(random >> 16, 64));
            portfolio.tell(nav, uint32(_anySize(random >> 24, 28)), uint32(_anySize(random >> 32, 30)));
        }
        if (random % 5 == 0) dollar.mint(address(portfolio), _anySize(random >> 80, 100));
        if (random % 5 == 1) ether18.mint(address(portfolio), _anySize(random >> 88, 100));
    }

    /// Any number of up to so many bits, each length as often as any other.
    function _anySize(uint256 random, uint256 bits) private pure returns (uint256) {
        uint256 length = random % (bits + 1);
        return uint256(keccak256(abi.encode(random))) % (1 << length);
    }
}
