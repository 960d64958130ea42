// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What RiskParameters asks of Arbitrum's system contract at 0x64. Source: docs.arbitrum.io, "ArbSys".
interface IArbSys {
    /// The number of the chain's own block; NUMBER is its parent's there.
    function arbBlockNumber() external view returns (uint256);

    /// The hash of one of the chain's last 256 blocks; reverts for any other.
    function arbBlockHash(uint256 blockNumber) external view returns (bytes32);
}
