// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMessenger} from "../../interfaces/bridge/IMessenger.sol";
import {IPortfolioMember} from "../../interfaces/bridge/IPortfolioMember.sol";
import {MessageSender} from "../MessageSender.sol";

/// What both ends of a portfolio over chains have: see IPortfolioMember.
abstract contract PortfolioMember is AccessManaged, MessageSender, IPortfolioMember {
    /// @inheritdoc IPortfolioMember
    mapping(IMessenger messenger => bool) public isMessenger;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IPortfolioMember
    function setMessenger(IMessenger messenger, bool isTrusted) external restricted {
        isMessenger[messenger] = isTrusted;
        emit MessengerSet(messenger, isTrusted);
    }

    function _requireMessenger(address account) internal view {
        require(isMessenger[IMessenger(account)], NotMessenger(account));
    }
}
