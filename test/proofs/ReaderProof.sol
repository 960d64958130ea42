// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RiskParameters} from "../../contracts/RiskParameters.sol";
import {Status} from "../../contracts/interfaces/IRiskParameters.sol";
import {BlockSource} from "../../contracts/libraries/ChainBlocks.sol";
import {ParametersPacking} from "../../contracts/libraries/ParametersPacking.sol";
import {Proof} from "./Proof.sol";

/// @title What a reader is promised: for each word in storage, each code of a configuration and each time
/// @notice The contract itself, with statements added, which call it as a reader does.
contract ReaderProof is RiskParameters, Proof {
    constructor() RiskParameters(address(1), bytes32(uint256(1)), BlockSource.Plain) {}

    /// The answer always comes, and always is ten words.
    function prove_P47_theReaderNeverReverts(bytes32 marketId) external view {
        assumeEvidenceOfThePast(marketId);
        (bool success, uint256 size, ) = read(marketId);
        assert(success);
        assert(size == 0x140);
    }

    /// Active is what is neither halted nor on its fallback, awaits nothing and is not too old; Unknown is what has no
    /// slot. Every status is one of the five.
    function prove_P47_theStatusIsTheSlots(bytes32 marketId) external view {
        assumeEvidenceOfThePast(marketId);
        uint256 word = _markets[marketId].value;
        uint256 observedAt = ParametersPacking.unpackObservedAt(word);
        (, , uint256[10] memory answer) = read(marketId);
        assert(answer[8] <= uint256(type(Status).max));
        bool isFlagged = word >> 253 != 0;
        bool isOld = block.timestamp - observedAt > (word >> 228) & ((1 << 25) - 1);
        // An empty slot is never fresh: evidence of the time 0 would be.
        if (word != 0) assert((answer[8] == uint256(Status.Active)) == (!isFlagged && !isOld));
        if (answer[8] == uint256(Status.Unknown)) assert(word == 0);
        if (ParametersPacking.isHalted(word)) assert(answer[8] == uint256(Status.Halted));
        if (answer[8] == uint256(Status.Active)) assert(answer[9] == block.timestamp - observedAt);
    }

    /// What is Active is the vector in the slot, field by field.
    function prove_P47_activeIsTheSlotsVector(bytes32 marketId) external view {
        assumeEvidenceOfThePast(marketId);
        (, , uint256[10] memory answer) = read(marketId);
        if (answer[8] != uint256(Status.Active)) return;
        uint256 word = _markets[marketId].value;
        uint256[8] memory bits = [uint256(20), 20, 40, 32, 16, 22, 20, 20];
        for (uint256 field = 0; field < FIELD_COUNT; field++) {
            assert(answer[field] == word % (1 << bits[field]));
            word >>= bits[field];
        }
    }

    /// Evidence is never of the time to come: P-45.
    function assumeEvidenceOfThePast(bytes32 marketId) private view {
        assume(ParametersPacking.unpackObservedAt(_markets[marketId].value) <= block.timestamp);
    }

    function read(bytes32 marketId) private view returns (bool success, uint256 size, uint256[10] memory answer) {
        bytes4 selector = this.parameters.selector;
        assembly ("memory-safe") {
            let input := mload(0x40)
            mstore(input, selector)
            mstore(add(input, 0x04), marketId)
            success := staticcall(gas(), address(), input, 0x24, answer, 0x140)
            size := returndatasize()
        }
    }
}
