// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// The voting token: a fixed supply, minted once to the given holders. No owner, no minter, no upgrade.
///
/// The clock is the block's timestamp, not its number. A Snapshot vote carries its time in Unix seconds, and so do
/// the start and end of a Snapshot proposal: with this clock the Governor compares them with its own voting window
/// exactly. A block number would leave it a guess, and on some rollups it is the number of another chain.
contract GimbalToken is ERC20, ERC20Permit, ERC20Votes {
    /// The two lists differ in length, or are empty.
    error HoldersMismatch(uint256 holders, uint256 amounts);

    /// Mints amounts[i] (18 decimals) to holders[i], who hold their own votes from then on. Whoever receives tokens
    /// later has to call `delegate` once, for himself or another, before they count.
    constructor(address[] memory holders, uint256[] memory amounts) ERC20("Gimbal", "GMBL") ERC20Permit("Gimbal") {
        require(
            holders.length != 0 && holders.length == amounts.length,
            HoldersMismatch(holders.length, amounts.length)
        );
        for (uint256 i = 0; i < holders.length; ++i) {
            _mint(holders[i], amounts[i]);
            // A holder listed twice already delegates to himself; the second call then changes nothing.
            _delegate(holders[i], holders[i]);
        }
    }

    /// Unix seconds (ERC-6372).
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// Always "mode=timestamp" (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    /// The next nonce of `owner`, one count for `permit` and `delegateBySig`.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 amount) internal override(ERC20, ERC20Votes) {
        super._update(from, to, amount);
    }
}
