// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernanceFixture} from "../support/GovernanceFixture.sol";
import {ManagedTarget} from "../support/ManagedTarget.sol";

/// Who may do what after deployment. The deployer is this contract.
contract GovernanceRolesTest is GovernanceFixture {
    uint64 private constant ADMIN_ROLE = 0;

    function test_default() external view {
        bytes32[4] memory roles = [
            timelock.DEFAULT_ADMIN_ROLE(),
            timelock.PROPOSER_ROLE(),
            timelock.CANCELLER_ROLE(),
            timelock.EXECUTOR_ROLE()
        ];
        for (uint256 i = 0; i < roles.length; ++i) {
            assertTrue(timelock.hasRole(roles[i], address(timelock)) == (i == 0), "the timelock governs itself");
            assertTrue(timelock.hasRole(roles[i], address(governor)) == (i != 0), "the Governor drives it");
            assertTrue(!timelock.hasRole(roles[i], address(this)), "the deployer does not");
            assertTrue(!timelock.hasRole(roles[i], guardian), "nor the guardian");
            assertTrue(!timelock.hasRole(roles[i], address(0)), "nor everybody");
            assertEq(timelock.getRoleAdmin(roles[i]), timelock.DEFAULT_ADMIN_ROLE(), "admin of the role");
        }
        assertEq(timelock.getMinDelay(), TIMELOCK_DELAY_SEC, "delay");

        _assertMember(ADMIN_ROLE, address(timelock), true);
        _assertMember(GUARDIAN_ROLE, guardian, true);
        _assertMember(GUARDIAN_ROLE, address(timelock), false);
        _assertMember(ADMIN_ROLE, guardian, false);
        for (uint64 role = 0; role < 2; ++role) {
            _assertMember(role, address(this), false);
            _assertMember(role, address(governor), false);
            assertEq(manager.getRoleAdmin(role), ADMIN_ROLE, "admin of the role");
            assertEq(manager.getRoleGuardian(role), ADMIN_ROLE, "nobody else cancels");
        }
        _assertFunctionRole(ManagedTarget.halt.selector, GUARDIAN_ROLE);
        _assertFunctionRole(ManagedTarget.resume.selector, ADMIN_ROLE);
        _assertFunctionRole(ManagedTarget.setLimit.selector, ADMIN_ROLE);
        assertEq(target.authority(), address(manager), "authority");
    }

    function test_behavior_theGuardianHaltsAndOnlyVotersResume() external {
        vm.startPrank(guardian);
        target.halt();
        assertTrue(target.isHalted(), "halted");
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, guardian);
        vm.expectRevert(refusal);
        target.resume();
        vm.expectRevert(refusal);
        target.setLimit(1);
        vm.stopPrank();
        _pass(_call(address(target), abi.encodeCall(ManagedTarget.resume, ()), "Resume", voter(0)));
        assertTrue(!target.isHalted(), "resumed");
    }

    function test_behavior_votersCanReplaceTheGuardian() external {
        _pass(
            _call(
                address(manager),
                abi.encodeCall(IAccessManager.revokeRole, (GUARDIAN_ROLE, guardian)),
                "Revoke the guardian",
                voter(0)
            )
        );
        _assertMember(GUARDIAN_ROLE, guardian, false);
    }

    function test_error_theDeployerHoldsNothing() external {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this)));
        target.setLimit(1);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManager.AccessManagerUnauthorizedAccount.selector, address(this), ADMIN_ROLE)
        );
        manager.grantRole(ADMIN_ROLE, address(this), 0);
        bytes32 adminRole = timelock.DEFAULT_ADMIN_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, address(this), adminRole)
        );
        timelock.grantRole(adminRole, address(this));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, address(this)));
        governor.setVotingDelay(0);
    }

    function _assertMember(uint64 role, address account, bool wanted) private view {
        (bool member, uint32 delaySec) = manager.hasRole(role, account);
        assertTrue(member == wanted, "member");
        assertEq(delaySec, 0, "delay");
    }

    function _assertFunctionRole(bytes4 selector, uint64 role) private view {
        assertEq(manager.getTargetFunctionRole(address(target), selector), role, "role of the function");
    }
}
