// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRiskParameters, Status} from "gimbal/contracts/interfaces/IRiskParameters.sol";
import {RiskParametersConsumerTest} from "gimbal/contracts/testing/RiskParametersConsumerTest.sol";
import {GuardedVault} from "../src/GuardedVault.sol";
import {MockDollar} from "./mocks/MockDollar.sol";
import {MockExchange} from "./mocks/MockExchange.sol";

/// The kit runs the vault through every status: four hooks tell it what the vault is.
contract GuardedVaultTest is RiskParametersConsumerTest {
    error Unexpected(bytes answer);

    MockDollar private dollars;
    MockExchange private exchange;
    GuardedVault private vault;

    function makeConsumer(IRiskParameters riskParameters_, bytes32 marketId) internal override {
        dollars = new MockDollar();
        exchange = new MockExchange(dollars);
        vault = new GuardedVault(riskParameters_, marketId, dollars, exchange);
    }

    function act() internal override {
        dollars.mint(address(vault), WISH_USD6);
        vault.trade(0);
    }

    function movedUsd6() internal view override returns (uint256) {
        return dollars.balanceOf(address(exchange));
    }

    function exit() internal override {
        dollars.mint(address(vault), 1e6);
        vault.withdraw(dollars, 1e6);
    }

    /// The vault's own limit to the age of evidence.
    function oldestSec() internal view override returns (uint40) {
        return vault.OLDEST_SEC();
    }

    /// A test of the vault's own, beside those of the kit: the fake turns Stale by itself.
    function testSaysWhyItStandsStill() external {
        riskParameters.setUntilStale(MARKET, freshValues(), fallbackValues(), 2 days);
        passTime(1 days + 1);
        _requireStandsStill(Status.Active, 1 days + 1);
        passTime(1 days);
        vault.trade(0); // on the fallback
        riskParameters.set(MARKET, fallbackValues(), Status.Halted, 60);
        _requireStandsStill(Status.Halted, 60);
    }

    function _requireStandsStill(Status status, uint40 ageSec) private {
        try vault.trade(0) returns (uint256 spent) {
            revert Unexpected(abi.encode(spent));
        } catch (bytes memory reason) {
            bytes memory expected = abi.encodeWithSelector(GuardedVault.StandsStill.selector, status, ageSec);
            require(keccak256(reason) == keccak256(expected), Unexpected(reason));
        }
    }
}
