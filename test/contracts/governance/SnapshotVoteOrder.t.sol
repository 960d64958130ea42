// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";

/// Each voter counts once, by castVote, castVoteBySig and Snapshot in any order.
contract SnapshotVoteOrderTest is GovernanceFixture {
    /// What the test itself knows of a voter. Support is the Governor's.
    struct Known {
        bool onChain;
        bool bySnapshot;
        uint8 support;
        uint64 timestamp;
    }

    uint256 private proposalId;
    bytes32 private snapshotId;
    mapping(uint256 voterIndex => Known) private known;

    function setUp() public override {
        super.setUp();
        (proposalId, snapshotId) = _openProposal();
        // Room for votes that are dated back a little.
        vm.warp(_now() + 100);
    }

    function test_behavior_laterSnapshotVoteReplaces() external {
        assertOutcome(_castAt(0, 1, 0), ISnapshotVotes.VoteOutcome.Counted, "first");
        vm.warp(_now() + 1);
        vm.expectEmit(true, true, true, true, address(governor));
        emit ISnapshotVotes.SnapshotVoteReplaced(proposalId, voter(0), FOR, 30 ether);
        vm.expectEmit(true, true, true, true, address(governor));
        emit IGovernor.VoteCast(voter(0), proposalId, AGAINST, 30 ether, "");
        assertOutcome(_castAt(0, 2, 0), ISnapshotVotes.VoteOutcome.Replaced, "second");
        assertTally(proposalId, 30 ether, 0, 0);
        vm.warp(_now() + 1);
        assertOutcome(_castAt(0, 3, 0), ISnapshotVotes.VoteOutcome.Replaced, "third");
        assertTally(proposalId, 0, 0, 30 ether);
    }

    function test_behavior_theLatestDateWinsInAnyOrderOfDelivery() external {
        // Signed For, Against, Abstain, in this order; delivered Abstain first.
        assertOutcome(_castAt(0, 3, 0), ISnapshotVotes.VoteOutcome.Counted, "last vote, delivered first");
        assertOutcome(_castAt(0, 1, 20), ISnapshotVotes.VoteOutcome.NotNewer, "first vote");
        assertOutcome(_castAt(0, 2, 10), ISnapshotVotes.VoteOutcome.NotNewer, "second vote");
        assertTally(proposalId, 0, 0, 30 ether);
    }

    function test_behavior_ofTwoVotesOfOneSecondTheFirstDeliveredCounts() external {
        assertOutcome(_castAt(0, 1, 0), ISnapshotVotes.VoteOutcome.Counted, "first");
        assertOutcome(_castAt(0, 2, 0), ISnapshotVotes.VoteOutcome.NotNewer, "same second");
        assertTally(proposalId, 0, 30 ether, 0);
    }

    function test_behavior_aVoteOfTheSameChoiceStillMovesTheDate() external {
        _castAt(0, 1, 20);
        assertOutcome(_castAt(0, 1, 0), ISnapshotVotes.VoteOutcome.Replaced, "confirmed");
        assertOutcome(_castAt(0, 2, 10), ISnapshotVotes.VoteOutcome.NotNewer, "between the two");
        assertTally(proposalId, 0, 30 ether, 0);
    }

    function test_behavior_aVoteOnChainReplacesTheSnapshotVote() external {
        // A relayer delivers voter 0's first vote and holds back his second: he needs no relayer to be heard.
        _castAt(0, 1, 10);
        vm.expectEmit(true, true, true, true, address(governor));
        emit ISnapshotVotes.SnapshotVoteReplaced(proposalId, voter(0), FOR, 30 ether);
        vm.expectEmit(true, true, true, true, address(governor));
        emit IGovernor.VoteCast(voter(0), proposalId, AGAINST, 30 ether, "");
        vm.prank(voter(0));
        governor.castVote(proposalId, AGAINST);
        assertTally(proposalId, 30 ether, 0, 0);
        (uint8 choice, , ) = governor.snapshotBallot(proposalId, voter(0));
        assertEq(choice, 0, "the Snapshot vote is gone");
        assertTrue(governor.hasVoted(proposalId, voter(0)), "has voted");
        assertOutcome(_castAt(0, 1, 0), ISnapshotVotes.VoteOutcome.VotedOnChain, "final");
    }

    function test_behavior_aVoteBySignatureReplacesTheSnapshotVote() external {
        _castAt(0, 1, 0);
        governor.castVoteBySig(proposalId, ABSTAIN, voter(0), _ballotSignature(proposalId, 0, ABSTAIN));
        assertTally(proposalId, 0, 0, 30 ether);
        assertOutcome(_castAt(0, 1, 0), ISnapshotVotes.VoteOutcome.VotedOnChain, "final");
    }

    function test_error_secondVoteOnChain() external {
        _castAt(0, 1, 0);
        vm.startPrank(voter(0));
        governor.castVote(proposalId, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, voter(0)));
        governor.castVote(proposalId, AGAINST);
        vm.stopPrank();
        assertTally(proposalId, 0, 30 ether, 0);
    }

    function test_error_unknownSupportOnChainLeavesTheSnapshotVote() external {
        _castAt(0, 1, 0);
        vm.prank(voter(0));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidVoteType.selector));
        governor.castVote(proposalId, 3);
        assertTally(proposalId, 0, 30 ether, 0);
    }

    /// Any 24 votes by any way: the tally is always what the voters last said, so no more than they hold.
    function testFuzz_P49_eachVoterCountsOnce(uint256 seed) external {
        for (uint256 step = 0; step < 24; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(_now() + (seed % 3));
            uint256 i = (seed >> 8) % 6;
            uint32 choice = uint32(1 + ((seed >> 16) % 3));
            uint256 way = (seed >> 24) % 4;
            if (way == 0) _castOnChain(i, choice, false);
            else if (way == 1) _castOnChain(i, choice, true);
            else _deliver(i, choice, (seed >> 32) % 4);
            _checkTally();
        }
    }

    function _castOnChain(uint256 i, uint32 choice, bool bySignature) private {
        uint8 support = _supportOf(choice);
        bytes memory signature = bySignature ? _ballotSignature(proposalId, i, support) : bytes("");
        if (known[i].onChain) {
            vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, voter(i)));
        } else {
            known[i] = Known(true, false, support, 0);
        }
        if (bySignature) {
            governor.castVoteBySig(proposalId, support, voter(i), signature);
        } else {
            vm.prank(voter(i));
            governor.castVote(proposalId, support);
        }
    }

    function _deliver(uint256 i, uint32 choice, uint256 ageSec) private {
        uint64 timestamp = uint64(_now() - ageSec);
        ISnapshotVotes.VoteOutcome wanted = ISnapshotVotes.VoteOutcome.Counted;
        if (known[i].onChain) wanted = ISnapshotVotes.VoteOutcome.VotedOnChain;
        else if (known[i].bySnapshot && timestamp <= known[i].timestamp) wanted = ISnapshotVotes.VoteOutcome.NotNewer;
        else if (known[i].bySnapshot) wanted = ISnapshotVotes.VoteOutcome.Replaced;
        if (wanted == ISnapshotVotes.VoteOutcome.Counted || wanted == ISnapshotVotes.VoteOutcome.Replaced) {
            known[i] = Known(false, true, _supportOf(choice), timestamp);
        }
        assertOutcome(_castAt(i, choice, ageSec), wanted, "outcome");
    }

    function _checkTally() private view {
        uint256[3] memory wanted;
        for (uint256 i = 0; i < 6; ++i) {
            bool voted = known[i].onChain || known[i].bySnapshot;
            if (voted) wanted[known[i].support] += votesOf(i);
            assertTrue(governor.hasVoted(proposalId, voter(i)) == voted, "has voted");
        }
        assertTally(proposalId, wanted[AGAINST], wanted[FOR], wanted[ABSTAIN]);
        assertLe(wanted[AGAINST] + wanted[FOR] + wanted[ABSTAIN], token.totalSupply(), "no more than there are");
    }

    function _castAt(uint256 i, uint32 choice, uint256 ageSec) private returns (ISnapshotVotes.VoteOutcome) {
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(i), choice);
        vote.timestamp -= uint64(ageSec);
        return _cast(proposalId, vote, _sign(key(i), vote, snapshotId));
    }

    function _supportOf(uint32 choice) private pure returns (uint8) {
        return [FOR, AGAINST, ABSTAIN][choice - 1];
    }
}
