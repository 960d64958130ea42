// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GimbalGovernor} from "../../../contracts/governance/GimbalGovernor.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";

/// Finding of the audit: a holder of 41 % abstains early, which makes the quorum, and turns to For in the last second.
/// Voter 0 holds 41 of 100 tokens, the others 25, 15, 10, 6 and 3; the quorum is 40.
contract LateTurnTest is GovernanceFixture {
    uint32 private constant SNAPSHOT_FOR = 1;
    uint32 private constant SNAPSHOT_AGAINST = 2;
    uint32 private constant SNAPSHOT_ABSTAIN = 3;

    uint256 private proposalId;
    bytes32 private snapshotId;
    uint256 private deadline;

    function setUp() public override {
        super.setUp();
        (proposalId, snapshotId) = _openProposal();
        deadline = governor.proposalDeadline(proposalId);
    }

    // The 41 % holder

    function test_finding_lateTurnByAbstaining_aNewerSnapshotVote() external {
        _deliver(0, SNAPSHOT_ABSTAIN);
        vm.warp(deadline);
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        assertOutcome(_deliver(0, SNAPSHOT_FOR), ISnapshotVotes.VoteOutcome.Replaced, "turned");
        _othersAnswer();
    }

    function test_finding_lateTurnByAbstaining_aVoteOnChain() external {
        _deliver(0, SNAPSHOT_ABSTAIN);
        vm.warp(deadline);
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        _castOnChain(0, FOR);
        _othersAnswer();
    }

    function test_finding_lateTurnByAbstaining_aBallotBySignature() external {
        _deliver(0, SNAPSHOT_ABSTAIN);
        vm.warp(deadline);
        bytes memory signature = _ballotSignature(proposalId, 0, FOR);
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        governor.castVoteBySig(proposalId, FOR, voter(0), signature);
        _othersAnswer();
    }

    /// In the middle of a batch that others fill.
    function test_finding_lateTurnByAbstaining_inABatch() external {
        _deliver(0, SNAPSHOT_ABSTAIN);
        vm.warp(deadline);
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](3);
        bytes[] memory signatures = new bytes[](3);
        (uint256[3] memory from, uint32[3] memory choices) = (
            [uint256(5), 0, 4],
            [SNAPSHOT_AGAINST, SNAPSHOT_FOR, SNAPSHOT_AGAINST]
        );
        for (uint256 i = 0; i < 3; ++i) {
            votes[i] = _vote(voter(from[i]), choices[i]);
            signatures[i] = _sign(key(from[i]), votes[i], snapshotId);
        }
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        governor.castVotesBySnapshotSig(proposalId, votes, signatures);
    }

    function test_finding_lateTurnByAbstaining_theMajorityComesLateByAnother() external {
        _castOnChain(0, ABSTAIN);
        vm.warp(deadline);
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        _castOnChain(1, FOR);
        vm.warp(deadline + 1);
        _assertState(IGovernor.ProposalState.Active);
    }

    function test_finding_lateTurnByAbstaining_theMajorityIsLostLate() external {
        _castOnChain(0, FOR);
        vm.warp(deadline - 1);
        _deliver(1, SNAPSHOT_AGAINST);
        _castOnChain(2, AGAINST);
        assertEq(governor.proposalDeadline(proposalId), deadline, "41 to 40: nothing turned");
        _expectExtension(deadline - 1 + VOTE_EXTENSION_SEC);
        _castOnChain(5, AGAINST);
    }

    // What turns the outcome

    function test_behavior_aQuorumWithoutAMajorityTurnsNothing() external {
        vm.warp(deadline);
        _deliver(0, SNAPSHOT_ABSTAIN);
        assertEq(governor.proposalDeadline(proposalId), deadline, "it fails as before");
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        _deliver(5, SNAPSHOT_FOR);
    }

    function test_behavior_aMajorityWithoutAQuorumTurnsNothing() external {
        vm.warp(deadline);
        _castOnChain(1, FOR);
        assertEq(governor.proposalDeadline(proposalId), deadline, "it fails as before");
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        _castOnChain(2, ABSTAIN);
    }

    function test_behavior_aLostQuorumTurnsTheOutcome() external {
        // 41 For and Abstain, one of them by a Snapshot vote that is taken back.
        _deliver(1, SNAPSHOT_FOR);
        _deliver(2, SNAPSHOT_ABSTAIN);
        assertTrue(_succeeds(), "40 of 40");
        vm.warp(deadline);
        _expectExtension(deadline + VOTE_EXTENSION_SEC);
        _deliver(2, SNAPSHOT_AGAINST);
        assertTrue(!_succeeds(), "25 of 40");
    }

    function test_behavior_aVoteThatTurnsNothingExtendsNothing() external {
        _castOnChain(0, FOR);
        vm.warp(deadline);
        _castOnChain(1, AGAINST);
        _castOnChain(2, FOR);
        _deliver(3, SNAPSHOT_FOR);
        vm.warp(deadline + 1);
        _assertState(IGovernor.ProposalState.Succeeded);
    }

    function test_behavior_theSameVoteAgainExtendsNothing() external {
        _deliver(0, SNAPSHOT_FOR);
        vm.warp(deadline);
        assertOutcome(_deliver(0, SNAPSHOT_FOR), ISnapshotVotes.VoteOutcome.Replaced, "newer");
        assertEq(governor.proposalDeadline(proposalId), deadline, "not extended");
    }

    // How long

    function test_behavior_aTurnBeforeTheLastExtensionLeavesTheDeadline() external {
        vm.warp(deadline - VOTE_EXTENSION_SEC);
        _castOnChain(0, FOR);
        assertEq(governor.proposalDeadline(proposalId), deadline, "the whole extension is left");
        vm.warp(deadline - VOTE_EXTENSION_SEC + 1);
        _castOnChain(1, AGAINST);
        _castOnChain(2, AGAINST);
        _expectExtension(deadline + 1);
        _castOnChain(3, AGAINST);
    }

    function test_behavior_everyTurnOfTheExtensionExtendsAgain() external {
        vm.warp(deadline);
        _castOnChain(0, FOR);
        vm.warp(deadline + VOTE_EXTENSION_SEC);
        _castOnChain(1, AGAINST);
        _castOnChain(2, AGAINST);
        _expectExtension(deadline + 2 * uint256(VOTE_EXTENSION_SEC));
        _castOnChain(3, AGAINST);
        vm.warp(deadline + 2 * uint256(VOTE_EXTENSION_SEC) + 1);
        _assertState(IGovernor.ProposalState.Defeated);
    }

    function test_behavior_withoutAnExtensionNothingExtends() external {
        GimbalGovernor.Settings memory settings = _settings();
        settings.voteExtensionSec = 0;
        governor = _newGovernor(token, settings);
        (proposalId, snapshotId) = _openProposal();
        deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        _castOnChain(0, FOR);
        assertEq(governor.proposalDeadline(proposalId), deadline, "not extended");
    }

    function _distribution() internal pure override returns (address[] memory holders, uint256[] memory amounts) {
        holders = new address[](6);
        amounts = new uint256[](6);
        for (uint256 i = 0; i < 6; ++i) {
            holders[i] = voter(i);
            amounts[i] = [uint256(41 ether), 25 ether, 15 ether, 10 ether, 6 ether, 3 ether][i];
        }
    }

    /// Those who were content with the outcome have a whole extension to say no.
    function _othersAnswer() private {
        assertTrue(_succeeds(), "it would pass now");
        vm.warp(deadline + VOTE_EXTENSION_SEC);
        _assertState(IGovernor.ProposalState.Active);
        _castOnChain(1, AGAINST);
        _deliver(2, SNAPSHOT_AGAINST);
        _deliver(3, SNAPSHOT_AGAINST);
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        _assertState(IGovernor.ProposalState.Defeated);
    }

    function _deliver(uint256 i, uint32 choice) private returns (ISnapshotVotes.VoteOutcome) {
        return _castBySnapshot(proposalId, snapshotId, i, choice);
    }

    function _castOnChain(uint256 i, uint8 support) private {
        vm.prank(voter(i));
        governor.castVote(proposalId, support);
    }

    function _expectExtension(uint256 extendedDeadline) private {
        vm.expectEmit(true, true, true, true, address(governor));
        emit GovernorPreventLateQuorum.ProposalExtended(proposalId, uint64(extendedDeadline));
    }

    function _succeeds() private view returns (bool) {
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(proposalId);
        return inFavour > against && inFavour + abstain >= 40 ether;
    }

    function _assertState(IGovernor.ProposalState wanted) private view {
        assertEq(uint256(governor.state(proposalId)), uint256(wanted), "state");
    }
}
