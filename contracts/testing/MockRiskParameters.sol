// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "../interfaces/IRiskParameters.sol";
import {BoundsLib} from "../libraries/BoundsLib.sol";
import {MarketRules} from "../libraries/MarketRules.sol";
import {Parameters} from "../libraries/ModelTypes.sol";
import {ParametersPacking} from "../libraries/ParametersPacking.sol";

/// @title A fake of RiskParameters for the tests of those who read it
/// @notice A test sets what `parameters` answers, market by market. The answer is made by the library of the true
/// contract, from a slot as the true one stores it, and an age grows with the clock. A market that was never set is
/// Unknown, with zeros. What the true contract can never answer is refused by `set`, so that no test rests on it.
contract MockRiskParameters is IRiskParameters {
    /// The true contract never answers so.
    error ImpossibleAnswer(Status status, uint40 ageSec, string why);

    /// Words as the true contract stores them.
    struct Market {
        uint256 value;
        uint256 fallbackVector;
    }

    /// The age of evidence that never came.
    uint40 public constant NO_EVIDENCE = type(uint40).max;
    /// The greatest age that voters can admit, a year, and the least, one epoch of a minute.
    uint32 public constant MAX_AGE_SEC = 31_557_600;
    uint32 public constant LEAST_MAX_AGE_SEC = 60;

    uint256 private constant FIELD_COUNT = 8;

    mapping(bytes32 marketId => Market) private _markets;

    /// Sets what the market answers from now on; its age then grows with the clock.
    /// @param marketId The market's id, such as `bytes32("weth-usd")`.
    /// @param values The vector that is answered: with Active the value in force, else the fallback vector; with
    /// Unknown it is ignored, and zeros are answered.
    /// @param status The status that is answered.
    /// @param ageSec Age of the last evidence now, in seconds. Active: 0 ... `MAX_AGE_SEC`; Stale: more than
    /// `LEAST_MAX_AGE_SEC`; Halted and Fallback: any, or `NO_EVIDENCE`; Unknown: ignored. The clock has to be past it:
    /// Foundry's starts at 1, so warp first.
    /// Reverts with ImpossibleAnswer: a ratio above its cap, an age that the status cannot have.
    function set(bytes32 marketId, Parameters memory values, Status status, uint40 ageSec) external {
        if (status == Status.Unknown) {
            delete _markets[marketId];
            return;
        }
        uint256 word = _pack(values, status, ageSec);
        uint256 flags = 0;
        if (status == Status.Halted) flags = ParametersPacking.withHalt(0);
        if (status == Status.Fallback) flags = ParametersPacking.withFallback(0);
        if (status == Status.Active && ageSec > MAX_AGE_SEC) {
            revert ImpossibleAnswer(status, ageSec, "Active is at most a year old: use Stale");
        }
        if (status == Status.Stale && (ageSec <= LEAST_MAX_AGE_SEC || ageSec == NO_EVIDENCE)) {
            revert ImpossibleAnswer(status, ageSec, "Stale is older than a minute, and has evidence: use Fallback");
        }
        uint256 maxAgeSec = status == Status.Stale ? LEAST_MAX_AGE_SEC : MAX_AGE_SEC;
        _markets[marketId] = Market(_newValue(word, maxAgeSec, _observedAt(status, ageSec)) | flags, word);
    }

    /// Sets a market that is Active with evidence of now, and turns Stale by itself as the clock goes on.
    /// @param marketId The market's id.
    /// @param values The value in force.
    /// @param fallbackVector What is answered instead of it once it is Stale.
    /// @param maxAgeSec The evidence may be that old; `LEAST_MAX_AGE_SEC` ... `MAX_AGE_SEC`, in seconds.
    /// Reverts with ImpossibleAnswer: a ratio above its cap, a `maxAgeSec` that cannot be voted.
    function setUntilStale(
        bytes32 marketId,
        Parameters memory values,
        Parameters memory fallbackVector,
        uint32 maxAgeSec
    ) external {
        if (maxAgeSec < LEAST_MAX_AGE_SEC || maxAgeSec > MAX_AGE_SEC) {
            revert ImpossibleAnswer(Status.Active, maxAgeSec, "voters admit an age of a minute to a year");
        }
        uint256 word = _pack(values, Status.Active, 0);
        _markets[marketId] = Market(
            _newValue(word, maxAgeSec, block.timestamp),
            _pack(fallbackVector, Status.Stale, maxAgeSec)
        );
    }

    /// @inheritdoc IRiskParameters
    function parameters(
        bytes32 marketId
    ) external view returns (Parameters memory values, Status status, uint40 ageSec) {
        Market storage market = _markets[marketId];
        uint256 word = market.value;
        ParametersPacking.returnIfActive(word);
        if (word == 0) return (values, Status.Unknown, NO_EVIDENCE);
        (status, ageSec) = ParametersPacking.computeStatus(word);
        ParametersPacking.unpackValues(market.fallbackVector, values);
    }

    function _newValue(uint256 word, uint256 maxAgeSec, uint256 observedAt) private pure returns (uint256) {
        return ParametersPacking.withEvidence(ParametersPacking.newValue(maxAgeSec), word, observedAt);
    }

    /// When the evidence was made; 0: never.
    function _observedAt(Status status, uint40 ageSec) private view returns (uint256) {
        if (ageSec == NO_EVIDENCE) return 0;
        if (ageSec >= block.timestamp) {
            revert ImpossibleAnswer(status, ageSec, "evidence older than the clock: warp first");
        }
        return block.timestamp - ageSec;
    }

    /// A vector as a slot holds it. No field is above the cap that holds for whatever is voted, computed or stored.
    function _pack(Parameters memory values, Status status, uint40 ageSec) private pure returns (uint256) {
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            if (BoundsLib.lane(values, field) > MarketRules.capOf(field)) {
                revert ImpossibleAnswer(status, ageSec, "a ratio above the model's cap: see docs/model.md");
            }
        }
        return ParametersPacking.packValues(values);
    }
}
