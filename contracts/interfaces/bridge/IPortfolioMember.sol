// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMessageReceiver} from "./IMessageReceiver.sol";
import {IMessenger} from "./IMessenger.sol";

/// @title What both ends of a portfolio over chains have: messengers that were voted
interface IPortfolioMember is IMessageReceiver {
    event MessengerSet(IMessenger indexed messenger, bool isTrusted);

    /// Timelock: trusts a messenger to bring messages from the other end and to take them there, or no longer.
    function setMessenger(IMessenger messenger, bool isTrusted) external;

    function isMessenger(IMessenger messenger) external view returns (bool);
}
