// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMessenger} from "../../../../contracts/interfaces/bridge/IMessenger.sol";
import {IRemoteParameters, RemoteConfig} from "../../../../contracts/interfaces/bridge/IRemoteParameters.sol";
import {Status} from "../../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../../contracts/libraries/ModelTypes.sol";
import {RiskParametersFixture} from "../RiskParametersFixture.sol";

/// A deployed RemoteParameters with roles, two messengers that it trusts, and one market. Both are plain accounts here:
/// what they bring is what a bridge that has been taken over could bring.
abstract contract RemoteFixture is RiskParametersFixture {
    uint64 internal constant HOME_CHAIN = 1;
    address internal constant HOME_SENDER = address(0x5e);
    address internal constant HOME_CONFIG = address(0xc0);
    address internal constant AXELAR = address(0xa1);
    address internal constant HYPERLANE = address(0xa2);

    IRemoteParameters internal remote;

    function setUp() public virtual override {
        super.setUp();
        remote = IRemoteParameters(
            deploy("RemoteParameters.sol:RemoteParameters", abi.encode(address(manager), HOME_CHAIN, HOME_SENDER))
        );
        // The switches have the selectors that they have at home.
        grantRoles(address(remote));
        bytes4[] memory governed = new bytes4[](3);
        governed[0] = IRemoteParameters.setMarket.selector;
        governed[1] = IRemoteParameters.setMessenger.selector;
        governed[2] = IRemoteParameters.resume.selector;
        manager.setTargetFunctionRole(address(remote), governed, GOVERNOR_ROLE);
        vm.startPrank(GOVERNOR);
        remote.setMessenger(IMessenger(AXELAR), true);
        remote.setMessenger(IMessenger(HYPERLANE), true);
        remote.setMarket(MARKET, buildRemoteConfig());
        vm.stopPrank();
    }

    /// Steps and budgets as at home; a value lasts three epochs, a message counts for one.
    function buildRemoteConfig() internal pure returns (RemoteConfig memory) {
        return
            RemoteConfig({
                bounds: buildBounds(),
                fallbackVector: buildFallback(),
                epochSec: EPOCH_SEC,
                maxAgeSec: 3 * EPOCH_SEC,
                messageAgeSec: EPOCH_SEC
            });
    }

    /// What a calm home market tells: looser than the fallback in every field, by more than a step.
    function buildCalm() internal pure returns (Parameters memory) {
        return buildVector(5_000, 20_000, 500_000, 600, 4_000, 50_000, 20_000, 5_000);
    }

    /// Tighter than the fallback in every field.
    function buildShock() internal pure returns (Parameters memory) {
        return buildVector(0, 900_000, 0, U32, 1_000, 4_000_000, 0, 900_000);
    }

    function buildPayload(
        bytes32 marketId,
        Parameters memory values,
        uint256 madeAt,
        Status status
    ) internal pure returns (bytes memory) {
        uint256 word = packVector(values) | (madeAt << 190) | (uint256(status) << 228);
        return abi.encode(marketId, word, HOME_CONFIG);
    }

    function buildPayload(Parameters memory values, uint256 madeAt) internal pure returns (bytes memory) {
        return buildPayload(MARKET, values, madeAt, Status.Active);
    }

    function deliver(address messenger, bytes memory payload) internal {
        vm.prank(messenger);
        remote.receiveMessage(HOME_CHAIN, HOME_SENDER, payload);
    }

    /// A message of now, by the first messenger.
    function deliver(Parameters memory values) internal {
        deliver(AXELAR, buildPayload(values, nowAt));
    }

    function hold(Status status) internal {
        deliver(AXELAR, buildPayload(MARKET, buildFallback(), nowAt, status));
    }

    function setRemote(RemoteConfig memory config) internal {
        vm.prank(GOVERNOR);
        remote.setMarket(MARKET, config);
    }

    function readRemote() internal view returns (Parameters memory values) {
        (values, , ) = remote.parameters(MARKET);
    }

    function expectRemote(Parameters memory values, Status status, uint256 ageSec) internal view {
        (Parameters memory answered, Status answeredStatus, uint40 answeredAgeSec) = remote.parameters(MARKET);
        assertEq(answered, values, "values");
        assertEq(uint256(answeredStatus), uint256(status), "status");
        assertEq(answeredAgeSec, ageSec, "age");
    }

    /// What one step from the fallback towards `buildCalm` gives.
    function buildFirstStep() internal pure returns (Parameters memory) {
        return buildVector(300, 190_000, 11_000, 76_400, 2_000, 250_000, 1_500, 140_000);
    }
}
