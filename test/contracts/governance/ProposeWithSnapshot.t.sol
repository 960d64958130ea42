// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GimbalGovernor} from "../../../contracts/governance/GimbalGovernor.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";
import {SnapshotReference} from "../support/SnapshotReference.sol";

/// How a proposal names a Snapshot proposal.
contract ProposeWithSnapshotTest is GovernanceFixture {
    bytes32 private constant SPACE_HASH = keccak256("gimbal.eth");

    function test_default() external {
        Call memory made = _setLimitCall(42, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        message.labels = new string[](2);
        (message.labels[0], message.labels[1]) = ("risk", "limits");
        message.discussion = "https://forum.example/42";
        message.votingType = "single-choice";
        bytes32 snapshotId = _snapshotIdOf(made, voter(0), message);
        uint256 wantedId = _idOf(made);

        vm.expectEmit(true, true, true, true, address(governor));
        emit ISnapshotVotes.ProposalSnapshotNamed(wantedId, snapshotId, SPACE, message.start, message.end);
        assertEq(_propose(made, message, snapshotId), wantedId, "the Governor's id is OpenZeppelin's");

        (bytes32 id, bytes32 spaceHash, uint64 start) = governor.proposalSnapshotNaming(wantedId);
        assertEq(id, snapshotId, "id");
        assertEq(spaceHash, SPACE_HASH, "space");
        assertEq(start, message.start, "start");
        assertEq(governor.proposalProposer(wantedId), voter(0), "proposer");
        assertEq(
            governor.hashSnapshotProposal(wantedId, voter(0), made.description, message),
            snapshotId,
            "the view says the same"
        );
        assertEq(
            bytes(governor.snapshotPlugins(wantedId)),
            bytes(SnapshotReference.plugins(address(governor), wantedId)),
            "plugins"
        );
    }

    function test_behavior_aPlainProposalNamesNothing() external {
        Call memory made = _setLimitCall(42, voter(0));
        vm.prank(voter(0));
        uint256 proposalId = governor.propose(made.targets, made.values, made.calldatas, made.description);
        (bytes32 id, , ) = governor.proposalSnapshotNaming(proposalId);
        assertEq(id, bytes32(0), "no id");
        vm.warp(_now() + VOTING_DELAY_SEC + 1);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotVotes.SnapshotUnnamed.selector, proposalId));
        governor.castVotesBySnapshotSig(proposalId, new ISnapshotVotes.SnapshotVote[](0), new bytes[](0));
    }

    function test_behavior_theSameMessageHasAnotherIdOnAnotherGovernorOrChain() external {
        Call memory made = _setLimitCall(42, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        uint256 proposalId = _idOf(made);
        GimbalGovernor other = _newGovernor(token, _settings());
        bytes32 here = governor.hashSnapshotProposal(proposalId, voter(0), made.description, message);
        bytes32 there = other.hashSnapshotProposal(proposalId, voter(0), made.description, message);
        assertTrue(here != there, "another Governor");

        uint256 chainId = block.chainid;
        chainVm.chainId(chainId + 1);
        bytes32 elsewhere = governor.hashSnapshotProposal(proposalId, voter(0), made.description, message);
        chainVm.chainId(chainId);
        assertTrue(here != elsewhere, "another chain");
    }

    function test_behavior_aSnapshotIdServesOneProposalOnly() external {
        (, bytes32 snapshotId) = _openProposal();
        Call memory second = _setLimitCall(43, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        bytes32 computed = _snapshotIdOf(second, voter(0), message);
        _expectRefusal(
            second,
            message,
            snapshotId,
            abi.encodeWithSelector(ISnapshotVotes.SnapshotIdMismatch.selector, snapshotId, computed)
        );
    }

    function test_behavior_aFrontRunnerCannotTakeTheProposal() external {
        Call memory made = _setLimitCall(42, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        bytes32 snapshotId = _snapshotIdOf(made, voter(0), message);
        bytes memory refusal = abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, voter(1));

        vm.startPrank(voter(1));
        vm.expectRevert(refusal);
        governor.propose(made.targets, made.values, made.calldatas, made.description);
        vm.expectRevert(refusal);
        governor.proposeWithSnapshot(made.targets, made.values, made.calldatas, made.description, message, snapshotId);
        vm.stopPrank();

        _propose(made, message, snapshotId);
    }

    function test_behavior_aFrontRunnerCannotNameTheSnapshotProposal() external {
        // Voter 1 proposes other calls and claims the id that voter 0's Snapshot proposal has.
        Call memory made = _setLimitCall(42, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        bytes32 snapshotId = _snapshotIdOf(made, voter(0), message);
        Call memory hostile = _setLimitCall(type(uint256).max, voter(1));
        bytes32 computed = _snapshotIdOf(hostile, voter(1), message);
        vm.prank(voter(1));
        vm.expectRevert(abi.encodeWithSelector(ISnapshotVotes.SnapshotIdMismatch.selector, snapshotId, computed));
        governor.proposeWithSnapshot(
            hostile.targets,
            hostile.values,
            hostile.calldatas,
            hostile.description,
            message,
            snapshotId
        );
    }

    function test_behavior_aNamingNeverChanges() external {
        Call memory made = _setLimitCall(42, voter(0));
        (uint256 proposalId, bytes32 snapshotId) = _openProposal(made);
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        message.title = "Another title";
        bytes32 otherId = _snapshotIdOf(made, voter(0), message);
        _expectRefusal(
            made,
            message,
            otherId,
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                proposalId,
                IGovernor.ProposalState.Active,
                bytes32(0)
            )
        );
        (bytes32 id, , ) = governor.proposalSnapshotNaming(proposalId);
        assertEq(id, snapshotId, "unchanged");
    }

    function test_behavior_aNewSpaceServesLaterProposalsOnly() external {
        (uint256 proposalId, ) = _openProposal();
        _govern(abi.encodeCall(governor.setSnapshotSpace, ("other.eth")));
        assertEq(bytes(governor.snapshotSpace()), "other.eth", "new space");
        (, bytes32 spaceHash, ) = governor.proposalSnapshotNaming(proposalId);
        assertEq(spaceHash, SPACE_HASH, "the old proposal keeps its space");
    }

    function test_error_noSpace() external {
        _govern(abi.encodeCall(governor.setSnapshotSpace, ("")));
        Call memory made = _setLimitCall(42, voter(0));
        _expectRefusal(made, _snapshotProposal(), bytes32(0), _error(ISnapshotVotes.SnapshotSpaceUnset.selector));
    }

    function test_error_descriptionNamesNoProposer() external {
        Call memory made = _setLimitCall(42, voter(0));
        made.description = "Set the limit";
        bytes memory refusal = _error(ISnapshotVotes.SnapshotProposerUnnamed.selector);
        _expectRefusal(made, _snapshotProposal(), bytes32(0), refusal);
        made.description = "Set the limit and say a lot of things about it, but nothing of who proposes it";
        _expectRefusal(made, _snapshotProposal(), bytes32(0), refusal);
        made.description = _setLimitCall(42, address(0)).description;
        _expectRefusal(made, _snapshotProposal(), bytes32(0), refusal);
    }

    function test_error_tooFewVotes() external {
        Call memory made = _setLimitCall(42, voter(5));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        bytes32 snapshotId = _snapshotIdOf(made, voter(5), message);
        vm.prank(voter(5));
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, voter(5), 4 ether, 5 ether)
        );
        governor.proposeWithSnapshot(made.targets, made.values, made.calldatas, made.description, message, snapshotId);
    }

    function test_error_votingType() external {
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        message.votingType = "weighted";
        Call memory made = _setLimitCall(42, voter(0));
        _expectRefusal(
            made,
            message,
            _snapshotIdOf(made, voter(0), message),
            abi.encodeWithSelector(ISnapshotVotes.SnapshotVotingTypeUnknown.selector, "weighted")
        );
    }

    function test_error_window() external {
        uint64 voteStart = uint64(_now() + VOTING_DELAY_SEC);
        uint64 deadline = voteStart + VOTING_PERIOD_SEC;
        _expectWindowRefused(voteStart + 1, deadline);
        _expectWindowRefused(voteStart, voteStart);
        _expectWindowRefused(voteStart, deadline + 1);
    }

    function test_behavior_widestAndNarrowestWindow() external {
        uint64 voteStart = uint64(_now() + VOTING_DELAY_SEC);
        Call memory made = _setLimitCall(1, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        (message.start, message.end) = (voteStart, voteStart + VOTING_PERIOD_SEC);
        _propose(made, message, _snapshotIdOf(made, voter(0), message));

        made = _setLimitCall(2, voter(0));
        (message.start, message.end) = (0, voteStart + 1);
        _propose(made, message, _snapshotIdOf(made, voter(0), message));
    }

    function test_error_anyFieldThatDiffers() external {
        Call memory made = _setLimitCall(42, voter(0));
        bytes32 snapshotId = _snapshotIdOf(made, voter(0), _snapshotProposal());
        for (uint256 field = 0; field < 9; ++field) {
            ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
            if (field == 0) message.timestamp += 1;
            if (field == 1) message.votingType = "single-choice";
            if (field == 2) message.title = "set the limit";
            if (field == 3) message.discussion = "x";
            if (field == 4) message.labels = new string[](1);
            if (field == 5) message.start -= 1;
            if (field == 6) message.end -= 1;
            if (field == 7) message.snapshot += 1;
            if (field == 8) message.app = "";
            bytes32 computed = _snapshotIdOf(made, voter(0), message);
            assertTrue(computed != snapshotId, "every field matters");
            _expectRefusal(
                made,
                message,
                snapshotId,
                abi.encodeWithSelector(ISnapshotVotes.SnapshotIdMismatch.selector, snapshotId, computed)
            );
        }
    }

    function test_error_anotherAuthor() external {
        Call memory made = _setLimitCall(42, voter(0));
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        bytes32 authoredByAnother = _snapshotIdOf(made, voter(1), message);
        bytes32 computed = _snapshotIdOf(made, voter(0), message);
        _expectRefusal(
            made,
            message,
            authoredByAnother,
            abi.encodeWithSelector(ISnapshotVotes.SnapshotIdMismatch.selector, authoredByAnother, computed)
        );
    }

    function test_error_spaceByAnyoneElse() external {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, address(this)));
        governor.setSnapshotSpace("mine.eth");
    }

    function _propose(
        Call memory made,
        ISnapshotVotes.SnapshotProposal memory message,
        bytes32 snapshotId
    ) private returns (uint256) {
        vm.prank(voter(0));
        return
            governor.proposeWithSnapshot(
                made.targets,
                made.values,
                made.calldatas,
                made.description,
                message,
                snapshotId
            );
    }

    function _expectRefusal(
        Call memory made,
        ISnapshotVotes.SnapshotProposal memory message,
        bytes32 snapshotId,
        bytes memory refusal
    ) private {
        vm.prank(voter(0));
        vm.expectRevert(refusal);
        governor.proposeWithSnapshot(made.targets, made.values, made.calldatas, made.description, message, snapshotId);
    }

    function _expectWindowRefused(uint64 start, uint64 end) private {
        uint256 voteStart = _now() + VOTING_DELAY_SEC;
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        (message.start, message.end) = (start, end);
        Call memory made = _setLimitCall(42, voter(0));
        _expectRefusal(
            made,
            message,
            _snapshotIdOf(made, voter(0), message),
            abi.encodeWithSelector(
                ISnapshotVotes.SnapshotWindowMismatch.selector,
                start,
                end,
                voteStart,
                voteStart + VOTING_PERIOD_SEC
            )
        );
    }

    function _error(bytes4 selector) private pure returns (bytes memory) {
        return abi.encodeWithSelector(selector);
    }
}
