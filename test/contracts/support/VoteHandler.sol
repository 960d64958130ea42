// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {GovernanceFixture} from "./GovernanceFixture.sol";

/// Votes by every way, at any time of a proposal, most of them close to its end. The handler keeps a record of its own
/// of who said what last and of when the outcome turned. A broken promise is kept in `broken`.
contract VoteHandler is GovernanceFixture {
    /// What the handler itself knows of a voter. Support is the Governor's.
    struct Known {
        bool onChain;
        bool bySnapshot;
        uint8 support;
        uint64 timestamp;
    }

    string public broken;
    /// Turns of an outcome less than the extension before the deadline.
    uint256 public lateTurns;
    /// Proposals that were followed to their end.
    uint256 public ended;

    uint256 private proposals;
    uint256 private proposalId;
    bytes32 private snapshotId;
    uint256 private lastTurnAt;
    uint256 private deadline;
    bool private succeeds;
    mapping(uint256 proposalId => mapping(uint256 voterIndex => Known)) private known;

    constructor() {
        super.setUp();
        _open();
    }

    function castOnChain(uint256 i, uint8 support, bool bySignature) external {
        (i, support) = (i % 6, support % 3);
        if (known[proposalId][i].onChain) return;
        if (bySignature) {
            governor.castVoteBySig(proposalId, support, voter(i), _ballotSignature(proposalId, i, support));
        } else {
            vm.prank(voter(i));
            governor.castVote(proposalId, support);
        }
        known[proposalId][i] = Known(true, false, support, 0);
        _checkVote();
    }

    /// Delivers up to four votes at once, dated back by up to three seconds.
    function deliver(uint256 seed) external {
        uint256 count = 1 + (seed % 4);
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](count);
        bytes[] memory signatures = new bytes[](count);
        for (uint256 j = 0; j < count; ++j) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 i = seed % 6;
            votes[j] = _vote(voter(i), uint32(1 + ((seed >> 8) % 3)));
            votes[j].timestamp -= uint64((seed >> 16) % 4);
            signatures[j] = _sign(key(i), votes[j], snapshotId);
            _note(i, votes[j]);
        }
        governor.castVotesBySnapshotSig(proposalId, votes, signatures);
        _checkVote();
    }

    function wait(uint256 seed) external {
        _pass(bound(seed, 1, 12 hours));
    }

    /// To one of the last seconds before the deadline, or the deadline itself.
    function waitForTheEnd(uint256 seed) external {
        uint256 wanted = deadline - (seed % 3);
        if (wanted > _now()) _pass(wanted - _now());
    }

    function _pass(uint256 sec) private {
        vm.warp(_now() + sec);
        if (_now() <= deadline) return;
        IGovernor.ProposalState wanted =
            succeeds ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated;
        _check(governor.state(proposalId) == wanted, "the last outcome is the proposal's");
        // The outcome was there for everyone to answer for the whole extension.
        _check(lastTurnAt + VOTE_EXTENSION_SEC <= deadline, "an outcome younger than the extension was final");
        ++ended;
        _open();
    }

    function _open() private {
        Call memory made = _setLimitCall(42, voter(0));
        // Room in front, as the end of the text reserves the proposal.
        made.description = string.concat(Strings.toString(++proposals), made.description);
        (proposalId, snapshotId) = _openProposal(made);
        (lastTurnAt, succeeds) = (0, false);
        deadline = governor.proposalDeadline(proposalId);
        vm.warp(_now() + 4);
    }

    function _note(uint256 i, ISnapshotVotes.SnapshotVote memory vote) private {
        Known storage its = known[proposalId][i];
        if (its.onChain || (its.bySnapshot && vote.timestamp <= its.timestamp)) return;
        known[proposalId][i] = Known(false, true, [FOR, AGAINST, ABSTAIN][vote.choice - 1], vote.timestamp);
    }

    function _checkVote() private {
        uint256[3] memory wanted;
        for (uint256 i = 0; i < 6; ++i) {
            Known memory its = known[proposalId][i];
            bool voted = its.onChain || its.bySnapshot;
            if (voted) wanted[its.support] += votesOf(i);
            _check(governor.hasVoted(proposalId, voter(i)) == voted, "who has voted");
        }
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(proposalId);
        _check(
            against == wanted[AGAINST] && inFavour == wanted[FOR] && abstain == wanted[ABSTAIN],
            "each voter counts once, as he said last"
        );
        _checkDeadline(wanted[FOR] > wanted[AGAINST] && wanted[FOR] + wanted[ABSTAIN] >= 40 ether);
    }

    function _checkDeadline(bool succeedsNow) private {
        if (succeedsNow != succeeds) {
            (succeeds, lastTurnAt) = (succeedsNow, _now());
            if (lastTurnAt + VOTE_EXTENSION_SEC > deadline) {
                deadline = lastTurnAt + VOTE_EXTENSION_SEC;
                ++lateTurns;
            }
        }
        _check(governor.proposalDeadline(proposalId) == deadline, "extended by late turns, and by nothing else");
    }

    function _check(bool condition, string memory what) private {
        if (!condition) broken = what;
    }
}
