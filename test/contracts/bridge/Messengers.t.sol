// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {AxelarMessenger} from "../../../contracts/bridge/AxelarMessenger.sol";
import {HyperlaneMessenger} from "../../../contracts/bridge/HyperlaneMessenger.sol";
import {Messenger} from "../../../contracts/bridge/Messenger.sol";
import {IMessenger} from "../../../contracts/interfaces/bridge/IMessenger.sol";
import {FakeGateway, FakeMailbox, Inbox} from "../support/bridge/FakeBridges.sol";
import {ChainVm} from "../support/RiskParametersFixture.sol";
import {Test} from "../support/Test.sol";

/// One contract plays both ends: what it sends to the other chain is what a peer there would have sent here.
contract MessengersTest is Test {
    uint64 private constant OTHER = 8_453;
    uint32 private constant DOMAIN = 77;
    bytes32 private constant COMMAND = "command";
    address private constant OWNER = address(0x71);
    address private constant PEER = 0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD;
    address private constant USER = address(0x05e7);

    FakeGateway private gateway;
    FakeMailbox private mailbox;
    AxelarMessenger private axelar;
    HyperlaneMessenger private hyperlane;
    Inbox private inbox;

    function setUp() external {
        ChainVm(address(vm)).chainId(10);
        gateway = new FakeGateway();
        mailbox = new FakeMailbox();
        axelar = AxelarMessenger(deploy("AxelarMessenger.sol:AxelarMessenger", abi.encode(OWNER, gateway)));
        hyperlane = HyperlaneMessenger(
            payable(deploy("HyperlaneMessenger.sol:HyperlaneMessenger", abi.encode(OWNER, mailbox)))
        );
        inbox = new Inbox();
        vm.startPrank(OWNER);
        axelar.setRoute(OTHER, "base", PEER);
        hyperlane.setRoute(OTHER, DOMAIN, PEER);
        vm.stopPrank();
        vm.deal(USER, 1 ether);
    }

    function test_default_axelarSends() external {
        for (uint64 nonce = 0; nonce < 2; nonce++) {
            bytes32 messageId = keccak256(abi.encode(uint64(10), OTHER, nonce, USER, inbox, keccak256("hello")));
            vm.expectEmit(true, true, true, true, address(axelar));
            emit IMessenger.MessageSent(messageId, OTHER, USER, address(inbox), nonce, "hello");
            vm.expectEmit(true, true, true, true, address(gateway));
            emit FakeGateway.ContractCall(
                address(axelar),
                "base",
                Strings.toHexString(PEER),
                abi.encode(nonce, USER, inbox, bytes("hello"))
            );
            vm.prank(USER);
            assertEq(axelar.send(OTHER, address(inbox), "hello"), messageId, "the id");
        }
        assertEq(axelar.quoteFee(OTHER, address(inbox), "hello"), 0, "no fee");
        assertEq(axelar.peerOf(OTHER), PEER, "peer");
        assertEq(bytes(axelar.chainNameOf(OTHER)), "base", "name");
    }

    function test_default_hyperlaneSends() external {
        mailbox.setFee(1_000);
        bytes32 messageId = keccak256(abi.encode(uint64(10), OTHER, uint64(0), USER, inbox, keccak256("hello")));
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        vm.expectEmit(true, true, true, true, address(hyperlane));
        emit IMessenger.MessageSent(messageId, OTHER, USER, address(inbox), 0, "hello");
        vm.expectEmit(true, true, true, true, address(mailbox));
        emit FakeMailbox.Dispatch(address(hyperlane), DOMAIN, bytes32(uint256(uint160(PEER))), envelope);
        assertEq(hyperlane.quoteFee(OTHER, address(inbox), "hello"), 1_000, "quoted");
        vm.prank(USER);
        hyperlane.send{value: 1_500}(OTHER, address(inbox), "hello");
        assertEq(address(mailbox).balance, 1_000, "the fee");
        assertEq(USER.balance, 1 ether - 1_000, "the rest came back");
        assertEq(hyperlane.domainOf(OTHER), DOMAIN, "domain");

        vm.prank(USER);
        vm.expectRevert(abi.encodeWithSelector(FakeMailbox.WrongFee.selector, uint256(999), uint256(1_000)));
        hyperlane.send{value: 999}(OTHER, address(inbox), "hello");
    }

    /// The gateway takes no fee: all of it comes back.
    function test_behavior_axelarGivesValueBack() external {
        vm.prank(USER);
        axelar.send{value: 7}(OTHER, address(inbox), "hello");
        assertEq(USER.balance, 1 ether, "came back");
    }

    function test_default_axelarDelivers() external {
        bytes memory envelope = abi.encode(uint64(3), USER, inbox, bytes("hello"));
        // In whatever spelling, and with the one that the gateway knows.
        string[2] memory spellings = [Strings.toHexString(PEER), Strings.toChecksumHexString(PEER)];
        for (uint256 i = 0; i < 2; i++) {
            gateway.approve(COMMAND, "base", spellings[i], address(axelar), keccak256(envelope));
            bytes32 messageId = keccak256(abi.encode(OTHER, uint64(10), uint64(3), USER, inbox, keccak256("hello")));
            vm.expectEmit(true, true, true, true, address(axelar));
            emit IMessenger.MessageReceived(messageId, OTHER, USER, address(inbox));
            axelar.execute(COMMAND, "base", spellings[i], envelope);
            assertEq(inbox.count(), i + 1, "delivered");
            vm.expectRevert(abi.encodeWithSelector(IMessenger.NotApproved.selector, messageId));
            axelar.execute(COMMAND, "base", spellings[i], envelope);
        }
        assertEq(inbox.chainId(), OTHER, "chain");
        assertEq(inbox.sender(), USER, "sender");
        assertEq(inbox.payload(), "hello", "payload");
    }

    function test_default_hyperlaneDelivers() external {
        bytes memory envelope = abi.encode(uint64(3), USER, inbox, bytes("hello"));
        bytes32 messageId = keccak256(abi.encode(OTHER, uint64(10), uint64(3), USER, inbox, keccak256("hello")));
        vm.expectEmit(true, true, true, true, address(hyperlane));
        emit IMessenger.MessageReceived(messageId, OTHER, USER, address(inbox));
        mailbox.process(address(hyperlane), DOMAIN, bytes32(uint256(uint160(PEER))), envelope);
        assertEq(inbox.chainId(), OTHER, "chain");
        assertEq(inbox.sender(), USER, "sender");
        assertEq(inbox.payload(), "hello", "payload");
    }

    /// What the receiver refuses is still there to be delivered.
    function test_behavior_aRefusalCanBeRepeated() external {
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        string memory peer = Strings.toHexString(PEER);
        gateway.approve(COMMAND, "base", peer, address(axelar), keccak256(envelope));
        inbox.refuse(true);
        vm.expectRevert(Inbox.Refused.selector);
        axelar.execute(COMMAND, "base", peer, envelope);
        vm.expectRevert(Inbox.Refused.selector);
        mailbox.process(address(hyperlane), DOMAIN, bytes32(uint256(uint160(PEER))), envelope);
        inbox.refuse(false);
        axelar.execute(COMMAND, "base", peer, envelope);
        assertEq(inbox.count(), 1, "delivered");
    }

    /// Whoever delivers chooses the gas: too little of it delivers nothing and uses nothing up.
    function testFuzz_behavior_tooLittleGasUsesNothingUp(uint256 gasGiven) external {
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, new bytes(500));
        string memory peer = Strings.toHexString(PEER);
        gateway.approve(COMMAND, "base", peer, address(axelar), keccak256(envelope));
        bytes memory call = abi.encodeCall(axelar.execute, (COMMAND, "base", peer, envelope));
        (bool success, ) = address(axelar).call{gas: bound(gasGiven, 0, 600_000)}(call);
        assertEq(inbox.count(), success ? 1 : 0, "all or nothing");
        if (!success) axelar.execute(COMMAND, "base", peer, envelope);
        assertEq(inbox.count(), 1, "delivered");
    }

    function test_P200_axelarStrangers() external {
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        bytes32 messageId = keccak256(abi.encode(OTHER, uint64(10), uint64(0), USER, inbox, keccak256("hello")));
        string memory peer = Strings.toHexString(PEER);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotApproved.selector, messageId));
        axelar.execute(COMMAND, "base", peer, envelope);
        expectNotThePeer("Base", peer, 0, PEER, envelope);
        expectNotThePeer("", peer, 0, PEER, envelope);
        expectNotThePeer("base", Strings.toHexString(USER), OTHER, USER, envelope);
        // What is no address.
        string[4] memory texts = ["", "0x", "0xabcdefabcdefabcdefabcdefabcdefabcdefabcg", "peer"];
        for (uint256 i = 0; i < 4; i++) expectNotThePeer("base", texts[i], OTHER, address(0), envelope);
        expectNotThePeer("base", string(new bytes(100_000)), OTHER, address(0), envelope);
        assertEq(inbox.count(), 0, "nothing delivered");
    }

    function test_P200_hyperlaneStrangers() external {
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        bytes32 peer = bytes32(uint256(uint160(PEER)));
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotTheBridge.selector, address(this)));
        hyperlane.handle(DOMAIN, peer, envelope);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotThePeer.selector, uint64(0), PEER));
        mailbox.process(address(hyperlane), DOMAIN + 1, peer, envelope);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotThePeer.selector, OTHER, USER));
        mailbox.process(address(hyperlane), DOMAIN, bytes32(uint256(uint160(USER))), envelope);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotThePeer.selector, OTHER, address(0)));
        mailbox.process(address(hyperlane), DOMAIN, peer | bytes32(uint256(1) << 160), envelope);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotThePeer.selector, uint64(0), address(0)));
        mailbox.process(address(hyperlane), 0, 0, envelope);
        assertEq(inbox.count(), 0, "nothing delivered");
    }

    /// What was cut off has no number any more: another chain may have it, and keeps it.
    function test_behavior_aNumberIsFreeOnceItsChainIsCutOff() external {
        vm.startPrank(OWNER);
        hyperlane.setRoute(OTHER, DOMAIN, address(0));
        assertEq(hyperlane.domainOf(OTHER), 0, "not connected");
        hyperlane.setRoute(OTHER + 1, DOMAIN, PEER);
        hyperlane.setRoute(OTHER, DOMAIN + 1, USER);
        vm.stopPrank();
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        mailbox.process(address(hyperlane), DOMAIN, bytes32(uint256(uint160(PEER))), envelope);
        assertEq(inbox.chainId(), OTHER + 1, "still connected");
    }

    function test_behavior_aRouteIsCutOff() external {
        vm.startPrank(OWNER);
        vm.expectEmit(true, true, true, true, address(axelar));
        emit IMessenger.RouteSet(OTHER, address(0));
        axelar.setRoute(OTHER, "base", address(0));
        hyperlane.setRoute(OTHER, DOMAIN, address(0));
        vm.stopPrank();
        bytes memory noRoute = abi.encodeWithSelector(IMessenger.NoRoute.selector, OTHER);
        Messenger[2] memory both = [Messenger(axelar), Messenger(hyperlane)];
        for (uint256 i = 0; i < 2; i++) {
            vm.expectRevert(noRoute);
            both[i].send(OTHER, address(inbox), "hello");
            vm.expectRevert(noRoute);
            both[i].quoteFee(OTHER, address(inbox), "hello");
        }
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        expectNotThePeer("base", Strings.toHexString(PEER), 0, PEER, envelope);
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotThePeer.selector, uint64(0), PEER));
        mailbox.process(address(hyperlane), DOMAIN, bytes32(uint256(uint160(PEER))), envelope);
    }

    /// The nonce goes on where a route is set anew, and the old name no longer stands for the chain.
    function test_behavior_aRouteIsSetAnew() external {
        axelar.send(OTHER, address(inbox), "hello");
        vm.prank(OWNER);
        axelar.setRoute(OTHER, "base-2", USER);
        bytes32 messageId = keccak256(
            abi.encode(uint64(10), OTHER, uint64(1), address(this), inbox, keccak256("hello"))
        );
        assertEq(axelar.send(OTHER, address(inbox), "hello"), messageId, "the second");
        bytes memory envelope = abi.encode(uint64(0), USER, inbox, bytes("hello"));
        expectNotThePeer("base", Strings.toHexString(PEER), 0, PEER, envelope);
        expectNotThePeer("base-2", Strings.toHexString(PEER), OTHER, PEER, envelope);
    }

    function test_error_setRoute() external {
        bytes memory notOwner = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, address(this));
        vm.expectRevert(notOwner);
        axelar.setRoute(OTHER, "base", PEER);
        vm.expectRevert(notOwner);
        hyperlane.setRoute(OTHER, DOMAIN, PEER);

        vm.startPrank(OWNER);
        bytes memory taken = abi.encodeWithSelector(Messenger.NameTaken.selector, OTHER);
        vm.expectRevert(taken);
        axelar.setRoute(1, "base", PEER);
        vm.expectRevert(taken);
        hyperlane.setRoute(1, DOMAIN, PEER);
        uint64[2] memory own = [uint64(0), 10];
        for (uint256 i = 0; i < 2; i++) {
            vm.expectRevert(abi.encodeWithSelector(IMessenger.NoRoute.selector, own[i]));
            axelar.setRoute(own[i], "own", PEER);
        }
    }

    function expectNotThePeer(
        string memory chain,
        string memory account,
        uint64 chainId,
        address parsed,
        bytes memory envelope
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IMessenger.NotThePeer.selector, chainId, parsed));
        axelar.execute(COMMAND, chain, account, envelope);
    }
}
