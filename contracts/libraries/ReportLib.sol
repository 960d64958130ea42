// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Report} from "./MarketTypes.sol";

/// @title What makes a report acceptable evidence: its time, its block, its signatures
library ReportLib {
    /// The market has evidence of this epoch or a later one already.
    error EpochNotRisen(uint256 epoch, uint256 lastEpoch);
    /// The epoch has not begun.
    error EpochInFuture(uint256 epoch, uint256 currentEpoch);
    /// The epoch ended `ageSec` ago.
    error EpochTooOld(uint256 ageSec, uint256 maxAgeSec);
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

    // EIP-2935: the hashes of the last 8,191 blocks.
    address private constant HISTORY_STORAGE = 0x0000F90827F1C53a10cb7A02335B175320002935;
    uint256 private constant BLOCKHASH_WINDOW = 256;
    uint256 private constant ECDSA_LENGTH = 65;
    uint256 private constant ADDRESS_LENGTH = 20;

    bytes32 internal constant OBSERVATION_TYPEHASH = keccak256(
        "Observation(uint64 baseFeePerGas,uint32 gasUsedRatioPips,uint64 nativePriceUsd6,uint64 depthUsd6,"
        "uint64 depthRefUsd6,uint64 varianceWad,uint64 navUsd6)"
    );
    bytes32 internal constant REPORT_TYPEHASH = keccak256(
        "Report(bytes32 marketId,uint64 epoch,uint64 blockNumber,bytes32 blockHash,Observation observation)"
        "Observation(uint64 baseFeePerGas,uint32 gasUsedRatioPips,uint64 nativePriceUsd6,uint64 depthUsd6,"
        "uint64 depthRefUsd6,uint64 varianceWad,uint64 navUsd6)"
    );

    /// The EIP-712 hash of the struct, without the domain.
    function hashReport(Report calldata report) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    REPORT_TYPEHASH,
                    report.marketId,
                    report.epoch,
                    report.blockNumber,
                    report.blockHash,
                    keccak256(abi.encode(OBSERVATION_TYPEHASH, report.observation))
                )
            );
    }

    /// Checks the epoch. The contract cannot see the timestamp of the reported block, so it bounds the epoch from both
    /// sides: it has begun, it did not end too long ago, and it is later than that of the evidence before.
    /// @param lastObservedAt What this function returned for the evidence before; 0: there was none.
    /// @return observedAt The latest time at which the evidence can have been taken: now, or the epoch's last second.
    /// It stands for the epoch as well (divided by `epochSec`), so that one number in storage keeps both.
    function validateEpoch(
        uint256 epoch,
        uint256 epochSec,
        uint256 lastObservedAt,
        uint256 maxAgeSec
    ) internal view returns (uint40 observedAt) {
        uint256 lastEpoch = lastObservedAt / epochSec;
        require(epoch > lastEpoch, EpochNotRisen(epoch, lastEpoch));
        uint256 currentEpoch = block.timestamp / epochSec;
        require(epoch <= currentEpoch, EpochInFuture(epoch, currentEpoch));
        // Safe: not above the block's timestamp.
        if (epoch == currentEpoch) return uint40(block.timestamp);
        observedAt = uint40((epoch + 1) * epochSec - 1);
        uint256 ageSec = block.timestamp - observedAt;
        require(ageSec <= maxAgeSec, EpochTooOld(ageSec, maxAgeSec));
    }

    /// Checks that the reported block is a recent one of this chain. BLOCKHASH answers for 256 blocks, the history
    /// contract of EIP-2935 for 8,191, where the chain has it.
    function validateBlock(uint256 blockNumber, bytes32 blockHash, uint256 maxAgeBlocks) internal view {
        require(blockNumber < block.number, BlockNotPast(blockNumber, block.number));
        uint256 ageBlocks = block.number - blockNumber;
        require(ageBlocks <= maxAgeBlocks, BlockTooOld(ageBlocks, maxAgeBlocks));
        bytes32 actual = ageBlocks <= BLOCKHASH_WINDOW ? blockhash(blockNumber) : readHistory(blockNumber);
        // A reported zero must not match a block that the chain does not know.
        require(blockHash == actual && actual != 0, BlockHashMismatch(blockNumber, blockHash, actual));
    }

    /// The block's hash in the history contract; zero if that knows it not, or if there is none on this chain.
    function readHistory(uint256 blockNumber) private view returns (bytes32) {
        (bool success, bytes memory answer) = HISTORY_STORAGE.staticcall(abi.encode(blockNumber));
        return success && answer.length == 32 ? bytes32(answer) : bytes32(0);
    }

    /// Checks that at least `threshold` reporters signed, each once, in ascending order, and nobody else.
    /// A signature of 65 bytes is ECDSA (r, s, v), and names its signer. Any other is a reporter's address in 20 bytes
    /// followed by what that contract takes by ERC-1271 (which can therefore not be 45 bytes long).
    function validateSignatures(
        bytes32 digest,
        bytes[] calldata signatures,
        uint256 threshold,
        address[] memory reporters
    ) internal view {
        require(signatures.length >= threshold, QuorumNotReached(signatures.length, threshold));
        address previous = address(0);
        uint256 next = 0;
        for (uint256 i = 0; i < signatures.length; i++) {
            bytes calldata signature = signatures[i];
            address signer = parseSigner(digest, signature, i);
            require(signer > previous, SignersNotAscending(i, previous, signer));
            while (next < reporters.length && reporters[next] < signer) next++;
            require(next < reporters.length && reporters[next] == signer, NotReporter(i, signer));
            // Only a reporter's contract is ever called.
            require(
                signature.length == ECDSA_LENGTH ||
                    SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature[ADDRESS_LENGTH:]),
                InvalidSignature(i, signer)
            );
            previous = signer;
        }
    }

    /// The signer whom an ECDSA signature proves, or whom another one names and has yet to prove.
    function parseSigner(
        bytes32 digest,
        bytes calldata signature,
        uint256 index
    ) private pure returns (address signer) {
        if (signature.length != ECDSA_LENGTH) {
            require(signature.length >= ADDRESS_LENGTH, InvalidSignature(index, address(0)));
            return address(bytes20(signature));
        }
        ECDSA.RecoverError problem;
        (signer, problem, ) = ECDSA.tryRecoverCalldata(digest, signature);
        require(problem == ECDSA.RecoverError.NoError, InvalidSignature(index, address(0)));
    }
}
