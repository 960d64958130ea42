// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IArbSys} from "../interfaces/IArbSys.sol";

/// How a chain tells its own blocks: `Plain` by NUMBER and BLOCKHASH, `ArbSys` by Arbitrum's contract of that name,
/// since NUMBER and BLOCKHASH speak of the parent chain there.
enum BlockSource {
    Plain,
    ArbSys
}

/// @title Numbers and hashes of the chain's own blocks
/// @notice Both kinds of chain have the contract of EIP-2935 at its usual address, with the same interface: it keeps
/// the hashes of 8,191 blocks, on Arbitrum of 393,168 (as many as come in the time of 8,191 of Ethereum's).
/// Source: EIP-2935; docs.arbitrum.io, "Block gas limit, numbers and time", "ArbSys", "ArbOS 40 Callisto".
library ChainBlocks {
    /// The chain has ArbSys and was said to have none, or the other way round.
    error WrongBlockSource(BlockSource given);

    IArbSys private constant ARB_SYS = IArbSys(0x0000000000000000000000000000000000000064);
    address private constant HISTORY_STORAGE = 0x0000F90827F1C53a10cb7A02335B175320002935;
    // What BLOCKHASH and arbBlockHash answer for.
    uint256 private constant BLOCKHASH_WINDOW = 256;

    /// Reverts with WrongBlockSource if the chain's answer is another.
    function validateSource(BlockSource source) internal view {
        (bool success, bytes memory answer) = address(ARB_SYS).staticcall(abi.encodeCall(IArbSys.arbBlockNumber, ()));
        bool hasArbSys = success && answer.length == 32;
        require(hasArbSys == (source == BlockSource.ArbSys), WrongBlockSource(source));
    }

    /// The greatest age in blocks of a block whose hash the chain can tell.
    function maxAgeBlocks(BlockSource source) internal pure returns (uint256) {
        return source == BlockSource.Plain ? 8_191 : 393_168;
    }

    /// The number of the block that the transaction is in.
    function currentNumber(BlockSource source) internal view returns (uint256) {
        return source == BlockSource.Plain ? block.number : ARB_SYS.arbBlockNumber();
    }

    /// The hash of the block `ageBlocks` before the current one; zero if the chain does not know it.
    function hashOf(BlockSource source, uint256 blockNumber, uint256 ageBlocks) internal view returns (bytes32) {
        if (ageBlocks > BLOCKHASH_WINDOW) return readHistory(blockNumber);
        return source == BlockSource.Plain ? blockhash(blockNumber) : ARB_SYS.arbBlockHash(blockNumber);
    }

    /// The block's hash in the history contract; zero if that knows it not, or if there is none on this chain.
    function readHistory(uint256 blockNumber) private view returns (bytes32) {
        (bool success, bytes memory answer) = HISTORY_STORAGE.staticcall(abi.encode(blockNumber));
        return success && answer.length == 32 ? bytes32(answer) : bytes32(0);
    }
}
