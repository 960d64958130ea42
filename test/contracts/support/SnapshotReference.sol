// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ISnapshotVotes} from "../../../contracts/interfaces/ISnapshotVotes.sol";

/// Snapshot's digests written a second time, the slow and plain way, for tests to compare with.
library SnapshotReference {
    function hashVote(
        ISnapshotVotes.SnapshotVote memory vote,
        string memory space,
        bytes32 snapshotId
    ) internal pure returns (bytes32) {
        bytes memory head = abi.encode(
            keccak256(
                "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,string reason,string app,string metadata)"
            ),
            _hash(Strings.toChecksumHexString(vote.from)),
            _hash(space),
            vote.timestamp,
            _hash(Strings.toHexString(uint256(snapshotId), 32))
        );
        bytes memory tail = abi.encode(vote.choice, _hash(vote.reason), _hash(vote.app), _hash(vote.metadata));
        return _typed(keccak256(bytes.concat(head, tail)));
    }

    function hashProposal(
        ISnapshotVotes.SnapshotProposal memory proposal,
        address author,
        string memory space,
        string memory body,
        address governor,
        uint256 proposalId
    ) internal view returns (bytes32) {
        bytes memory message = abi.encode(
            keccak256(
                "Proposal(string from,string space,uint64 timestamp,string type,string title,string body,string discussion,string[] choices,string[] labels,uint64 start,uint64 end,uint64 snapshot,string plugins,string privacy,string app)"
            ),
            _hash(Strings.toChecksumHexString(author)),
            _hash(space),
            proposal.timestamp
        );
        message = bytes.concat(
            message,
            abi.encode(
                _hash(proposal.votingType),
                _hash(proposal.title),
                _hash(body),
                _hash(proposal.discussion),
                keccak256(abi.encode(_hash("For"), _hash("Against"), _hash("Abstain"))),
                _hashList(proposal.labels)
            )
        );
        message = bytes.concat(
            message,
            abi.encode(
                proposal.start,
                proposal.end,
                proposal.snapshot,
                _hash(plugins(governor, proposalId)),
                _hash(""),
                _hash(proposal.app)
            )
        );
        return _typed(keccak256(message));
    }

    function plugins(address governor, uint256 proposalId) internal view returns (string memory) {
        return
            string.concat(
                '{"gimbal":{"governor":"eip155:',
                Strings.toString(block.chainid),
                ":",
                Strings.toChecksumHexString(governor),
                '","proposalId":"',
                Strings.toHexString(proposalId, 32),
                '"}}'
            );
    }

    function _hashList(string[] memory texts) private pure returns (bytes32) {
        bytes memory hashes;
        for (uint256 i = 0; i < texts.length; ++i) {
            hashes = bytes.concat(hashes, _hash(texts[i]));
        }
        return keccak256(hashes);
    }

    function _hash(string memory text) private pure returns (bytes32) {
        return keccak256(bytes(text));
    }

    function _typed(bytes32 structHash) private pure returns (bytes32) {
        bytes32 separator = keccak256(
            abi.encode(keccak256("EIP712Domain(string name,string version)"), _hash("snapshot"), _hash("0.1.4"))
        );
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }
}
