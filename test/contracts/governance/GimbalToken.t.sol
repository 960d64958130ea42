// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {GimbalToken} from "../../../contracts/governance/GimbalToken.sol";
import {Test} from "../support/Test.sol";

contract GimbalTokenTest is Test {
    address private constant ANNE = address(0xa);
    address private constant BERT = address(0xb);

    function setUp() external {
        vm.warp(1_760_000_000);
    }

    function test_default() external {
        GimbalToken token = _token();
        vm.warp(1_760_000_001);
        assertEq(token.totalSupply(), 10 ether, "supply");
        assertEq(token.balanceOf(ANNE), 7 ether, "balance");
        assertEq(token.getPastVotes(ANNE, 1_760_000_000), 7 ether, "votes from the first second");
        assertEq(bytes(token.CLOCK_MODE()), "mode=timestamp", "clock mode");
        assertEq(token.clock(), block.timestamp, "clock");
        assertEq(token.nonces(ANNE), 0, "nonce");
        assertEq(bytes(token.symbol()), "GMBL", "symbol");
    }

    function test_behavior_votesFollowTheTokensOnlyToThoseWhoDelegate() external {
        GimbalToken token = _token();
        address carol = address(0xc);
        vm.prank(ANNE);
        token.transfer(carol, 2 ether);
        assertEq(token.getVotes(ANNE), 5 ether, "the sender's votes are gone");
        assertEq(token.getVotes(carol), 0, "not delegated yet");
        vm.prank(carol);
        token.delegate(carol);
        assertEq(token.getVotes(carol), 2 ether, "delegated");
    }

    function test_behavior_aHolderListedTwiceHoldsTheSum() external {
        GimbalToken token = new GimbalToken(_pair(ANNE, ANNE), _pair(7 ether, 3 ether));
        assertEq(token.getVotes(ANNE), 10 ether, "votes");
    }

    function test_error_listsOfDifferentLength() external {
        vm.expectRevert(abi.encodeWithSelector(GimbalToken.HoldersMismatch.selector, 2, 1));
        new GimbalToken(_pair(ANNE, BERT), new uint256[](1));
    }

    function test_error_nobody() external {
        vm.expectRevert(abi.encodeWithSelector(GimbalToken.HoldersMismatch.selector, 0, 0));
        new GimbalToken(new address[](0), new uint256[](0));
    }

    function test_error_zeroHolder() external {
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        new GimbalToken(_pair(ANNE, address(0)), _pair(7 ether, 3 ether));
    }

    function _token() private returns (GimbalToken) {
        return new GimbalToken(_pair(ANNE, BERT), _pair(7 ether, 3 ether));
    }

    function _pair(address a, address b) private pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (a, b);
    }

    function _pair(uint256 a, uint256 b) private pure returns (uint256[] memory list) {
        list = new uint256[](2);
        (list[0], list[1]) = (a, b);
    }
}
