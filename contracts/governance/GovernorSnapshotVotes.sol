// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ISnapshotVotes} from "../interfaces/ISnapshotVotes.sol";
import {SnapshotMessages} from "./SnapshotMessages.sol";

/// Simple counting that also takes votes signed for Snapshot. Needs a Governor whose clock is the block's timestamp.
///
/// Votes cast on chain are counted by OpenZeppelin's code, untouched. Snapshot votes have a tally of their own and one
/// slot per voter, which lets a later one replace an earlier one, and a vote on chain replace both, for the storage
/// that counting costs anyway. What a proposal has is the sum of the two.
abstract contract GovernorSnapshotVotes is GovernorCountingSimple, ISnapshotVotes {
    /// What a proposal names.
    struct Naming {
        bytes32 snapshotProposalId;
        bytes32 spaceHash;
        uint64 start;
    }

    /// A Snapshot vote that counts, in one slot. A choice of 0 is no vote.
    struct Ballot {
        uint8 choice;
        // Never later than the block, so 40 bits last.
        uint40 timestamp;
        // Votes checkpoints hold 208 bits.
        uint208 weight;
    }

    /// A signer's contract gets no more than this, so that it cannot burn the gas of the batch. A multisig takes about
    /// 10,000 for each owner, a passkey verified in Solidity about 300,000.
    uint256 private constant CONTRACT_SIGNATURE_GAS = 500_000;

    bytes32 private constant BASIC_HASH = keccak256("basic");
    bytes32 private constant SINGLE_CHOICE_HASH = keccak256("single-choice");

    string private _space;
    mapping(uint256 proposalId => Naming) private _namings;
    mapping(uint256 proposalId => mapping(address voter => Ballot)) private _ballots;
    // By support: Against, For, Abstain.
    mapping(uint256 proposalId => uint256[3]) private _tallies;

    constructor(string memory initialSpace) {
        _setSnapshotSpace(initialSpace);
    }

    /// @inheritdoc ISnapshotVotes
    function proposeWithSnapshot(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        SnapshotProposal calldata snapshotProposal,
        bytes32 snapshotProposalId
    ) external virtual returns (uint256 proposalId) {
        require(bytes(_space).length != 0, SnapshotSpaceUnset());
        // A description that even the zero address may use is not reserved. If it is, `propose` sees for whom.
        require(!_isValidDescriptionForProposer(address(0), description), SnapshotProposerUnnamed());
        proposalId = propose(targets, values, calldatas, description);
        _nameSnapshot(proposalId, keccak256(bytes(description)), snapshotProposal, snapshotProposalId);
    }

    /// @inheritdoc ISnapshotVotes
    function castVotesBySnapshotSig(
        uint256 proposalId,
        SnapshotVote[] calldata votes,
        bytes[] calldata signatures
    ) public virtual returns (VoteOutcome[] memory outcomes) {
        require(votes.length == signatures.length, SnapshotLengthMismatch(votes.length, signatures.length));
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));
        Naming memory naming = _namings[proposalId];
        require(naming.snapshotProposalId != 0, SnapshotUnnamed(proposalId));

        bytes32 idHash = SnapshotMessages.hashIdText(naming.snapshotProposalId);
        uint256 voteStart = proposalSnapshot(proposalId);
        bool tallyChanged;
        outcomes = new VoteOutcome[](votes.length);
        for (uint256 i = 0; i < votes.length; ++i) {
            VoteOutcome outcome = _castSnapshotVote(proposalId, naming, idHash, voteStart, votes[i], signatures[i]);
            outcomes[i] = outcome;
            if (outcome == VoteOutcome.Counted || outcome == VoteOutcome.Replaced) {
                tallyChanged = true;
            } else {
                emit VoteSkipped(proposalId, votes[i].from, outcome);
            }
        }
        // Once is enough: what depends on the tally depends on the block's time, too, and on nothing else.
        if (tallyChanged) _tallyUpdated(proposalId);
    }

    /// @inheritdoc ISnapshotVotes
    function setSnapshotSpace(string calldata newSpace) external virtual onlyGovernance {
        _setSnapshotSpace(newSpace);
    }

    /// @inheritdoc ISnapshotVotes
    function snapshotSpace() external view virtual returns (string memory) {
        return _space;
    }

    /// @inheritdoc ISnapshotVotes
    function snapshotPlugins(uint256 proposalId) external view virtual returns (string memory) {
        return string(_plugins(proposalId));
    }

    /// @inheritdoc ISnapshotVotes
    function hashSnapshotProposal(
        uint256 proposalId,
        address proposer,
        string calldata description,
        SnapshotProposal calldata snapshotProposal
    ) external view virtual returns (bytes32 snapshotProposalId) {
        return
            _hashSnapshotProposal(
                proposalId,
                proposer,
                keccak256(bytes(_space)),
                keccak256(bytes(description)),
                snapshotProposal
            );
    }

    /// @inheritdoc ISnapshotVotes
    function proposalSnapshotNaming(
        uint256 proposalId
    ) external view virtual returns (bytes32 snapshotProposalId, bytes32 spaceHash, uint64 start) {
        Naming storage naming = _namings[proposalId];
        return (naming.snapshotProposalId, naming.spaceHash, naming.start);
    }

    /// @inheritdoc ISnapshotVotes
    function snapshotBallot(
        uint256 proposalId,
        address voter
    ) external view virtual returns (uint8 choice, uint64 timestamp, uint256 weight) {
        Ballot storage ballot = _ballots[proposalId][voter];
        return (ballot.choice, ballot.timestamp, ballot.weight);
    }

    /// @inheritdoc ISnapshotVotes
    function snapshotTally(
        uint256 proposalId
    ) external view virtual returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        uint256[3] storage tally = _tallies[proposalId];
        return (tally[uint8(VoteType.Against)], tally[uint8(VoteType.For)], tally[uint8(VoteType.Abstain)]);
    }

    /// @inheritdoc ISnapshotVotes
    function isValidContractSignature(
        address signer,
        bytes32 digest,
        bytes calldata signature
    ) external view virtual returns (bool) {
        return SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// Whether a vote of `account` counts, however it came. One that came by Snapshot can still be replaced.
    function hasVoted(uint256 proposalId, address account) public view virtual override returns (bool) {
        return super.hasVoted(proposalId, account) || _ballots[proposalId][account].choice != 0;
    }

    /// All votes that count, however they came.
    function proposalVotes(
        uint256 proposalId
    ) public view virtual override returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        (againstVotes, forVotes, abstainVotes) = super.proposalVotes(proposalId);
        uint256[3] storage tally = _tallies[proposalId];
        againstVotes += tally[uint8(VoteType.Against)];
        forVotes += tally[uint8(VoteType.For)];
        abstainVotes += tally[uint8(VoteType.Abstain)];
    }

    function _quorumReached(uint256 proposalId) internal view virtual override returns (bool) {
        (, uint256 forVotes, uint256 abstainVotes) = proposalVotes(proposalId);
        return quorum(proposalSnapshot(proposalId)) <= forVotes + abstainVotes;
    }

    function _voteSucceeded(uint256 proposalId) internal view virtual override returns (bool) {
        (uint256 againstVotes, uint256 forVotes, ) = proposalVotes(proposalId);
        return forVotes > againstVotes;
    }

    /// A vote on chain takes the place of the voter's Snapshot vote: nobody can know whether that was his last.
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) internal virtual override returns (uint256) {
        Ballot memory ballot = _ballots[proposalId][account];
        if (ballot.choice != 0) {
            delete _ballots[proposalId][account];
            _withdraw(proposalId, account, ballot);
        }
        return super._countVote(proposalId, account, support, totalWeight, params);
    }

    /// The checks stand in the order of their cost, except that the signature is proved last, when it alone decides.
    function _castSnapshotVote(
        uint256 proposalId,
        Naming memory naming,
        bytes32 idHash,
        uint256 voteStart,
        SnapshotVote calldata vote,
        bytes calldata signature
    ) private returns (VoteOutcome outcome) {
        if (vote.choice == 0 || vote.choice > 3) return VoteOutcome.InvalidChoice;
        if (vote.timestamp < naming.start || vote.timestamp > block.timestamp) return VoteOutcome.OutsideWindow;
        if (super.hasVoted(proposalId, vote.from)) return VoteOutcome.VotedOnChain;
        Ballot memory old = _ballots[proposalId][vote.from];
        if (old.choice != 0 && vote.timestamp <= old.timestamp) return VoteOutcome.NotNewer;
        uint256 weight = _getVotes(vote.from, voteStart, _defaultParams());
        if (weight == 0) return VoteOutcome.NoVotes;
        bytes32 digest = SnapshotMessages.hashVote(vote, naming.spaceHash, idHash);
        if (!_isSignedBy(vote.from, digest, signature)) return VoteOutcome.InvalidSignature;

        outcome = VoteOutcome.Counted;
        if (old.choice != 0) {
            outcome = VoteOutcome.Replaced;
            _withdraw(proposalId, vote.from, old);
        }
        _ballots[proposalId][vote.from] = Ballot({
            // At most 3, and not after this block: both checked above.
            choice: uint8(vote.choice),
            timestamp: uint40(vote.timestamp),
            weight: SafeCast.toUint208(weight)
        });
        uint8 support = _supportOf(uint8(vote.choice));
        _tallies[proposalId][support] += weight;
        emit VoteCast(vote.from, proposalId, support, weight, vote.reason);
        emit SnapshotVoteCounted(proposalId, vote.from, vote.timestamp);
    }

    /// Takes out of the tally exactly what the ballot put in.
    function _withdraw(uint256 proposalId, address voter, Ballot memory ballot) private {
        uint8 support = _supportOf(ballot.choice);
        _tallies[proposalId][support] -= ballot.weight;
        emit SnapshotVoteReplaced(proposalId, voter, support, ballot.weight);
    }

    function _nameSnapshot(
        uint256 proposalId,
        bytes32 descriptionHash,
        SnapshotProposal calldata snapshotProposal,
        bytes32 claimedId
    ) private {
        bytes32 typeHash = keccak256(bytes(snapshotProposal.votingType));
        require(
            typeHash == BASIC_HASH || typeHash == SINGLE_CHOICE_HASH,
            SnapshotVotingTypeUnknown(snapshotProposal.votingType)
        );
        (uint64 start, uint64 end) = (snapshotProposal.start, snapshotProposal.end);
        uint256 voteStart = proposalSnapshot(proposalId);
        uint256 deadline = proposalDeadline(proposalId);
        require(
            start <= voteStart && voteStart < end && end <= deadline,
            SnapshotWindowMismatch(start, end, voteStart, deadline)
        );
        bytes32 spaceHash = keccak256(bytes(_space));
        bytes32 computedId = _hashSnapshotProposal(
            proposalId,
            _msgSender(),
            spaceHash,
            descriptionHash,
            snapshotProposal
        );
        require(computedId == claimedId, SnapshotIdMismatch(claimedId, computedId));

        _namings[proposalId] = Naming(computedId, spaceHash, start);
        emit ProposalSnapshotNamed(proposalId, computedId, _space, start, end);
    }

    function _setSnapshotSpace(string memory newSpace) private {
        emit SnapshotSpaceSet(_space, newSpace);
        _space = newSpace;
    }

    /// A key's own signature counts even where the account has code (EIP-7702); a contract's word counts otherwise.
    function _isSignedBy(address voter, bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && recovered == voter) return true;
        if (voter.code.length == 0) return false;
        try this.isValidContractSignature{gas: CONTRACT_SIGNATURE_GAS}(voter, digest, signature) returns (bool valid) {
            return valid;
        } catch {
            return false;
        }
    }

    function _hashSnapshotProposal(
        uint256 proposalId,
        address proposer,
        bytes32 spaceHash,
        bytes32 bodyHash,
        SnapshotProposal calldata snapshotProposal
    ) private view returns (bytes32) {
        bytes32 pluginsHash = keccak256(_plugins(proposalId));
        return SnapshotMessages.hashProposal(snapshotProposal, proposer, spaceHash, bodyHash, pluginsHash);
    }

    function _plugins(uint256 proposalId) private view returns (bytes memory) {
        return SnapshotMessages.plugins(block.chainid, address(this), proposalId);
    }

    /// Snapshot's 1 For, 2 Against, 3 Abstain as the Governor's support.
    function _supportOf(uint8 choice) private pure returns (uint8) {
        if (choice == 1) return uint8(VoteType.For);
        return choice == 2 ? uint8(VoteType.Against) : uint8(VoteType.Abstain);
    }
}
