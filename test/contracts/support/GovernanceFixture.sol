// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {GimbalGovernor} from "../../../contracts/governance/GimbalGovernor.sol";
import {GimbalToken} from "../../../contracts/governance/GimbalToken.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";
import {ManagedTarget} from "./ManagedTarget.sol";
import {SnapshotReference} from "./SnapshotReference.sol";
import {Test} from "./Test.sol";

/// Cheat codes that only these tests use.
interface ChainVm {
    function chainId(uint256 newChainId) external;
    function getBlockTimestamp() external view returns (uint256);
}

/// Deploys governance in the order of docs/security.md, and makes proposals and votes for tests.
/// Six voters hold 30, 25, 20, 15, 6 and 4 of 100 tokens; the quorum is 40, the threshold 5.
abstract contract GovernanceFixture is Test {
    ChainVm internal constant chainVm = ChainVm(address(vm));

    struct Call {
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        string description;
    }

    uint256 internal constant START = 1_760_000_000;
    uint48 internal constant VOTING_DELAY_SEC = 1 days;
    uint32 internal constant VOTING_PERIOD_SEC = 5 days;
    uint48 internal constant VOTE_EXTENSION_SEC = 1 days;
    uint256 internal constant TIMELOCK_DELAY_SEC = 2 days;
    uint64 internal constant GUARDIAN_ROLE = 1;
    string internal constant SPACE = "gimbal.eth";

    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    GimbalToken internal token;
    TimelockController internal timelock;
    GimbalGovernor internal governor;
    AccessManager internal manager;
    ManagedTarget internal target;
    address internal guardian = address(0x6a7d);

    function setUp() public virtual {
        vm.warp(START);
        (address[] memory holders, uint256[] memory amounts) = _distribution();
        token = new GimbalToken(holders, amounts);
        _deployAround();
        vm.warp(START + 1);
    }

    /// Carries a call of the Governor's own through a vote, as voters 0 and 1, and executes it.
    function _govern(bytes memory data) internal {
        _pass(_call(address(governor), data, "Change a setting", voter(0)));
    }

    function _pass(Call memory made) internal {
        vm.prank(voter(0));
        uint256 proposalId = governor.propose(made.targets, made.values, made.calldatas, made.description);
        vm.warp(governor.proposalSnapshot(proposalId) + 1);
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(voter(i));
            governor.castVote(proposalId, FOR);
        }
        vm.warp(governor.proposalDeadline(proposalId) + 1);
        _execute(made);
    }

    /// Queues a proposal that has succeeded, waits for the timelock, and executes it.
    function _execute(Call memory made) internal {
        bytes32 descriptionHash = keccak256(bytes(made.description));
        governor.queue(made.targets, made.values, made.calldatas, descriptionHash);
        vm.warp(_now() + TIMELOCK_DELAY_SEC);
        governor.execute(made.targets, made.values, made.calldatas, descriptionHash);
    }

    /// The block's timestamp. The optimizer takes `block.timestamp` for constant within a call, across `warp` too.
    function _now() internal view returns (uint256) {
        return chainVm.getBlockTimestamp();
    }

    /// Voter i of six, its key, and its votes.
    function key(uint256 i) internal pure returns (uint256) {
        return i + 1;
    }

    function voter(uint256 i) internal pure returns (address) {
        return vm.addr(key(i));
    }

    function votesOf(uint256 i) internal pure returns (uint256) {
        return [uint256(30 ether), 25 ether, 20 ether, 15 ether, 6 ether, 4 ether][i];
    }

    function _distribution() internal virtual returns (address[] memory holders, uint256[] memory amounts) {
        holders = new address[](6);
        amounts = new uint256[](6);
        for (uint256 i = 0; i < 6; ++i) {
            holders[i] = voter(i);
            amounts[i] = votesOf(i);
        }
    }

    function _newGovernor(IVotes votes, GimbalGovernor.Settings memory settings) internal returns (GimbalGovernor) {
        return
            GimbalGovernor(payable(deploy("GimbalGovernor.sol:GimbalGovernor", abi.encode(votes, timelock, settings))));
    }

    /// The deployer is this contract; after the last line it holds nothing.
    function _deployAround() internal {
        timelock = new TimelockController(TIMELOCK_DELAY_SEC, new address[](0), new address[](0), address(this));
        governor = _newGovernor(token, _settings());
        manager = new AccessManager(address(this));
        target = new ManagedTarget(address(manager));

        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = ManagedTarget.halt.selector;
        manager.setTargetFunctionRole(address(target), selectors, GUARDIAN_ROLE);
        manager.labelRole(GUARDIAN_ROLE, "GUARDIAN");
        manager.grantRole(GUARDIAN_ROLE, guardian, 0);
        manager.grantRole(manager.ADMIN_ROLE(), address(timelock), 0);
        manager.renounceRole(manager.ADMIN_ROLE(), address(this));

        timelock.grantRole(timelock.PROPOSER_ROLE(), address(governor));
        timelock.grantRole(timelock.CANCELLER_ROLE(), address(governor));
        timelock.grantRole(timelock.EXECUTOR_ROLE(), address(governor));
        timelock.renounceRole(timelock.DEFAULT_ADMIN_ROLE(), address(this));
    }

    function _settings() internal pure returns (GimbalGovernor.Settings memory) {
        return
            GimbalGovernor.Settings({
                votingDelaySec: VOTING_DELAY_SEC,
                votingPeriodSec: VOTING_PERIOD_SEC,
                proposalThreshold: 5 ether,
                quorumPercent: 40,
                voteExtensionSec: VOTE_EXTENSION_SEC,
                snapshotSpace: SPACE
            });
    }

    /// One call, with a description that reserves it for its proposer.
    function _call(
        address to,
        bytes memory data,
        string memory text,
        address proposer
    ) internal pure returns (Call memory made) {
        made.targets = new address[](1);
        made.targets[0] = to;
        made.values = new uint256[](1);
        made.calldatas = new bytes[](1);
        made.calldatas[0] = data;
        made.description = string.concat(text, "#proposer=", Strings.toHexString(proposer));
    }

    function _setLimitCall(uint256 limit, address proposer) internal view returns (Call memory) {
        return _call(address(target), abi.encodeCall(ManagedTarget.setLimit, (limit)), "Set the limit", proposer);
    }

    function _idOf(Call memory made) internal view returns (uint256) {
        return governor.getProposalId(made.targets, made.values, made.calldatas, keccak256(bytes(made.description)));
    }

    /// A Snapshot proposal that opens when the Governor's vote does if proposed now, and closes a day earlier.
    function _snapshotProposal() internal view returns (ISnapshotVotes.SnapshotProposal memory made) {
        made.timestamp = uint64(_now());
        made.votingType = "basic";
        made.title = "Set the limit";
        made.labels = new string[](0);
        made.start = uint64(_now() + VOTING_DELAY_SEC);
        made.end = uint64(_now() + VOTING_DELAY_SEC + VOTING_PERIOD_SEC - 1 days);
        made.snapshot = 1;
        made.app = "gimbal";
    }

    function _snapshotIdOf(
        Call memory made,
        address proposer,
        ISnapshotVotes.SnapshotProposal memory message
    ) internal view returns (bytes32) {
        return
            SnapshotReference.hashProposal(message, proposer, SPACE, made.description, address(governor), _idOf(made));
    }

    /// Voter 0 proposes; the vote is open after this.
    function _openProposal(Call memory made) internal returns (uint256 proposalId, bytes32 snapshotId) {
        ISnapshotVotes.SnapshotProposal memory message = _snapshotProposal();
        snapshotId = _snapshotIdOf(made, voter(0), message);
        vm.prank(voter(0));
        proposalId = governor.proposeWithSnapshot(
            made.targets,
            made.values,
            made.calldatas,
            made.description,
            message,
            snapshotId
        );
        vm.warp(governor.proposalSnapshot(proposalId) + 1);
    }

    function _openProposal() internal returns (uint256 proposalId, bytes32 snapshotId) {
        return _openProposal(_setLimitCall(42, voter(0)));
    }

    function _vote(address from, uint32 choice) internal view returns (ISnapshotVotes.SnapshotVote memory) {
        return ISnapshotVotes.SnapshotVote(from, uint64(_now()), choice, "", "gimbal", "{}");
    }

    function _sign(
        uint256 privateKey,
        ISnapshotVotes.SnapshotVote memory vote,
        bytes32 snapshotId
    ) internal pure returns (bytes memory) {
        return _signDigest(privateKey, SnapshotReference.hashVote(vote, SPACE, snapshotId));
    }

    function _signDigest(uint256 privateKey, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }

    /// Sends one vote and returns what became of it.
    function _cast(
        uint256 proposalId,
        ISnapshotVotes.SnapshotVote memory vote,
        bytes memory signature
    ) internal returns (ISnapshotVotes.VoteOutcome) {
        ISnapshotVotes.SnapshotVote[] memory votes = new ISnapshotVotes.SnapshotVote[](1);
        bytes[] memory signatures = new bytes[](1);
        votes[0] = vote;
        signatures[0] = signature;
        return governor.castVotesBySnapshotSig(proposalId, votes, signatures)[0];
    }

    /// Voter i votes on Snapshot now, and it is delivered.
    function _castBySnapshot(
        uint256 proposalId,
        bytes32 snapshotId,
        uint256 i,
        uint32 choice
    ) internal returns (ISnapshotVotes.VoteOutcome) {
        ISnapshotVotes.SnapshotVote memory vote = _vote(voter(i), choice);
        return _cast(proposalId, vote, _sign(key(i), vote, snapshotId));
    }

    /// Voter i's signature for the Governor's own castVoteBySig, with the nonce of the proposal's own.
    function _ballotSignature(uint256 proposalId, uint256 i, uint8 support) internal view returns (bytes memory) {
        return _ballotSignature(proposalId, i, support, governor.nonces(voter(i), uint192(proposalId)));
    }

    function _ballotSignature(
        uint256 proposalId,
        uint256 i,
        uint8 support,
        uint256 nonce
    ) internal view returns (bytes memory) {
        return _signBallot(i, keccak256(abi.encode(governor.BALLOT_TYPEHASH(), proposalId, support, voter(i), nonce)));
    }

    /// The voter's signature of a struct in the Governor's domain.
    function _signBallot(uint256 i, bytes32 structHash) internal view returns (bytes memory) {
        bytes32 separator = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Gimbal Governor"),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
        return _signDigest(key(i), keccak256(abi.encodePacked(hex"1901", separator, structHash)));
    }

    function assertOutcome(
        ISnapshotVotes.VoteOutcome got,
        ISnapshotVotes.VoteOutcome wanted,
        string memory what
    ) internal pure {
        assertEq(uint256(got), uint256(wanted), what);
    }

    function assertTally(uint256 proposalId, uint256 against, uint256 inFavour, uint256 abstain) internal view {
        (uint256 a, uint256 f, uint256 b) = governor.proposalVotes(proposalId);
        assertEq(a, against, "against");
        assertEq(f, inFavour, "for");
        assertEq(b, abstain, "abstain");
    }
}
