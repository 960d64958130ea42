// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Action, Due} from "../../../contracts/interfaces/IPositionVault.sol";
import {Reason, VaultBaseSettings} from "../../../contracts/interfaces/IVault.sol";

/// Answers a keeper as a position vault does, and says what it is told to.
contract KeptVault {
    error RebalanceRefused(Reason reason);
    error CostTooHigh(uint256 receivedQuote, uint256 minReceivedQuote);

    /// What `act` does. Promised: what the preview says. Refuses: reverts though the preview promised. Reverts: reverts
    /// in a block alone, where nobody can foresee it. Endless: it succeeds, and the same is due again.
    enum Nature {
        Promised,
        Refuses,
        Reverts,
        Endless
    }

    uint256 public acts;
    Nature public nature;
    bool public isSilent;
    Due private _due;
    VaultBaseSettings private _settings;

    constructor(address quoteToken, uint32 epochSec) {
        _settings.quoteToken = quoteToken;
        _settings.epochSec = epochSec;
    }

    function set(Due calldata due, Nature nature_, bool isSilent_) external {
        (_due, nature, isSilent) = (due, nature_, isSilent_);
    }

    function act() external returns (Due memory done) {
        done = _due;
        require(done.action != Action.None, RebalanceRefused(Reason.InsideBand));
        require(nature != Nature.Refuses, CostTooHigh(1, 2));
        // Trials have no base fee to pay.
        require(nature != Nature.Reverts || tx.gasprice == 0, CostTooHigh(3, 4));
        acts++;
        if (nature == Nature.Endless) return done;
        delete _due;
        _due.reason = Reason.InsideBand;
        (_due.driftPips, _due.bandPips) = (1_000, 10_000);
    }

    function previewAction() external view returns (Due memory) {
        require(!isSilent, "silent");
        return _due;
    }

    /// With a field behind those that all vaults have.
    function settings() external view returns (VaultBaseSettings memory base, uint256 own) {
        return (_settings, 7);
    }
}
