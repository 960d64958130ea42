// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What EIP-2935 puts at its address: the hash of each of the last 8,191 blocks, in slot `number % 8191`. Tests place
/// its code there, since the test chain has a contract in that place that only reverts.
contract HistoryStorage {
    uint256 private constant WINDOW = 8_191;

    fallback(bytes calldata input) external returns (bytes memory) {
        uint256 blockNumber = abi.decode(input, (uint256));
        // The real one reverts without data as well.
        require(blockNumber < block.number && block.number - blockNumber <= WINDOW);
        uint256 slot = blockNumber % WINDOW;
        bytes32 blockHash;
        assembly ("memory-safe") {
            blockHash := sload(slot)
        }
        return abi.encode(blockHash);
    }
}
