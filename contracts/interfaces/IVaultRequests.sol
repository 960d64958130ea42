// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVault} from "./IVault.sol";

/// Shares of a vault that can be bought and sold only at certain times: whoever comes or goes asks for it, and all
/// requests that are filled together get one price. The vault is flat then: it holds nothing but quote, so that no mark
/// of any venue has to be believed.
///
/// After ERC-7540, from which it departs in this: a request belongs to a round (`requestId`), and those of one round
/// are filled together; there are no operators; what is claimable is claimed whole and by round, with `claimDeposit`
/// and `claimRedeem` instead of ERC-4626's four functions and their previews, none of which exist; and a request may be
/// withdrawn until its round is filled.
///
/// Amounts in quote's smallest unit; shares have 6 decimals more than quote. All is rounded against the caller.
interface IVaultRequests is IVault {
    /// Quote was handed in for shares.
    event DepositRequested(
        address indexed controller,
        address indexed owner,
        uint256 indexed requestId,
        uint256 assets
    );
    /// Shares were handed in for quote.
    event RedeemRequested(address indexed controller, address indexed owner, uint256 indexed requestId, uint256 shares);
    /// What was handed in was taken back.
    event RequestCancelled(address indexed controller, uint256 indexed requestId, uint256 assets, uint256 shares);
    /// A round was filled: all deposits of it for so many shares, all its shares for so much quote.
    event RequestsFilled(
        uint256 indexed requestId,
        uint256 depositedAssets,
        uint256 mintedShares,
        uint256 burntShares,
        uint256 paidAssets
    );
    /// What a filled request came to was fetched.
    event Claimed(address indexed controller, uint256 indexed requestId, uint256 shares, uint256 assets);

    /// The vault holds more than quote: nothing can be filled.
    error NotFlat();
    /// The request's round is filled, or is not filled yet.
    error WrongRound(uint256 requestId, uint256 openRequestId);
    /// The caller has no such request.
    error NoRequest(address controller, uint256 requestId);
    /// Only the owner hands in quote.
    error NotTheOwner(address caller, address owner);

    /// Hands in quote for shares. Reverts with NotTheOwner unless the caller is the owner, and with TransferTaxed.
    /// @param controller Who may take it back, and claim.
    /// @return requestId The open round.
    function requestDeposit(uint256 assets, address controller, address owner) external returns (uint256 requestId);

    /// Hands in shares for quote. Reverts if the caller is not the owner and has no allowance.
    function requestRedeem(uint256 shares, address controller, address owner) external returns (uint256 requestId);

    /// Takes back what the caller has handed in for the open round. Reverts with NoRequest.
    function cancelRequests(address receiver) external returns (uint256 assets, uint256 shares);

    /// Fills the open round. Anyone may call, while the vault is flat; a roll does it as well. Reverts with NotFlat.
    function fillRequests() external;

    /// Fetches the shares of the caller's deposit in a filled round. Reverts with WrongRound and NoRequest.
    function claimDeposit(uint256 requestId, address receiver) external returns (uint256 shares);

    /// Fetches the quote of the caller's shares in a filled round. Reverts with WrongRound and NoRequest.
    function claimRedeem(uint256 requestId, address receiver) external returns (uint256 assets);

    /// Quote that waits in the open round; 0 for another one.
    function pendingDepositRequest(uint256 requestId, address controller) external view returns (uint256 assets);

    /// Quote of a filled round whose shares have not been claimed.
    function claimableDepositRequest(uint256 requestId, address controller) external view returns (uint256 assets);

    /// Shares that wait in the open round; 0 for another one.
    function pendingRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// Shares of a filled round whose quote has not been claimed.
    function claimableRedeemRequest(uint256 requestId, address controller) external view returns (uint256 shares);

    /// The open round.
    function openRequestId() external view returns (uint256);

    /// Whether the vault holds nothing but quote.
    function isFlat() external view returns (bool);

    /// The quote token.
    function asset() external view returns (address);

    /// Net asset value, without what waits in requests and what is set aside for claims; between two rolls an estimate,
    /// at the venues' marks, that nobody is paid by.
    function totalAssets() external view returns (uint256);
}
