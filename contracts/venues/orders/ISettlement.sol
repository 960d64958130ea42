// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What a vault asks CoW Protocol's settlement (GPv2Settlement). Solvers that its allow-list names settle orders on it;
/// it takes what is sold through its relayer, lets the solver act, and pays what was bought.
interface ISettlement {
    /// EIP-712 domain of its orders: `Gnosis Protocol`, `v2`, this chain, this contract.
    function domainSeparator() external view returns (bytes32);

    /// The only contract that takes tokens from traders; it obeys the settlement alone.
    function vaultRelayer() external view returns (address);

    /// Words of its storage, from the slot `offset` on.
    function getStorageAt(uint256 offset, uint256 length) external view returns (bytes memory);
}
