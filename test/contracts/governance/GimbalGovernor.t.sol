// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {GimbalGovernor} from "../../../contracts/governance/GimbalGovernor.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";

/// A proposal's life, decided by Snapshot votes.
contract GimbalGovernorTest is GovernanceFixture {
    function test_default() external {
        Call memory made = _setLimitCall(42, voter(0));
        (uint256 proposalId, bytes32 snapshotId) = _openProposal(made);
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        _castBySnapshot(proposalId, snapshotId, 1, 2);
        _castBySnapshot(proposalId, snapshotId, 2, 3);
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
        assertTrue(governor.proposalNeedsQueuing(proposalId), "needs queueing");
        _execute(made);
        assertState(proposalId, IGovernor.ProposalState.Executed);
        assertEq(target.limit(), 42, "the call was made");
    }

    function test_behavior_settings() external view {
        assertEq(governor.votingDelay(), VOTING_DELAY_SEC, "delay");
        assertEq(governor.votingPeriod(), VOTING_PERIOD_SEC, "period");
        assertEq(governor.proposalThreshold(), 5 ether, "threshold");
        assertEq(governor.quorum(START), 40 ether, "quorum");
        assertEq(governor.lateQuorumVoteExtension(), VOTE_EXTENSION_SEC, "extension");
        assertEq(bytes(governor.snapshotSpace()), bytes(SPACE), "space");
        assertEq(address(governor.token()), address(token), "token");
        assertEq(governor.timelock(), address(timelock), "timelock");
        assertEq(bytes(governor.CLOCK_MODE()), "mode=timestamp", "clock");
        assertEq(bytes(governor.COUNTING_MODE()), "support=bravo&quorum=for,abstain", "counting");
    }

    function test_behavior_defeatedBelowQuorum() external {
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_behavior_quorumOfBothWaysTogether() external {
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        vm.prank(voter(2));
        governor.castVote(proposalId, ABSTAIN);
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
    }

    function test_behavior_defeatedByATie() external {
        // 45 for, on Snapshot; 25 and 20 against, one way each.
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        _castBySnapshot(proposalId, snapshotId, 3, 1);
        _castBySnapshot(proposalId, snapshotId, 1, 2);
        vm.prank(voter(2));
        governor.castVote(proposalId, AGAINST);
        assertTally(proposalId, 45 ether, 45 ether, 0);
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_behavior_lateQuorumBySnapshotExtendsTheVote() external {
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        assertEq(governor.proposalDeadline(proposalId), deadline, "no quorum yet");
        vm.expectEmit(true, true, true, true, address(governor));
        emit GovernorPreventLateQuorum.ProposalExtended(proposalId, uint64(deadline + VOTE_EXTENSION_SEC));
        _castBySnapshot(proposalId, snapshotId, 2, 1);
        assertEq(governor.proposalDeadline(proposalId), deadline + VOTE_EXTENSION_SEC, "extended");

        // Snapshot's own vote is over by now; its signatures count until the Governor's is.
        vm.warp(deadline + VOTE_EXTENSION_SEC);
        assertOutcome(
            _castBySnapshot(proposalId, snapshotId, 1, 2),
            ISnapshotVotes.VoteOutcome.Counted,
            "in the extension"
        );
        assertEq(governor.proposalDeadline(proposalId), deadline + VOTE_EXTENSION_SEC, "extended once");
        vm.warp(_now() + 1);
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
    }

    function test_behavior_lateQuorumOnChainCountsSnapshotVotes() external {
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        uint256 deadline = governor.proposalDeadline(proposalId);
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        vm.warp(deadline);
        vm.prank(voter(2));
        governor.castVote(proposalId, FOR);
        assertEq(governor.proposalDeadline(proposalId), deadline + VOTE_EXTENSION_SEC, "extended");
    }

    function test_behavior_skippedVotesExtendNothing() external {
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
        _cast(proposalId, vote, _sign(key(1), vote, snapshotId));
        assertEq(governor.proposalDeadline(proposalId), deadline, "not extended");
    }

    function test_behavior_aChangedVoteCanLoseTheQuorum() external {
        // For and Abstain make the quorum, Against does not.
        (uint256 proposalId, bytes32 snapshotId) = _openProposal();
        _castBySnapshot(proposalId, snapshotId, 0, 1);
        _castBySnapshot(proposalId, snapshotId, 2, 1);
        vm.warp(_now() + 1);
        _castBySnapshot(proposalId, snapshotId, 2, 2);
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_behavior_theProposerMayCancelBeforeTheVote() external {
        Call memory made = _setLimitCall(42, voter(0));
        vm.startPrank(voter(0));
        uint256 proposalId = governor.propose(made.targets, made.values, made.calldatas, made.description);
        governor.cancel(made.targets, made.values, made.calldatas, keccak256(bytes(made.description)));
        vm.stopPrank();
        assertState(proposalId, IGovernor.ProposalState.Canceled);
    }

    function test_error_tokenWithAnotherClock() external {
        BlockClock blockClock = new BlockClock();
        GimbalGovernor.Settings memory settings = _settings();
        vm.expectRevert(abi.encodeWithSelector(ISnapshotVotes.ClockNotTimestamp.selector, block.number, _now()));
        _newGovernor(IVotes(address(blockClock)), settings);
    }

    function assertState(uint256 proposalId, IGovernor.ProposalState wanted) private view {
        assertEq(uint256(governor.state(proposalId)), uint256(wanted), "state");
    }
}

/// Stands for a votes token that counts blocks.
contract BlockClock {
    function clock() external view returns (uint48) {
        return uint48(block.number);
    }
}
