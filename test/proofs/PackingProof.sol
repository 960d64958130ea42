// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Loosening} from "../../contracts/libraries/BoundsLib.sol";
import {BoundsLib} from "../../contracts/libraries/BoundsLib.sol";
import {EvidencePacking} from "../../contracts/libraries/EvidencePacking.sol";
import {Observation, Parameters} from "../../contracts/libraries/ModelTypes.sol";
import {ParametersPacking} from "../../contracts/libraries/ParametersPacking.sol";
import {Proof} from "./Proof.sol";

/// @title Nothing is lost in a slot, and no field runs into its neighbour
contract PackingProof is Proof {
    uint256 private constant VECTOR_END = 1 << ParametersPacking.VECTOR_BITS;

    function prove_P42_aVectorComesBack(Parameters memory values) external pure {
        assumeFits(values);
        uint256 word = ParametersPacking.packValues(values);
        assert(word < VECTOR_END);
        Parameters memory unpacked;
        ParametersPacking.unpackValues(word, unpacked);
        assertEqual(unpacked, values);
        assert(ParametersPacking.maxTradeUsdOf(word) == values.maxTradeUsd);
    }

    function prove_P42_aVectorsWordComesBack(uint256 word) external pure {
        Parameters memory values;
        ParametersPacking.unpackValues(word, values);
        assert(ParametersPacking.packValues(values) == word % VECTOR_END);
    }

    /// Each field alone has bits of its own, and the word is all of them.
    function prove_P42_noFieldsOfAVectorOverlap(Parameters memory values) external pure {
        assumeFits(values);
        uint256 taken = 0;
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            Parameters memory one;
            BoundsLib.setLane(one, field, BoundsLib.lane(values, field));
            uint256 part = ParametersPacking.packValues(one);
            assert(taken & part == 0);
            taken |= part;
        }
        assert(taken == ParametersPacking.packValues(values));
    }

    function prove_P44_aRecordComesBack(Loosening memory loosening) external pure {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            // What BoundsLib writes at most: its `usedMax`.
            assume(BoundsLib.lane(loosening.used, field) <= BoundsLib.usedMax(field));
        }
        assume(loosening.lastAt < 1 << 38);
        Loosening memory unpacked;
        ParametersPacking.unpackLoosening(ParametersPacking.packLoosening(loosening), unpacked);
        assertEqual(unpacked.used, loosening.used);
        assert(unpacked.lastAt == loosening.lastAt);
    }

    function prove_P44_aRecordsWordComesBack(uint256 word) external pure {
        Loosening memory loosening;
        ParametersPacking.unpackLoosening(word, loosening);
        assert(ParametersPacking.packLoosening(loosening) == word);
    }

    /// Vector, time, greatest age and flags of a slot: each is set without touching another.
    function prove_P45_aSlotKeepsItsParts(uint256 word, uint256 values, SlotTimes memory time) external pure {
        assume(values < VECTOR_END && time.observedAt < 1 << 38 && time.maxAgeSec < 1 << 25);
        uint256 next = ParametersPacking.withEvidence(word, values, time.observedAt);
        assert(next % VECTOR_END == values);
        assert(ParametersPacking.unpackObservedAt(next) == time.observedAt);
        assert((next >> 228) & ((1 << 25) - 1) == (word >> 228) & ((1 << 25) - 1));
        assert(!ParametersPacking.isHalted(next) && !ParametersPacking.isOnFallback(next));
        assert(!ParametersPacking.isAwaitingEvidence(next));

        uint256 other = ParametersPacking.withValues(word, values);
        assert(other % VECTOR_END == values && other / VECTOR_END == word / VECTOR_END);

        uint256 aged = ParametersPacking.withMaxAge(word, time.maxAgeSec);
        assert((aged >> 228) & ((1 << 25) - 1) == time.maxAgeSec);
        assert(aged & ~(uint256((1 << 25) - 1) << 228) == word & ~(uint256((1 << 25) - 1) << 228));
    }

    function prove_P45_flagsTouchNothingElse(uint256 word) external pure {
        uint256 mask = (1 << 253) - 1;
        assert(ParametersPacking.isHalted(ParametersPacking.withHalt(word)));
        assert(ParametersPacking.withHalt(word) & mask == word & mask);
        assert(
            ParametersPacking.isOnFallback(ParametersPacking.withHalt(word)) == ParametersPacking.isOnFallback(word)
        );
        assert(ParametersPacking.isOnFallback(ParametersPacking.withFallback(word)));
        assert(ParametersPacking.isHalted(ParametersPacking.withFallback(word)) == ParametersPacking.isHalted(word));
        uint256 resumed = ParametersPacking.resumed(word);
        assert(resumed & mask == word & mask && ParametersPacking.isAwaitingEvidence(resumed));
        assert(!ParametersPacking.isHalted(resumed) && !ParametersPacking.isOnFallback(resumed));
    }

    function prove_P172_anObservationComesBack(Observation memory o, uint256[2] calldata evidence) external pure {
        assumeDomain(o);
        uint256[2] memory packed = EvidencePacking.pack(o);
        assume(evidence[0] == packed[0] && evidence[1] == packed[1]);
        Observation memory unpacked = EvidencePacking.unpack(evidence)[0];
        assert(unpacked.baseFeePerGas == o.baseFeePerGas && unpacked.gasUsedRatioPips == o.gasUsedRatioPips);
        assert(unpacked.nativePriceUsd6 == o.nativePriceUsd6 && unpacked.depthUsd6 == o.depthUsd6);
        assert(unpacked.depthRefUsd6 == o.depthRefUsd6 && unpacked.varianceWad == o.varianceWad);
        assert(unpacked.navUsd6 == o.navUsd6 && unpacked.dataFeeWei == o.dataFeeWei);
        assert(unpacked.curvaturePips == o.curvaturePips && unpacked.horizonSec == o.horizonSec);
    }

    function prove_P172_theEvidencesWordsComeBack(uint256[2] calldata evidence) external pure {
        assume(evidence[0] >> 225 == 0);
        uint256[2] memory packed = EvidencePacking.pack(EvidencePacking.unpack(evidence)[0]);
        assert(packed[0] == evidence[0] && packed[1] == evidence[1]);
    }

    /// Words with bits of no field are refused, all others are not: one observation has one pair of words.
    function prove_P172_strayBitsAreRefused(uint256[2] calldata evidence) external view {
        try this.unpack(evidence) {
            assert(evidence[0] >> 225 == 0);
        } catch {
            assert(evidence[0] >> 225 != 0);
        }
    }

    function unpack(uint256[2] calldata evidence) external pure {
        EvidencePacking.unpack(evidence);
    }

    struct SlotTimes {
        uint256 observedAt;
        uint256 maxAgeSec;
    }

    /// The bits that a slot has for each field; RiskParameters admits no bound above a cap.
    function assumeFits(Parameters memory values) private pure {
        assume(values.aggressivenessPips < 1 << 20 && values.bandPips < 1 << 20);
        assume(values.guardPips < 1 << 22);
        assume(values.lotPips < 1 << 20 && values.returnPips < 1 << 20);
    }

    /// Of the model's domain, what is narrower than the fields' types.
    function assumeDomain(Observation memory o) private pure {
        assume(o.baseFeePerGas < 1 << 48 && o.gasUsedRatioPips < 1 << 20);
        assume(o.nativePriceUsd6 < 1 << 37 && o.curvaturePips < 1 << 27);
        assume(o.horizonSec < 1 << 29);
    }
}
