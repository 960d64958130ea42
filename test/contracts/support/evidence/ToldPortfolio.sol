// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// A portfolio that tells what it is told to, refuses, or calls somebody else on the way.
contract ToldPortfolio {
    uint64 private navUsd6;
    uint32 private curvaturePips;
    uint32 private horizonSec;
    bool private isClosed;
    address private target;
    bytes private call;

    error Closed();

    function tell(uint64 navUsd6_, uint32 curvaturePips_, uint32 horizonSec_) external {
        (navUsd6, curvaturePips, horizonSec) = (navUsd6_, curvaturePips_, horizonSec_);
    }

    function close() external {
        isClosed = true;
    }

    function callFirst(address target_, bytes calldata call_) external {
        (target, call) = (target_, call_);
    }

    /// Not a view, as it would be of somebody who tries.
    function portfolioFigures() external returns (uint64, uint32, uint32) {
        require(!isClosed, Closed());
        if (target != address(0)) {
            (bool success, bytes memory answer) = target.call(call);
            if (!success) {
                assembly ("memory-safe") {
                    revert(add(answer, 0x20), mload(answer))
                }
            }
        }
        return (navUsd6, curvaturePips, horizonSec);
    }
}
