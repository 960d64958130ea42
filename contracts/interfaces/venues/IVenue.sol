// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// An adapter: holds the position of one vault on somebody else's contracts. What it is paid for, the vault has sent to
/// it before the call; what it pays goes to the vault. Nobody but the vault may change anything, and nobody has a role.
///
/// Amounts are in the tokens' smallest units. Prices are in wad: quote's smallest units for 1e18 of the risky token's.
interface IVenue {
    /// The caller is not the vault that the adapter belongs to.
    error NotTheVault(address caller);
    /// The adapter belongs to a vault already.
    error AlreadyBound(address vault);

    /// Makes the caller the vault, once and for all. A vault calls it in its constructor: whoever binds an adapter
    /// before makes that constructor revert, and gains nothing. Reverts with AlreadyBound from the second call on.
    function bind() external;

    /// The vault; zero until `bind`.
    function vault() external view returns (address);
}
