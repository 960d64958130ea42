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
/// it: quorum and weights are those of the vote's start. While the extension would end before the deadline anyway,
/// votes cost nothing for it.
abstract contract GovernorPreventLateTurn is GovernorPreventLateQuorum {
    mapping(uint256 proposalId => uint48) private _turnedDeadlines;

    /// Has to surround whatever changes the votes of a proposal.
    modifier extendsLateTurns(uint256 proposalId) {
        (uint48 leastDeadline, bool succeeded) = _look(proposalId);
        _;
        _extendIfTurned(proposalId, leastDeadline, succeeded);
    }

    /// The deadline of the proposal's making, or the last extension.
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        uint256 turnedDeadline = _turnedDeadlines[proposalId];
        return turnedDeadline == 0 ? Governor.proposalDeadline(proposalId) : turnedDeadline;
    }

    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal virtual override extendsLateTurns(proposalId) returns (uint256) {
        return super._castVote(proposalId, account, support, reason, params);
    }

    /// In the place of OpenZeppelin's rule.
    function _tallyUpdated(uint256) internal virtual override {}

    /// The deadline that a turn would need now, 0 if there is as much time anyway, and the outcome so far.
    function _look(uint256 proposalId) private view returns (uint48 leastDeadline, bool succeeded) {
        leastDeadline = clock() + lateQuorumVoteExtension();
        if (leastDeadline <= proposalDeadline(proposalId)) return (0, false);
        succeeded = _succeeds(proposalId);
    }

    function _extendIfTurned(uint256 proposalId, uint48 leastDeadline, bool succeeded) private {
        if (leastDeadline == 0 || _succeeds(proposalId) == succeeded) return;
        _turnedDeadlines[proposalId] = leastDeadline;
        emit ProposalExtended(proposalId, leastDeadline);
    }

    /// As the proposal would end if nobody voted any more.
    function _succeeds(uint256 proposalId) private view returns (bool) {
        return _voteSucceeded(proposalId) && _quorumReached(proposalId);
    }
}
