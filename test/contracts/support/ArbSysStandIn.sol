// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// ArbSys as Arbitrum's documentation says: it counts the chain's own blocks, apart from NUMBER, and knows the hashes
/// of the last 256. Tests place its code at 0x64 and tell it its blocks.
contract ArbSysStandIn {
    error InvalidBlockNumber(uint256 requested, uint256 current);

    uint256 private _number;
    mapping(uint256 blockNumber => bytes32) private _hashes;

    function setBlock(uint256 number, bytes32 parentHash) external {
        _number = number;
        _hashes[number - 1] = parentHash;
    }

    function arbBlockNumber() external view returns (uint256) {
        return _number;
    }

    function arbBlockHash(uint256 blockNumber) external view returns (bytes32) {
        require(blockNumber < _number && blockNumber + 256 >= _number, InvalidBlockNumber(blockNumber, _number));
        return _hashes[blockNumber];
    }
}

/// Arbitrum's contract of EIP-2935: the usual interface and address, 393,168 of the chain's own blocks.
contract ArbHistoryStandIn {
    uint256 private constant WINDOW = 393_168;

    fallback(bytes calldata input) external returns (bytes memory) {
        uint256 blockNumber = abi.decode(input, (uint256));
        uint256 current = ArbSysStandIn(address(0x64)).arbBlockNumber();
        // The real one reverts without data as well.
        require(blockNumber < current && current - blockNumber <= WINDOW);
        bytes32 blockHash;
        assembly ("memory-safe") {
            blockHash := sload(mod(blockNumber, WINDOW))
        }
        return abi.encode(blockHash);
    }
}
