// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorNoncesKeyed} from "@openzeppelin/contracts/governance/extensions/GovernorNoncesKeyed.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
// solhint-disable-next-line max-line-length
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {GovernorPreventLateTurn} from "./GovernorPreventLateTurn.sol";
import {GovernorSnapshotVotes} from "./GovernorSnapshotVotes.sol";

/// The Governor: votes of GimbalToken, cast on chain or signed for Snapshot, decide what the timelock executes.
/// Every setting is changed by vote only.
///
/// A ballot signed for `castVoteBySig` has a nonce of its proposal's own, `nonces(voter, uint192(proposalId))`: ballots
/// for several open proposals can be signed at once and brought in any order.
contract GimbalGovernor is
    Governor,
    GovernorSettings,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorPreventLateTurn,
    GovernorNoncesKeyed,
    GovernorTimelockControl,
    GovernorSnapshotVotes
{
    /// What voters may change later, each by its own setter.
    struct Settings {
        // From the proposal to the moment that fixes who holds how many votes.
        uint48 votingDelaySec;
        uint32 votingPeriodSec;
        // Votes a proposer needs, 18 decimals.
        uint256 proposalThreshold;
        // For and Abstain together, of the whole supply.
        uint256 quorumPercent;
        // A proposal whose outcome turns late stays open this long after.
        uint48 voteExtensionSec;
        // Empty: no Snapshot votes.
        string snapshotSpace;
    }

    /// Reverts if the token's clock is not the block's timestamp, or OpenZeppelin refuses a setting.
    constructor(
        IVotes token,
        TimelockController timelock,
        Settings memory settings
    )
        Governor("Gimbal Governor")
        GovernorSettings(settings.votingDelaySec, settings.votingPeriodSec, settings.proposalThreshold)
        GovernorVotes(token)
        GovernorVotesQuorumFraction(settings.quorumPercent)
        GovernorPreventLateQuorum(settings.voteExtensionSec)
        GovernorTimelockControl(timelock)
        GovernorSnapshotVotes(settings.snapshotSpace)
    {
        require(clock() == block.timestamp, ClockNotTimestamp(clock(), block.timestamp));
    }

    function castVotesBySnapshotSig(
        uint256 proposalId,
        SnapshotVote[] calldata votes,
        bytes[] calldata signatures
    ) public override extendsLateTurns(proposalId) returns (VoteOutcome[] memory outcomes) {
        return super.castVotesBySnapshotSig(proposalId, votes, signatures);
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorPreventLateTurn) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// Ballots with the un-keyed nonce stay valid, as OpenZeppelin has it.
    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal override(Governor, GovernorNoncesKeyed) returns (bool) {
        return super._validateVoteSig(proposalId, support, voter, signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal override(Governor, GovernorNoncesKeyed) returns (bool) {
        return super._validateExtendedVoteSig(proposalId, support, voter, reason, params, signature);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, GovernorNoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }

    function _castVote(
        uint256 proposalId,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal override(Governor, GovernorPreventLateTurn) returns (uint256) {
        return super._castVote(proposalId, account, support, reason, params);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateTurn) {
        super._tallyUpdated(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
