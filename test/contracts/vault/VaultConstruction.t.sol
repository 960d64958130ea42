// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Mode, VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// A token of the time before decimals().
contract TokenWithoutDecimals {
    function balanceOf(address) external pure returns (uint256) {
        return 0;
    }
}

/// Answers every call with the same bytes.
contract AnsweringToken {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}

contract VaultConstructionTest is VaultFixture {
    function setUp() external {
        _setUpDefault();
    }

    function test_default_theSettingsAreReadBack() external {
        VaultSettings memory given = _cppiSettings(900_000);
        vault = _newVault(given);
        assertEq(abi.encode(vault.settings()), abi.encode(given), "settings");
        assertEq(vault.pool(), address(pool), "pool");
        assertEq(vault.asset(), address(quote), "asset");
        assertEq(vault.lastRebalanceAt(), nowAt, "clock starts at deployment");
        assertEq(vault.decimals(), 12, "six more than quote");
        assertEq(bytes(vault.name()), "Gimbal vault", "name");
        assertEq(bytes(vault.symbol()), "gVLT", "symbol");
    }

    function test_default_theSpreadCoversTheTradeItCauses() external {
        // Half of (0.3 % + 1 %).
        assertEq(vault.spreadPips(), 6500, "half and half");
        VaultSettings memory settings = _settings();
        settings.weightPips = 1;
        assertEq(_newVault(settings).spreadPips(), 1, "rounded up");
        settings.weightPips = 999_999;
        settings.slippageCapPips = 500_000;
        assertEq(_newVault(settings).spreadPips(), 503_000, "the largest of this pool");
    }

    function test_behavior_everyLimitIsInclusive() external {
        VaultSettings memory settings = _settings();
        (settings.weightPips, settings.epochSec, settings.slippageCapPips) = (1, 60, 1);
        (settings.twapWindowSec, settings.maxDeviationPips) = (60, 1);
        _newVault(settings);
        (settings.weightPips, settings.epochSec, settings.slippageCapPips) = (999_999, 604_800, 500_000);
        (settings.twapWindowSec, settings.maxDeviationPips) = (86_400, 500_000);
        _newVault(settings);
        (settings.mode, settings.floorPips) = (Mode.Cppi, 1);
        _newVault(settings);
        settings.floorPips = 1_000_000;
        _newVault(settings);
    }

    function test_error_aSettingOutsideItsDomain() external {
        VaultSettings memory s = _settings();
        s.poolFeePips = 0;
        _expectRefused(s, "poolFeePips", 0, 1, 100_000);
        s.poolFeePips = 100_001;
        _expectRefused(s, "poolFeePips", 100_001, 1, 100_000);
        s = _settings();
        s.weightPips = 0;
        _expectRefused(s, "weightPips", 0, 1, 999_999);
        s.weightPips = 1_000_000;
        _expectRefused(s, "weightPips", 1_000_000, 1, 999_999);
        s = _settings();
        s.floorPips = 1;
        _expectRefused(s, "floorPips", 1, 0, 0);
        s.mode = Mode.Cppi;
        s.floorPips = 0;
        _expectRefused(s, "floorPips", 0, 1, 1_000_000);
        s.floorPips = 1_000_001;
        _expectRefused(s, "floorPips", 1_000_001, 1, 1_000_000);
        s = _settings();
        s.epochSec = 59;
        _expectRefused(s, "epochSec", 59, 60, 604_800);
        s.epochSec = 604_801;
        _expectRefused(s, "epochSec", 604_801, 60, 604_800);
        s = _settings();
        s.slippageCapPips = 0;
        _expectRefused(s, "slippageCapPips", 0, 1, 500_000);
        s.slippageCapPips = 500_001;
        _expectRefused(s, "slippageCapPips", 500_001, 1, 500_000);
        s = _settings();
        s.twapWindowSec = 59;
        _expectRefused(s, "twapWindowSec", 59, 60, 86_400);
        s.twapWindowSec = 86_401;
        _expectRefused(s, "twapWindowSec", 86_401, 60, 86_400);
        s = _settings();
        s.maxDeviationPips = 0;
        _expectRefused(s, "maxDeviationPips", 0, 1, 500_000);
        s.maxDeviationPips = 500_001;
        _expectRefused(s, "maxDeviationPips", 500_001, 1, 500_000);
    }

    function test_error_decimalsOutsideTheirDomain() external {
        VaultSettings memory settings = _settings();
        settings.quoteToken = address(_newToken("FINE", 25));
        _expectRefused(settings, "quoteDecimals", 25, 0, 24);
        settings = _settings();
        settings.riskyToken = address(_newToken("FINE", 25));
        _expectRefused(settings, "riskyDecimals", 25, 0, 24);
        settings.riskyToken = address(new AnsweringToken(abi.encode(uint256(256))));
        _expectRefused(settings, "riskyDecimals", 256, 0, 24);
    }

    function test_finding_tokenWithoutDecimals() external {
        address[3] memory tokens = [
            address(new TokenWithoutDecimals()),
            address(new AnsweringToken(hex"12")), // no whole word
            address(0xBEEF) // no contract
        ];
        for (uint256 i = 0; i < tokens.length; ++i) {
            VaultSettings memory settings = _settings();
            settings.quoteToken = tokens[i];
            _expectNoDecimals(settings, "quoteDecimals", tokens[i]);
            settings = _settings();
            settings.riskyToken = tokens[i];
            _expectNoDecimals(settings, "riskyDecimals", tokens[i]);
        }
    }

    function test_error_noSuchPool() external {
        VaultSettings memory settings = _settings();
        settings.poolFeePips = 500;
        vm.expectRevert(
            abi.encodeWithSignature("NoPool(address,address,uint24)", address(quote), address(risky), uint24(500))
        );
        _newVault(settings);
    }

    function test_behavior_bothOrdersOfTheTokens() external {
        _setUpWorld(World(false, 6, 18, 3000, 10_000_000));
        vault = _newVault(_settings());
        assertTrue(address(quote) < address(risky), "quote is token0");
        assertEq(vault.pool(), address(pool), "pool");
    }

    function _expectNoDecimals(VaultSettings memory settings, bytes32 field, address token) private {
        vm.expectRevert(abi.encodeWithSignature("NoDecimals(bytes32,address)", field, token));
        _newVault(settings);
    }

    function _expectRefused(
        VaultSettings memory settings,
        bytes32 field,
        uint256 value,
        uint256 min,
        uint256 max
    ) private {
        vm.expectRevert(
            abi.encodeWithSignature("OutOfDomain(bytes32,uint256,uint256,uint256)", field, value, min, max)
        );
        _newVault(settings);
    }
}
