// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ISnapshotVotes} from "../interfaces/ISnapshotVotes.sol";
import {HexText} from "./HexText.sol";

/// EIP-712 digests of Snapshot messages, as snapshot.js 0.17.5 (src/sign/types.ts) signs them.
///
/// Addresses and proposal ids are signed as text there, addresses in EIP-55 capitals, ids in small letters. Earlier
/// versions of the client signed other types; their signatures do not verify.
library SnapshotMessages {
    bytes32 internal constant DOMAIN_SEPARATOR = keccak256(
        abi.encode(keccak256("EIP712Domain(string name,string version)"), keccak256("snapshot"), keccak256("0.1.4"))
    );

    bytes32 internal constant VOTE_TYPEHASH = keccak256(
        "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,"
        "string reason,string app,string metadata)"
    );

    bytes32 internal constant PROPOSAL_TYPEHASH = keccak256(
        "Proposal(string from,string space,uint64 timestamp,string type,string title,string body,string discussion,"
        "string[] choices,string[] labels,uint64 start,uint64 end,uint64 snapshot,string plugins,string privacy,"
        "string app)"
    );

    /// The hash of ["For", "Against", "Abstain"]: a vote's choice counts from 1 in this order.
    bytes32 internal constant CHOICES_HASH = keccak256(
        abi.encode(keccak256("For"), keccak256("Against"), keccak256("Abstain"))
    );

    /// The digest that a voter signs.
    /// @param spaceHash keccak-256 of the space.
    /// @param proposalHash keccak-256 of the proposal id's text, see {hashIdText}.
    function hashVote(
        ISnapshotVotes.SnapshotVote calldata vote,
        bytes32 spaceHash,
        bytes32 proposalHash
    ) internal pure returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                VOTE_TYPEHASH,
                keccak256(HexText.ofAddress(vote.from)),
                spaceHash,
                vote.timestamp,
                proposalHash,
                vote.choice,
                keccak256(bytes(vote.reason)),
                keccak256(bytes(vote.app)),
                keccak256(bytes(vote.metadata))
            )
        );
        return MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR, structHash);
    }

    /// The digest that the author signs, which is the id of the Snapshot proposal.
    /// @param spaceHash keccak-256 of the space.
    /// @param bodyHash keccak-256 of the body.
    /// @param pluginsHash keccak-256 of the plugins' text, see {plugins}.
    function hashProposal(
        ISnapshotVotes.SnapshotProposal calldata proposal,
        address author,
        bytes32 spaceHash,
        bytes32 bodyHash,
        bytes32 pluginsHash
    ) internal pure returns (bytes32) {
        // In two halves, as one list of sixteen words is more than the compiler's stack takes.
        bytes memory head = abi.encode(
            PROPOSAL_TYPEHASH,
            keccak256(HexText.ofAddress(author)),
            spaceHash,
            proposal.timestamp,
            keccak256(bytes(proposal.votingType)),
            keccak256(bytes(proposal.title)),
            bodyHash,
            keccak256(bytes(proposal.discussion))
        );
        bytes memory tail = abi.encode(
            CHOICES_HASH,
            _hashTexts(proposal.labels),
            proposal.start,
            proposal.end,
            proposal.snapshot,
            pluginsHash,
            keccak256(""),
            keccak256(bytes(proposal.app))
        );
        return MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR, keccak256(bytes.concat(head, tail)));
    }

    /// keccak-256 of "0x" and the id's 64 small digits, which is how a vote names its proposal.
    function hashIdText(bytes32 snapshotProposalId) internal pure returns (bytes32) {
        return keccak256(HexText.ofWord(snapshotProposalId));
    }

    /// The text that ties a Snapshot proposal to a chain, a Governor (CAIP-10) and a Governor proposal.
    function plugins(uint256 chainId, address governor, uint256 proposalId) internal pure returns (bytes memory) {
        return
            abi.encodePacked(
                '{"gimbal":{"governor":"eip155:',
                Strings.toString(chainId),
                ":",
                HexText.ofAddress(governor),
                '","proposalId":"',
                HexText.ofWord(bytes32(proposalId)),
                '"}}'
            );
    }

    function _hashTexts(string[] calldata texts) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](texts.length);
        for (uint256 i = 0; i < texts.length; ++i) {
            hashes[i] = keccak256(bytes(texts[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
