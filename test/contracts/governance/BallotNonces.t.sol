// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";

/// Ballots for castVoteBySig: each proposal has nonces of its own.
contract BallotNoncesTest is GovernanceFixture {
    uint256 private first;
    uint256 private second;

    function setUp() public override {
        super.setUp();
        first = _propose("The first");
        second = _propose("The second");
        vm.warp(governor.proposalSnapshot(second) + 1);
    }

    function test_default_ballotsOfSeveralProposalsCountInAnyOrder() external {
        // Both are signed before either is brought.
        bytes memory forFirst = _ballotSignature(first, 0, FOR);
        bytes memory forSecond = _ballotSignature(second, 0, AGAINST);
        governor.castVoteBySig(second, AGAINST, voter(0), forSecond);
        governor.castVoteBySig(first, FOR, voter(0), forFirst);
        assertTally(first, 0, 30 ether, 0);
        assertTally(second, 30 ether, 0, 0);
    }

    function test_behavior_theNonceHoldsTheProposal() external view {
        assertEq(governor.nonces(voter(0), uint192(first)), uint256(uint192(first)) << 64, "nonce");
    }

    function test_behavior_aBallotWithoutAKeyStillCounts() external {
        bytes memory signature = _ballotSignature(first, 0, FOR, governor.nonces(voter(0)));
        governor.castVoteBySig(first, FOR, voter(0), signature);
        assertTally(first, 0, 30 ether, 0);
    }

    function test_behavior_aBallotWithAReasonHasTheSameNonces() external {
        uint256 nonce = governor.nonces(voter(0), uint192(first));
        bytes32 structHash = keccak256(
            abi.encode(
                governor.EXTENDED_BALLOT_TYPEHASH(),
                first,
                FOR,
                voter(0),
                nonce,
                keccak256("it is time"),
                keccak256("")
            )
        );
        governor.castVoteWithReasonAndParamsBySig(first, FOR, voter(0), "it is time", "", _signBallot(0, structHash));
        assertTally(first, 0, 30 ether, 0);
        assertEq(governor.nonces(voter(0), uint192(first)), nonce + 1, "nonce");
    }

    function test_error_aBallotIsForItsProposalAlone() external {
        bytes memory signature = _ballotSignature(first, 0, FOR);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, voter(0)));
        governor.castVoteBySig(second, FOR, voter(0), signature);
    }

    function test_error_aBallotCountsOnce() external {
        bytes memory signature = _ballotSignature(first, 0, FOR);
        governor.castVoteBySig(first, FOR, voter(0), signature);
        vm.expectRevert();
        governor.castVoteBySig(first, FOR, voter(0), signature);
    }

    function _propose(string memory text) private returns (uint256) {
        Call memory made = _call(address(target), abi.encodeCall(target.setLimit, (42)), text, voter(0));
        vm.prank(voter(0));
        return governor.propose(made.targets, made.values, made.calldatas, made.description);
    }
}
