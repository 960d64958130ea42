// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";

/// Whatever turns the outcome of a vote less than the extension before its deadline extends the vote, so that every
/// outcome has stood for the whole extension, open to an answer, when the vote ends.
///
/// OpenZeppelin's extension, whose setting, errors and events are used here, acts once, when the quorum is first
/// reached. A large holder who abstains early has made the quorum, and could turn the majority in the last second. Here
/// the outcome counts, quorum and majority together, each time that it turns, in either direction. The votes alone turn
/// it: quorum and weights are those of the vote's start.
abstract contract GovernorPreventLateTurn is GovernorPreventLateQuorum {
    /// What a proposal's votes amount to, in one slot.
    struct Outcome {
        // 0: never extended.
        uint48 extendedDeadline;
        // As of the last vote: the quorum is reached, and more votes are For than Against.
        bool succeeds;
    }

    mapping(uint256 proposalId => Outcome) private _outcomes;

    /// The deadline of the proposal's making, or the last extension.
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        uint256 extendedDeadline = _outcomes[proposalId].extendedDeadline;
        return extendedDeadline == 0 ? Governor.proposalDeadline(proposalId) : extendedDeadline;
    }

    /// Has to be called after every change of the votes; once for several votes of one transaction will do.
    function _tallyUpdated(uint256 proposalId) internal virtual override {
        Outcome storage outcome = _outcomes[proposalId];
        bool succeeds = _voteSucceeded(proposalId) && _quorumReached(proposalId);
        if (succeeds == outcome.succeeds) return;
        outcome.succeeds = succeeds;

        uint48 leastDeadline = clock() + lateQuorumVoteExtension();
        if (leastDeadline <= proposalDeadline(proposalId)) return;
        outcome.extendedDeadline = leastDeadline;
        emit ProposalExtended(proposalId, leastDeadline);
    }
}
