// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";
import {GasBurningSigner, OwnedSigner, RevertingSigner} from "../support/SignerContracts.sol";
import {SnapshotReference} from "../support/SnapshotReference.sol";

/// What one batch of Snapshot votes does, and which votes it skips.
contract CastVotesBySnapshotSigTest is GovernanceFixture {
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant WALLET_OWNER_KEY = 0x0a11e7;

    uint256 private proposalId;
    bytes32 private snapshotId;

    function setUp() public override {
        super.setUp();
        (proposalId, snapshotId) = _openProposal();
    }

    function test_default() external {
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](3);
        bytes[] memory signatures = new bytes[](3);
        for (uint32 i = 0; i < 3; ++i) {
            votes[i] = _vote(voter(i), i + 1);
            votes[i].reason = "Because.";
            signatures[i] = _sign(key(i), votes[i], snapshotId);
        }
        uint8[3] memory supportOf = [FOR, AGAINST, ABSTAIN];
        for (uint256 i = 0; i < 3; ++i) {
            vm.expectEmit(true, true, true, true, address(governor));
            emit IGovernor.VoteCast(voter(i), proposalId, supportOf[i], votesOf(i), "Because.");
            vm.expectEmit(true, true, true, true, address(governor));
            emit ISnapshotVotes.SnapshotVoteCounted(proposalId, voter(i), votes[i].timestamp);
        }
        // Anyone may send them.
        vm.prank(address(0xabcd));
        ISnapshotVotes.VoteOutcome[] memory outcomes = governor.castVotesBySnapshotSig(proposalId, votes, signatures);

        for (uint256 i = 0; i < 3; ++i) {
            assertOutcome(outcomes[i], ISnapshotVotes.VoteOutcome.Counted, "outcome");
            assertTrue(governor.hasVoted(proposalId, voter(i)), "has voted");
            (uint8 choice, uint64 timestamp, uint256 weight) = governor.snapshotBallot(proposalId, voter(i));
            assertEq(choice, i + 1, "choice");
            assertEq(timestamp, _now(), "timestamp");
            assertEq(weight, votesOf(i), "weight");
        }
        assertTally(proposalId, 25 ether, 30 ether, 20 ether);
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.snapshotTally(proposalId);
        assertEq(against, 25 ether, "against by Snapshot");
        assertEq(inFavour, 30 ether, "for by Snapshot");
        assertEq(abstain, 20 ether, "abstain by Snapshot");
        assertTrue(!governor.hasVoted(proposalId, voter(3)), "nobody else has voted");
    }

    function test_behavior_badVotesStopNoOther() external {
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](4);
        bytes[] memory signatures = new bytes[](4);
        for (uint256 i = 0; i < 4; ++i) {
            votes[i] = _vote(voter(i), 1);
            signatures[i] = _sign(key(i), votes[i], snapshotId);
        }
        votes[0].choice = 4;
        signatures[2] = "";
        vm.expectEmit(true, true, true, true, address(governor));
        emit ISnapshotVotes.VoteSkipped(proposalId, voter(0), ISnapshotVotes.VoteOutcome.InvalidChoice);
        vm.expectEmit(true, true, true, true, address(governor));
        emit ISnapshotVotes.VoteSkipped(proposalId, voter(2), ISnapshotVotes.VoteOutcome.InvalidSignature);
        ISnapshotVotes.VoteOutcome[] memory outcomes = governor.castVotesBySnapshotSig(proposalId, votes, signatures);
        assertOutcome(outcomes[0], ISnapshotVotes.VoteOutcome.InvalidChoice, "first");
        assertOutcome(outcomes[1], ISnapshotVotes.VoteOutcome.Counted, "second");
        assertOutcome(outcomes[2], ISnapshotVotes.VoteOutcome.InvalidSignature, "third");
        assertOutcome(outcomes[3], ISnapshotVotes.VoteOutcome.Counted, "fourth");
        assertTally(proposalId, 0, 40 ether, 0);
    }

    function test_behavior_theSameVoteTwiceInABatchCountsOnce() external {
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](2);
        bytes[] memory signatures = new bytes[](2);
        votes[0] = votes[1] = _vote(voter(0), 1);
        signatures[0] = signatures[1] = _sign(key(0), votes[0], snapshotId);
        ISnapshotVotes.VoteOutcome[] memory outcomes = governor.castVotesBySnapshotSig(proposalId, votes, signatures);
        assertOutcome(outcomes[1], ISnapshotVotes.VoteOutcome.NotNewer, "second");
        assertTally(proposalId, 0, 30 ether, 0);
    }

    function test_behavior_anEmptyBatchDoesNothing() external {
        governor.castVotesBySnapshotSig(proposalId, new ISnapshotVotes.SnapshotVote[](0), new bytes[](0));
        assertTally(proposalId, 0, 0, 0);
    }

    function test_error_choice() external {
        _expectSkipped(_vote(voter(0), 0), ISnapshotVotes.VoteOutcome.InvalidChoice);
        _expectSkipped(_vote(voter(0), 4), ISnapshotVotes.VoteOutcome.InvalidChoice);
        _expectSkipped(_vote(voter(0), type(uint32).max), ISnapshotVotes.VoteOutcome.InvalidChoice);
    }

    function test_error_datedOutsideTheWindow() external {
        (, , uint64 start) = governor.proposalSnapshotNaming(proposalId);
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
        vote.timestamp = start - 1;
        _expectSkipped(vote, ISnapshotVotes.VoteOutcome.OutsideWindow);
        vote.timestamp = uint64(_now() + 1);
        _expectSkipped(vote, ISnapshotVotes.VoteOutcome.OutsideWindow);
        vote.timestamp = type(uint64).max;
        _expectSkipped(vote, ISnapshotVotes.VoteOutcome.OutsideWindow);
        // The limits themselves are good; the first one is on record when the second one comes.
        vote.timestamp = start;
        assertOutcome(_castSigned(vote), ISnapshotVotes.VoteOutcome.Counted, "at the start");
        vote.timestamp = uint64(_now());
        assertOutcome(_castSigned(vote), ISnapshotVotes.VoteOutcome.Replaced, "now");
    }

    function test_error_voterWithoutVotes() external {
        address stranger = vm.addr(99);
        ISnapshotVotes.SnapshotVote memory vote = _vote(stranger, 1);
        bytes memory signature = _sign(99, vote, snapshotId);
        assertOutcome(_cast(proposalId, vote, signature), ISnapshotVotes.VoteOutcome.NoVotes, "never held any");
        // Tokens that came after the proposal's snapshot do not count.
        vm.prank(voter(0));
        token.transfer(stranger, 1 ether);
        vm.prank(stranger);
        token.delegate(stranger);
        vm.warp(_now() + 1);
        assertOutcome(_cast(proposalId, vote, signature), ISnapshotVotes.VoteOutcome.NoVotes, "held them too late");
    }

    function test_error_tampered() external {
        for (uint256 field = 0; field < 6; ++field) {
            ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
            bytes memory signature = _sign(key(0), vote, snapshotId);
            if (field == 0) vote.from = voter(1);
            if (field == 1) vote.timestamp -= 1;
            if (field == 2) vote.choice = 2;
            if (field == 3) vote.reason = "x";
            if (field == 4) vote.app = "x";
            if (field == 5) vote.metadata = "";
            assertOutcome(_cast(proposalId, vote, signature), ISnapshotVotes.VoteOutcome.InvalidSignature, "tampered");
        }
    }

    function test_error_anotherSpaceOrProposal() external {
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
        bytes memory signature = _signDigest(key(0), SnapshotReference.hashVote(vote, "other.eth", snapshotId));
        assertOutcome(_cast(proposalId, vote, signature), ISnapshotVotes.VoteOutcome.InvalidSignature, "space");
        signature = _sign(key(0), vote, bytes32(uint256(snapshotId) ^ 1));
        assertOutcome(_cast(proposalId, vote, signature), ISnapshotVotes.VoteOutcome.InvalidSignature, "proposal");
    }

    function test_error_replayOnAnotherProposal() external {
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
        bytes memory signature = _sign(key(0), vote, snapshotId);
        assertOutcome(_cast(proposalId, vote, signature), ISnapshotVotes.VoteOutcome.Counted, "first");
        (uint256 second, ) = _openProposal(_setLimitCall(43, voter(0)));
        // Dated before the second window; let it not be the date that refuses it.
        (, , uint64 start) = governor.proposalSnapshotNaming(second);
        vote.timestamp = start;
        signature = _sign(key(0), vote, snapshotId);
        assertOutcome(_cast(second, vote, signature), ISnapshotVotes.VoteOutcome.InvalidSignature, "second");
    }

    function test_error_malleableSignature() external {
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key(0), SnapshotReference.hashVote(vote, SPACE, snapshotId));
        bytes memory twin = abi.encodePacked(r, bytes32(CURVE_ORDER - uint256(s)), uint8(v == 27 ? 28 : 27));
        assertOutcome(_cast(proposalId, vote, twin), ISnapshotVotes.VoteOutcome.InvalidSignature, "high s");
        bytes memory short = abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255));
        assertOutcome(_cast(proposalId, vote, short), ISnapshotVotes.VoteOutcome.InvalidSignature, "64 bytes");
    }

    function test_error_zeroSigner() external {
        // Let the token say that the zero address held votes, which it never can: not even then does a signature that
        // recovers to nothing count for it.
        vm.etch(address(token), address(new GenerousToken()).code);
        ISnapshotVotes.SnapshotVote memory vote = _vote(address(0), 1);
        assertOutcome(
            _cast(proposalId, vote, abi.encodePacked(bytes32(uint256(1)), bytes32(uint256(1)), uint8(30))),
            ISnapshotVotes.VoteOutcome.InvalidSignature,
            "recovers to nothing"
        );
        assertOutcome(_cast(proposalId, vote, ""), ISnapshotVotes.VoteOutcome.InvalidSignature, "no signature");
    }

    function test_behavior_contractVoter() external {
        address wallet = address(new OwnedSigner(vm.addr(WALLET_OWNER_KEY)));
        uint256 second;
        (second, snapshotId) = _openProposalWithVoter(wallet);
        ISnapshotVotes.SnapshotVote memory vote = _vote(wallet, 2);
        bytes memory stranger = _sign(1234, vote, snapshotId);
        assertOutcome(_cast(second, vote, stranger), ISnapshotVotes.VoteOutcome.InvalidSignature, "the wallet says no");
        bytes memory owner = _sign(WALLET_OWNER_KEY, vote, snapshotId);
        assertOutcome(_cast(second, vote, owner), ISnapshotVotes.VoteOutcome.Counted, "the wallet says yes");
        assertTally(second, 3 ether, 0, 0);
    }

    function test_error_contractVoterThatReverts() external {
        _expectContractSkipped(address(new RevertingSigner()));
    }

    function test_error_contractVoterWithoutTheFunction() external {
        _expectContractSkipped(address(token));
    }

    function test_error_contractSignatureTooLongForTheGas() external {
        address wallet = address(new OwnedSigner(vm.addr(WALLET_OWNER_KEY)));
        (uint256 second, ) = _openProposalWithVoter(wallet);
        assertOutcome(
            _cast(second, _vote(wallet, 1), new bytes(600_000)),
            ISnapshotVotes.VoteOutcome.InvalidSignature,
            "too long"
        );
    }

    function test_behavior_aContractVoterCannotBurnTheBatch() external {
        address burner = address(new GasBurningSigner());
        uint256 second;
        (second, snapshotId) = _openProposalWithVoter(burner);
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](2);
        bytes[] memory signatures = new bytes[](2);
        votes[0] = _vote(burner, 1);
        votes[1] = _vote(voter(1), 1);
        signatures[0] = _sign(key(0), votes[0], snapshotId);
        signatures[1] = _sign(key(1), votes[1], snapshotId);
        uint256 gasBefore = gasleft();
        ISnapshotVotes.VoteOutcome[] memory outcomes = governor.castVotesBySnapshotSig{gas: 2_000_000}(
            second,
            votes,
            signatures
        );
        assertLe(gasBefore - gasleft(), 900_000, "gas");
        assertOutcome(outcomes[0], ISnapshotVotes.VoteOutcome.InvalidSignature, "the burner");
        assertOutcome(outcomes[1], ISnapshotVotes.VoteOutcome.Counted, "the other");
    }

    function test_behavior_aKeyWhoseAccountHasCodeStillSigns() external {
        // EIP-7702 gives an account code; the one here takes no signature.
        vm.etch(voter(0), address(new RevertingSigner()).code);
        assertOutcome(
            _castBySnapshot(proposalId, snapshotId, 0, 1),
            ISnapshotVotes.VoteOutcome.Counted,
            "its key signed"
        );
    }

    function test_error_aliasKey() external {
        // Snapshot lets a voter name another key to sign for him. The Governor knows of no such keys.
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(0), 1);
        assertOutcome(
            _cast(proposalId, vote, _sign(4321, vote, snapshotId)),
            ISnapshotVotes.VoteOutcome.InvalidSignature,
            "alias"
        );
    }

    function test_error_lengths() external {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotVotes.SnapshotLengthMismatch.selector, 1, 2));
        governor.castVotesBySnapshotSig(proposalId, new ISnapshotVotes.SnapshotVote[](1), new bytes[](2));
    }

    function test_error_notActive() external {
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        _expectStateRefused(proposalId, IGovernor.ProposalState.Defeated);
        Call memory made = _setLimitCall(43, voter(0));
        (uint256 second, bytes32 id) = _openProposal(made);
        snapshotId = id;
        vm.warp(governor.proposalSnapshot(second));
        _expectStateRefused(second, IGovernor.ProposalState.Pending);
    }

    function test_error_unknownProposal() external {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 7));
        governor.castVotesBySnapshotSig(7, new ISnapshotVotes.SnapshotVote[](0), new bytes[](0));
    }

    /// Moves 3 tokens of voter 0 to `holder`, whose votes they then are, and opens a second proposal.
    function _openProposalWithVoter(address holder) private returns (uint256, bytes32) {
        vm.prank(voter(0));
        token.transfer(holder, 3 ether);
        vm.prank(holder);
        token.delegate(holder);
        return _openProposal(_setLimitCall(43, voter(0)));
    }

    function _expectContractSkipped(address wallet) private {
        uint256 second;
        (second, snapshotId) = _openProposalWithVoter(wallet);
        ISnapshotVotes.SnapshotVote memory vote = _vote(wallet, 1);
        assertOutcome(
            _cast(second, vote, _sign(key(0), vote, snapshotId)),
            ISnapshotVotes.VoteOutcome.InvalidSignature,
            "contract"
        );
    }

    function _expectStateRefused(uint256 id, IGovernor.ProposalState state) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernor.GovernorUnexpectedProposalState.selector,
                id,
                state,
                bytes32(1 << uint8(IGovernor.ProposalState.Active))
            )
        );
        governor.castVotesBySnapshotSig(id, new ISnapshotVotes.SnapshotVote[](0), new bytes[](0));
    }

    function _castSigned(ISnapshotVotes.SnapshotVote memory vote) private returns (ISnapshotVotes.VoteOutcome) {
        return _cast(proposalId, vote, _sign(key(0), vote, snapshotId));
    }

    function _expectSkipped(ISnapshotVotes.SnapshotVote memory vote, ISnapshotVotes.VoteOutcome wanted) private {
        bytes memory signature = _sign(key(0), vote, snapshotId);
        vm.expectEmit(true, true, true, true, address(governor));
        emit ISnapshotVotes.VoteSkipped(proposalId, vote.from, wanted);
        assertOutcome(_cast(proposalId, vote, signature), wanted, "skipped");
        assertTally(proposalId, 0, 0, 0);
    }
}

/// Says that everybody, the zero address too, held one vote of a hundred.
contract GenerousToken {
    function clock() external view returns (uint48) {
        return uint48(block.timestamp);
    }

    function getPastVotes(address, uint256) external pure returns (uint256) {
        return 1;
    }

    function getPastTotalSupply(uint256) external pure returns (uint256) {
        return 100;
    }
}
