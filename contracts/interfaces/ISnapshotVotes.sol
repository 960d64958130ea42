// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// Votes signed for Snapshot that count in a Governor.
///
/// A Governor proposal may name one Snapshot proposal when it is created, never later. A Snapshot proposal's id is the
/// EIP-712 digest of the proposal message, so the Governor recomputes the id from the message's fields, and requires
/// one of them (`plugins`) to name the chain, this Governor and the Governor proposal. A vote for that id is therefore
/// a vote for exactly these calls on exactly this chain, although Snapshot's domain has neither chain id nor contract.
interface ISnapshotVotes {
    /// The fields of a Snapshot proposal that its author is free to choose. The rest is fixed: `from` is the proposer,
    /// `space` the governed space, `body` the Governor proposal's description, `choices` For, Against and Abstain,
    /// `plugins` as {snapshotPlugins} says, `privacy` empty.
    struct SnapshotProposal {
        /// When the message was signed, Unix seconds.
        uint64 timestamp;
        /// "basic" or "single-choice".
        string votingType;
        string title;
        string discussion;
        string[] labels;
        /// When Snapshot opens and closes the vote, Unix seconds.
        uint64 start;
        uint64 end;
        /// The block at which Snapshot shows voting power. The Governor does not use it.
        uint64 snapshot;
        string app;
    }

    /// A Snapshot `Vote` message without its space and proposal, which are those that the Governor proposal names.
    struct SnapshotVote {
        /// The voter; signed as its EIP-55 text.
        address from;
        /// When the voter says it was signed, Unix seconds.
        uint64 timestamp;
        /// 1 For, 2 Against, 3 Abstain.
        uint32 choice;
        string reason;
        string app;
        string metadata;
    }

    /// What became of one vote of a batch, in the order of the checks after the first two.
    enum VoteOutcome {
        /// Counted for the first time.
        Counted,
        /// Counted in place of the voter's earlier Snapshot vote.
        Replaced,
        /// The choice is not 1, 2 or 3.
        InvalidChoice,
        /// Dated before the Snapshot vote opened, or after this block.
        OutsideWindow,
        /// The voter has voted on chain; that vote is final.
        VotedOnChain,
        /// A Snapshot vote of the same time or a later one counts already.
        NotNewer,
        /// The voter had no votes at the proposal's snapshot.
        NoVotes,
        /// Not signed by `from` for this space, this Snapshot proposal and these fields.
        InvalidSignature
    }

    /// The proposal accepts Snapshot votes for this id from now on.
    event ProposalSnapshotNamed(
        uint256 indexed proposalId,
        bytes32 indexed snapshotProposalId,
        string space,
        uint64 start,
        uint64 end
    );
    /// A Snapshot vote counts. Support, weight and reason are in the `VoteCast` that stands before it.
    event SnapshotVoteCounted(uint256 indexed proposalId, address indexed voter, uint64 timestamp);
    /// The voter's Snapshot vote no longer counts; the `VoteCast` that follows does. Support is the Governor's.
    event SnapshotVoteReplaced(uint256 indexed proposalId, address indexed voter, uint8 support, uint256 weight);
    /// A vote of a batch did not count. `voter` is what the relayer claimed: nobody has proved it.
    event VoteSkipped(uint256 indexed proposalId, address indexed voter, VoteOutcome reason);
    /// The space that later proposals may name.
    event SnapshotSpaceSet(string oldSpace, string newSpace);

    /// The clock of the token is not the block's timestamp.
    error ClockNotTimestamp(uint256 clock, uint256 timestamp);
    /// No space is set: Snapshot votes are switched off.
    error SnapshotSpaceUnset();
    /// The description does not end with `#proposer=` and the proposer's address, so that anyone could take its place.
    error SnapshotProposerUnnamed();
    /// The Snapshot vote must be open when the Governor's starts, and close after that and by its deadline.
    error SnapshotWindowMismatch(uint256 start, uint256 end, uint256 voteStart, uint256 deadline);
    /// Neither "basic" nor "single-choice".
    error SnapshotVotingTypeUnknown(string votingType);
    /// The fields do not give the id that was claimed.
    error SnapshotIdMismatch(bytes32 claimed, bytes32 computed);
    /// The proposal names no Snapshot proposal.
    error SnapshotUnnamed(uint256 proposalId);
    /// One signature per vote.
    error SnapshotLengthMismatch(uint256 votes, uint256 signatures);

    /// Proposes as `propose` does, under the same proposal id, and names the Snapshot proposal that collects votes.
    /// @param targets The contracts to call.
    /// @param values The wei to send with each call.
    /// @param calldatas The data of each call.
    /// @param description Ends with `#proposer=` and the caller's address; it is also the body on Snapshot.
    /// @param snapshotProposal The fields that its author chose.
    /// @param snapshotProposalId The id that Snapshot gave it.
    /// @return proposalId The Governor's id, `hashProposal` of the first four.
    /// @dev Reverts if the space is unset, the description does not name its proposer, `propose` refuses it, the voting
    /// type is unknown, the windows do not fit, or the id does not match.
    function proposeWithSnapshot(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        SnapshotProposal calldata snapshotProposal,
        bytes32 snapshotProposalId
    ) external returns (uint256 proposalId);

    /// Counts the good votes of a batch; a bad one is skipped and stops no other. Anyone may send it.
    ///
    /// A vote counts with the votes that its voter held at the proposal's snapshot. It replaces an earlier-dated
    /// Snapshot vote of the same voter, never one cast on chain; one cast on chain replaces it.
    /// @param proposalId An active proposal that names a Snapshot proposal.
    /// @param votes The messages, in any order.
    /// @param signatures signatures[i] is over votes[i]: 65 bytes of ECDSA, or what the voter's contract takes
    /// (ERC-1271).
    /// @return outcomes What became of each.
    /// @dev Reverts if the lists differ in length, the proposal is not active, or it names no Snapshot proposal.
    function castVotesBySnapshotSig(
        uint256 proposalId,
        SnapshotVote[] calldata votes,
        bytes[] calldata signatures
    ) external returns (VoteOutcome[] memory outcomes);

    /// Sets the space that later proposals may name; an empty one switches Snapshot votes off for them. Proposals that
    /// exist keep theirs. Only by vote.
    function setSnapshotSpace(string calldata newSpace) external;

    /// The space that a new proposal names, for example `gimbal.eth`.
    function snapshotSpace() external view returns (string memory);

    /// What the `plugins` field of a Snapshot proposal must be to name this chain, this Governor and this proposal:
    /// `{"gimbal":{"governor":"eip155:<chain>:<address>","proposalId":"0x<64 digits>"}}`, the address as EIP-55 text.
    function snapshotPlugins(uint256 proposalId) external view returns (string memory);

    /// The id that Snapshot gives to this message of this author. For clients that want to check before they sign.
    function hashSnapshotProposal(
        uint256 proposalId,
        address proposer,
        string calldata description,
        SnapshotProposal calldata snapshotProposal
    ) external view returns (bytes32 snapshotProposalId);

    /// What a proposal names: the Snapshot id (0: none), the keccak-256 of the space, and when Snapshot opens the vote.
    function proposalSnapshotNaming(
        uint256 proposalId
    ) external view returns (bytes32 snapshotProposalId, bytes32 spaceHash, uint64 start);

    /// The voter's Snapshot vote that counts: its choice (0: none), its date, and its weight.
    function snapshotBallot(
        uint256 proposalId,
        address voter
    ) external view returns (uint8 choice, uint64 timestamp, uint256 weight);

    /// The part of `proposalVotes` that came by Snapshot.
    function snapshotTally(
        uint256 proposalId
    ) external view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);

    /// Whether the contract at `signer` takes the signature (ERC-1271). The Governor asks itself, with limited gas.
    function isValidContractSignature(
        address signer,
        bytes32 digest,
        bytes calldata signature
    ) external view returns (bool);
}
