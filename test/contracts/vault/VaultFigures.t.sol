// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPortfolio} from "../../../contracts/interfaces/IPortfolio.sol";
import {VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Parameters} from "../../../contracts/libraries/ModelTypes.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// What the vault tells the index of itself, in one call.
contract VaultFiguresTest is VaultFixture {
    function setUp() external {
        _setUpDefault();
    }

    function test_default_aConstantMix() external {
        _deposit(alice, _usd(1000));
        _assertFigures(1000e6, 250_000, "half and half");
        VaultSettings memory settings = _settings();
        settings.weightPips = 900_000;
        vault = _newVault(settings);
        _assertFigures(0, 90_000, "nothing in it, nine tenths aimed at");
    }

    function test_default_cppi() external {
        vault = _newVault(_cppiSettings(900_000));
        _deposit(alice, _usd(1000));
        _assertFigures(1000e6, 0, "no exposure yet");
        _fillToWeight(400_000);
        (, uint32 curvaturePips, ) = vault.portfolioFigures();
        // The mean price lies up to 100 pips below the spot price.
        assertTrue(curvaturePips > 1_199_800 && curvaturePips <= 1_200_000, "3 x 40 %");
        Parameters memory values = _parameters();
        values.cppiMultiplierE3 = 11_000;
        _setParameters(values, Status.Stale);
        (, curvaturePips, ) = vault.portfolioFigures();
        assertTrue(curvaturePips > 3_999_400 && curvaturePips <= 4_000_000, "10 x 40 %, whatever the status");
    }

    function test_behavior_anEmptyCppiVaultTellsNothing() external {
        vault = _newVault(_cppiSettings(900_000));
        _assertFigures(0, 0, "empty");
    }

    function test_behavior_dollarsOfAnyDecimals() external {
        _setUpWorld(World(true, 18, 8, 60_000, 10_000_000));
        vault = _newVault(_settings());
        quote.mint(address(vault), 1.2345678e18);
        _assertFigures(1_234_567, 250_000, "eighteen, rounded down");
        _setUpWorld(World(true, 2, 8, 60_000, 10_000_000));
        vault = _newVault(_settings());
        quote.mint(address(vault), 123);
        _assertFigures(1_230_000, 250_000, "two");
    }

    function test_error_noMeanPrice() external {
        factory.createPool(address(quote), address(risky), 500);
        VaultSettings memory settings = _settings();
        settings.poolFeePips = 500;
        vault = _newVault(settings);
        vm.expectRevert(abi.encodeWithSignature("PriceUnknown()"));
        vault.portfolioFigures();
    }

    function test_error_moreThanTheTypeHolds() external {
        uint256 navUsd6 = uint256(type(uint64).max) + 1;
        quote.mint(address(vault), navUsd6);
        vm.expectRevert(abi.encodeWithSignature("SafeCastOverflowedUintDowncast(uint8,uint256)", 64, navUsd6));
        vault.portfolioFigures();
    }

    function _assertFigures(uint256 wantedNavUsd6, uint256 wantedCurvaturePips, string memory what) private view {
        (uint64 navUsd6, uint32 curvaturePips, uint32 horizonSec) = IPortfolio(address(vault)).portfolioFigures();
        assertEq(navUsd6, wantedNavUsd6, what);
        assertEq(curvaturePips, wantedCurvaturePips, what);
        assertEq(horizonSec, 0, "nothing expires");
    }
}
