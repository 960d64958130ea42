// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {BlockSource, ChainBlocks} from "./ChainBlocks.sol";
import {Report} from "./MarketTypes.sol";
import {Observation} from "./ModelTypes.sol";

/// @title What makes a report acceptable evidence: its time, its block, its signatures
library ReportLib {
    /// The market has another configuration than the one that the evidence was measured under.
    error ConfigChanged(address reported, address current);
    /// The market has evidence of this time or a later one already.
    error EvidenceNotNewer(uint256 observedAt, uint256 lastObservedAt);
    error EvidenceInFuture(uint256 observedAt, uint256 nowAt);
    error EvidenceTooOld(uint256 ageSec, uint256 maxAgeSec);
    /// The block is not below the one that the transaction is in.
    error BlockNotPast(uint256 blockNumber, uint256 currentBlock);
    error BlockTooOld(uint256 ageBlocks, uint256 maxAgeBlocks);
    /// The chain has another hash for the block; zero: the chain does not know it any more.
    error BlockHashMismatch(uint256 blockNumber, bytes32 reported, bytes32 actual);
    /// Fewer signatures than the threshold.
    error QuorumNotReached(uint256 signatures, uint256 threshold);
    /// Signer `index` is not above the one before it.
    error SignersNotAscending(uint256 index, address previous, address signer);
    error NotReporter(uint256 index, address signer);
    /// No signature at all, or not one of `signer`, or an ECDSA signature in its malleable form.
    error InvalidSignature(uint256 index, address signer);

    uint256 private constant ECDSA_LENGTH = 65; // v, r, s
    uint256 private constant CONTRACT_HEAD_LENGTH = 24; // zero, address, length of what follows

    bytes32 internal constant OBSERVATION_TYPEHASH = keccak256(
        "Observation(uint64 baseFeePerGas,uint32 gasUsedRatioPips,uint64 nativePriceUsd6,uint64 depthUsd6,"
        "uint64 depthRefUsd6,uint64 varianceWad,uint64 navUsd6,uint64 dataFeeWei,uint32 curvaturePips,"
        "uint32 horizonSec)"
    );
    bytes32 internal constant REPORT_TYPEHASH = keccak256(
        "Report(bytes32 marketId,address config,uint40 observedAt,uint64 blockNumber,bytes32 blockHash,"
        "Observation observation)"
        "Observation(uint64 baseFeePerGas,uint32 gasUsedRatioPips,uint64 nativePriceUsd6,uint64 depthUsd6,"
        "uint64 depthRefUsd6,uint64 varianceWad,uint64 navUsd6,uint64 dataFeeWei,uint32 curvaturePips,"
        "uint32 horizonSec)"
    );

    /// The EIP-712 hash of the report, whose evidence is shown as the observation that it stands for, without the
    /// domain. A static struct's words are the same in calldata, in memory and in the encoding, so they are hashed
    /// where they lie or copied as they are; the caller has looked at each of the report's words.
    function hashReport(
        Report calldata report,
        Observation memory observation
    ) internal pure returns (bytes32 structHash) {
        (bytes32 observationType, bytes32 reportType) = (OBSERVATION_TYPEHASH, REPORT_TYPEHASH);
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, observationType)
            mcopy(add(data, 0x20), observation, 0x140) // 10 words
            let observationHash := keccak256(data, 0x160)
            mstore(data, reportType)
            calldatacopy(add(data, 0x20), report, 0xa0) // 5 words, all but the evidence
            mstore(add(data, 0xc0), observationHash)
            structHash := keccak256(data, 0xe0)
        }
    }

    /// Checks when the evidence was taken. Reverts with EvidenceNotNewer, EvidenceInFuture, EvidenceTooOld.
    function validateTime(uint256 observedAt, uint256 lastObservedAt, uint256 maxAgeSec) internal view {
        require(observedAt > lastObservedAt, EvidenceNotNewer(observedAt, lastObservedAt));
        require(observedAt <= block.timestamp, EvidenceInFuture(observedAt, block.timestamp));
        uint256 ageSec = block.timestamp - observedAt;
        require(ageSec <= maxAgeSec, EvidenceTooOld(ageSec, maxAgeSec));
    }

    /// Checks that the reported block is a recent one of this chain.
    /// Reverts with BlockNotPast, BlockTooOld, BlockHashMismatch.
    function validateBlock(
        BlockSource source,
        uint256 blockNumber,
        bytes32 blockHash,
        uint256 maxAgeBlocks
    ) internal view {
        uint256 currentBlock = ChainBlocks.currentNumber(source);
        require(blockNumber < currentBlock, BlockNotPast(blockNumber, currentBlock));
        uint256 ageBlocks = currentBlock - blockNumber;
        require(ageBlocks <= maxAgeBlocks, BlockTooOld(ageBlocks, maxAgeBlocks));
        bytes32 actual = ChainBlocks.hashOf(source, blockNumber, ageBlocks);
        // A reported zero must not match a block that the chain does not know.
        require(blockHash == actual && actual != 0, BlockHashMismatch(blockNumber, blockHash, actual));
    }

    /// Checks that at least `threshold` reporters signed, each once, in ascending order, and nobody else.
    /// Signatures lie in a row: ECDSA in 65 bytes, v (27 or 28) | r | s, which names its signer; or a reporter's
    /// contract, zero (1 byte) | its address (20) | length (3) | what it takes by ERC-1271.
    function validateSignatures(
        bytes32 digest,
        bytes calldata signatures,
        uint256 threshold,
        address[] memory reporters
    ) internal view {
        unchecked {
            address previous = address(0);
            uint256 index = 0;
            uint256 reporter = 0;
            // Offsets stay below the length of the calldata.
            for (uint256 offset = 0; offset < signatures.length; index++) {
                (address signer, uint256 length) = parseSigner(digest, signatures[offset:], index);
                require(signer > previous, SignersNotAscending(index, previous, signer));
                while (reporter < reporters.length && reporters[reporter] < signer) reporter++;
                require(reporter < reporters.length && reporters[reporter] == signer, NotReporter(index, signer));
                // Only a reporter's contract is ever called.
                if (signatures[offset] == 0) {
                    bytes calldata own = signatures[offset + CONTRACT_HEAD_LENGTH:offset + length];
                    require(
                        SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, own),
                        InvalidSignature(index, signer)
                    );
                }
                previous = signer;
                offset += length;
            }
            require(index >= threshold, QuorumNotReached(index, threshold));
        }
    }

    /// The signer whom the first signature of the row proves, or whom it names and who has yet to prove it; and how
    /// long that signature is. Reverts with InvalidSignature.
    function parseSigner(
        bytes32 digest,
        bytes calldata row,
        uint256 index
    ) internal pure returns (address signer, uint256 length) {
        unchecked {
            if (row[0] == 0) {
                require(row.length >= CONTRACT_HEAD_LENGTH, InvalidSignature(index, address(0)));
                signer = address(bytes20(row[1:21]));
                length = CONTRACT_HEAD_LENGTH + uint24(bytes3(row[21:24]));
                require(row.length >= length, InvalidSignature(index, signer));
            } else {
                length = ECDSA_LENGTH;
                require(row.length >= length, InvalidSignature(index, address(0)));
                ECDSA.RecoverError problem;
                (signer, problem, ) = ECDSA.tryRecover(digest, uint8(row[0]), bytes32(row[1:33]), bytes32(row[33:65]));
                require(problem == ECDSA.RecoverError.NoError, InvalidSignature(index, address(0)));
            }
        }
    }
}
