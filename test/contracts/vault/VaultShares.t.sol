// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VaultSettings} from "../../../contracts/interfaces/IRebalancingVault.sol";
import {Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {PoolPrice} from "../../../contracts/vault/PoolPrice.sol";
import {VaultFixture, World} from "../support/VaultFixture.sol";

/// Coming in and leaving in quote: what it costs, which way it rounds, when it is refused.
contract VaultSharesTest is VaultFixture {
    uint256 private constant VIRTUAL_SHARES = 1e6;
    uint256 private constant SPREAD_PIPS = 6500;

    function setUp() external {
        _setUpDefault();
    }

    // Coming in

    function test_default_theFirstDepositGetsSharesOfOneQuote() external {
        uint256 shares = _deposit(alice, _usd(1000));
        // 1,000 quote less the spread; a share has 12 decimals.
        assertEq(shares, 993.5e12, "shares");
        assertEq(vault.balanceOf(alice), shares, "balance");
        assertEq(vault.totalAssets(), _usd(1000), "all of it is held");
    }

    function test_behavior_theSpreadStaysWithThoseWhoAreIn() external {
        _deposit(alice, _usd(1000));
        uint256 before = vault.convertToAssets(vault.balanceOf(alice));
        uint256 shares = _deposit(bob, _usd(1000));
        assertLe(vault.convertToAssets(shares), 993.5e6 + 4e6, "bob's worth: less what he shares with alice");
        assertLe(before + 3e6, vault.convertToAssets(vault.balanceOf(alice)), "alice's worth");
    }

    function test_default_mintTakesWhatItsPreviewSays() external {
        _deposit(alice, _usd(1000));
        uint256 assets = vault.previewMint(1e12);
        quote.mint(bob, assets);
        vm.startPrank(bob);
        quote.approve(address(vault), assets);
        assertEq(vault.mint(1e12, bob), assets, "assets");
        vm.stopPrank();
        assertEq(vault.balanceOf(bob), 1e12, "shares");
        assertEq(quote.balanceOf(bob), 0, "paid");
    }

    function test_behavior_entersAtTheDearerPrice() external {
        _enterAndLeaveAtAGap(true, 1_015_000);
        _enterAndLeaveAtAGap(true, 985_000);
        _enterAndLeaveAtAGap(false, 1_015_000);
        _enterAndLeaveAtAGap(false, 985_000);
    }

    /// Whoever comes in and leaves again while spot and mean differ loses the gap on the risky part.
    function _enterAndLeaveAtAGap(bool riskyIsToken0, uint256 factorPips) private {
        _setUpWorld(World(riskyIsToken0, 6, 18, 3000, 10_000_000));
        vault = _newVault(_settings());
        _deposit(alice, _usd(1_000_000));
        _fillToWeight(500_000);
        uint256 without = vault.previewRedeem(vault.previewDeposit(_usd(1000)));
        _movePrice(factorPips);
        uint256 withGap = vault.previewRedeem(vault.previewDeposit(_usd(1000)));
        // Half of the value is off by 1.5 %, whichever way the spot price went.
        assertLe(withGap, without - 7e6, "0.75 % of a thousand");
        assertLe(without - 8e6, withGap, "and no more");
    }

    function test_error_tooSmallForOneShare() external {
        _deposit(alice, _usd(1000));
        vm.startPrank(bob);
        vm.expectRevert(abi.encodeWithSignature("ZeroShares()"));
        vault.deposit(0, bob);
        vm.stopPrank();
    }

    function test_error_tokensThatTaxTransfers() external {
        quote.setFee(1);
        quote.mint(alice, _usd(1000));
        vm.startPrank(alice);
        quote.approve(address(vault), _usd(1000));
        vm.expectRevert(abi.encodeWithSignature("TransferTaxed(uint256,uint256)", _usd(1000), _usd(1000) - 1000));
        vault.deposit(_usd(1000), alice);
        vm.stopPrank();
    }

    // Leaving in quote

    function test_default_redeemPaysItsPreview() external {
        uint256 shares = _deposit(alice, _usd(1000));
        uint256 assets = vault.previewRedeem(shares / 2);
        vm.prank(alice);
        assertEq(vault.redeem(shares / 2, bob, alice), assets, "assets");
        assertEq(quote.balanceOf(bob), assets, "paid");
        assertLe(assets, 496.8e6, "half, less the spread");
    }

    function test_default_withdrawBurnsItsPreview() external {
        uint256 shares = _deposit(alice, _usd(1000));
        uint256 burnt = vault.previewWithdraw(_usd(100));
        vm.prank(alice);
        assertEq(vault.withdraw(_usd(100), bob, alice), burnt, "shares");
        assertEq(vault.balanceOf(alice), shares - burnt, "left");
        assertEq(quote.balanceOf(bob), _usd(100), "paid");
    }

    function test_behavior_quoteIsPaidAsFarAsThereIsAny() external {
        uint256 shares = _deposit(alice, _usd(1000));
        _fillToWeight(900_000);
        assertEq(quote.balanceOf(address(vault)), _usd(100), "a tenth in quote");
        uint256 assets = vault.maxWithdraw(alice);
        assertTrue(assets <= _usd(100) && assets >= _usd(100) - 3, "maxWithdraw is what there is, but for rounding");
        uint256 most = vault.maxRedeem(alice);
        assertTrue(most < shares, "maxRedeem is part of the shares");
        vm.expectRevert(
            abi.encodeWithSignature("ERC4626ExceededMaxRedeem(address,uint256,uint256)", alice, most + 1, most)
        );
        vault.redeem(most + 1, alice, alice);
        vm.prank(alice);
        assertEq(vault.redeem(most, alice, alice), assets, "pays it");
    }

    function testFuzz_behavior_theLimitsCanBeUsed(uint256 depositSeed, uint256 weightSeed, bool redeems) external {
        _deposit(alice, bound(depositSeed, 1000, _usd(1_000_000_000)));
        _fillToWeight(bound(weightSeed, 0, 1e6));
        uint256 most = redeems ? vault.maxRedeem(alice) : vault.maxWithdraw(alice);
        vm.prank(alice);
        if (redeems) vault.redeem(most, alice, alice);
        else vault.withdraw(most, alice, alice);
        assertEq(vault.balanceOf(bob), 0, "nobody else is touched");
    }

    // Rounding

    function testFuzz_behavior_everyRoundingIsAgainstTheCaller(
        uint256 navSeed,
        uint256 riskySeed,
        uint256 amountSeed
    ) external {
        _deposit(alice, bound(navSeed, 1000, 1e15));
        risky.mint(address(vault), bound(riskySeed, 0, 1e24));
        quote.mint(address(vault), navSeed % 1e7); // leaves no round share price
        uint256 amount = bound(amountSeed, 1, 1e15);

        uint256 shares = vault.previewDeposit(amount);
        assertLe(vault.previewMint(shares), amount, "the same shares by mint cost no more");
        assertLe(vault.convertToAssets(shares), (amount * (1e6 - SPREAD_PIPS)) / 1e6, "deposit: worth less than paid");
        assertLe(vault.previewRedeem(shares), amount, "deposit, redeem");
        assertLe(shares, vault.previewWithdraw(amount), "withdrawing burns more than depositing minted");
        assertLe(amount, vault.previewRedeem(vault.previewWithdraw(amount)), "what withdraw burns would pay by redeem");

        shares = amount * 1e6;
        uint256 cost = vault.previewMint(shares);
        assertLe(shares, vault.previewDeposit(cost), "what mint takes would buy the shares by deposit");
        assertLe(vault.convertToAssets(shares), cost, "mint: worth less than paid");
        uint256 paid = vault.previewRedeem(shares);
        assertLe(paid, vault.convertToAssets(shares), "redeem: paid less than worth");
        assertLe(vault.previewWithdraw(paid), shares, "the same assets by withdraw burn no more");
        assertLe(paid, cost, "mint, redeem");
    }

    function test_behavior_aSpeckOfRiskyIsAUnitForWhoEntersAndNothingForWhoLeaves() external {
        risky.mint(address(vault), 1);
        // nav + 1 is 2 on the way in and 1 on the way out, for a million virtual shares.
        assertEq(vault.previewDeposit(1e6), 993_500e6 / 2, "in");
        assertEq(vault.previewRedeem(1e12), 993_500, "out");
    }

    function testFuzz_behavior_aShareNeverLosesByOthersMoves(uint256 seed, uint256 amountSeed, uint8 move) external {
        _deposit(alice, bound(seed, 1e9, 1e15));
        _deposit(bob, bound(seed / 3, 1e6, 1e15));
        risky.mint(address(vault), bound(seed / 7, 0, 1e22));
        quote.mint(address(vault), seed % 1e7);
        uint256 supply = vault.totalSupply() + VIRTUAL_SHARES;
        uint256 nav = vault.totalAssets() + 1;
        if (move % 3 == 0) {
            _deposit(bob, bound(amountSeed, 1e6, 1e15));
        } else {
            uint256 most = move % 3 == 1 ? vault.balanceOf(bob) : vault.maxRedeem(bob);
            vm.startPrank(bob);
            if (move % 3 == 1) vault.redeemInKind(bound(amountSeed, 0, most), bob, bob);
            else vault.redeem(bound(amountSeed, 0, most), bob, bob);
            vm.stopPrank();
        }
        // nav after / supply after >= nav before / supply before, but for the value of one risky unit's rounding.
        assertLe(nav * (vault.totalSupply() + VIRTUAL_SHARES), (vault.totalAssets() + 2) * supply, "share price");
    }

    // Price trouble

    function test_behavior_refusedWhileSpotAndMeanDisagree() external {
        uint256 shares = _deposit(alice, _usd(1000));
        _fillToWeight(500_000);
        _movePrice(1_050_000);
        assertEq(vault.maxDeposit(alice), 0, "maxDeposit");
        assertEq(vault.maxMint(alice), 0, "maxMint");
        assertEq(vault.maxWithdraw(alice), 0, "maxWithdraw");
        assertEq(vault.maxRedeem(alice), 0, "maxRedeem");
        (, , uint160 meanX96) = PoolPrice.read(pool, WINDOW_SEC);
        bytes memory refusal = abi.encodeWithSignature(
            "PriceDeviates(uint256,uint256)",
            PoolPrice.deviationPips(_spot(), meanX96),
            DEVIATION_PIPS
        );
        vm.expectRevert(refusal);
        vault.previewDeposit(1);
        vm.expectRevert(refusal);
        vault.previewRedeem(1);
        vm.prank(alice);
        vm.expectRevert(
            abi.encodeWithSignature("ERC4626ExceededMaxDeposit(address,uint256,uint256)", alice, _usd(1), 0)
        );
        vault.deposit(_usd(1), alice);
        // The mean needs a whole window to follow; then everything is open again.
        _skip(WINDOW_SEC);
        assertEq(vault.maxDeposit(alice), type(uint256).max, "maxDeposit");
        assertEq(vault.maxMint(alice), type(uint256).max, "maxMint");
        assertLe(shares / 3, vault.maxRedeem(alice), "maxRedeem");
    }

    function test_behavior_noFigureWithoutAMeanPrice() external {
        factory.createPool(address(quote), address(risky), 500);
        VaultSettings memory settings = _settings();
        settings.poolFeePips = 500;
        vault = _newVault(settings);
        assertEq(vault.maxDeposit(alice), 0, "maxDeposit");
        assertEq(vault.maxRedeem(alice), 0, "maxRedeem");
        vm.expectRevert(abi.encodeWithSignature("PriceUnknown()"));
        vault.totalAssets();
        vm.expectRevert(abi.encodeWithSignature("PriceUnknown()"));
        vault.portfolioFigures();
        vm.expectRevert(abi.encodeWithSignature("PriceUnknown()"));
        vault.previewMint(1);
        vm.expectRevert(abi.encodeWithSignature("PriceUnknown()"));
        vault.convertToShares(1);
    }

    // Donations, units

    function test_behavior_aDonationBelongsToTheHolders() external {
        uint256 shares = _deposit(alice, _usd(1000));
        uint256 before = vault.convertToAssets(shares);
        quote.mint(address(vault), _usd(100));
        risky.mint(address(vault), 1 ether);
        uint256 gained = vault.convertToAssets(shares) - before;
        assertLe(_usd(3098), gained, "3,100 dollars, valued at a tick's rounding");
        assertLe(gained, _usd(3100), "and no more");
    }

    function test_behavior_tokensOfOtherDecimals() external {
        _inAndOut(World(true, 2, 18, 3000, 10_000_000));
        _inAndOut(World(false, 18, 6, 3000, 10_000_000));
        _inAndOut(World(true, 8, 8, 60_000, 10_000_000));
        _inAndOut(World(true, 6, 2, 3000, 10_000_000));
        _inAndOut(World(true, 0, 0, 1, 10_000_000));
        _inAndOut(World(false, 0, 24, 3000, 10_000_000));
        _inAndOut(World(true, 24, 0, 1, 10_000_000));
        _inAndOut(World(false, 24, 24, 3000, 10_000_000));
    }

    /// A risky token whose smallest unit is worth a dollar at most, so that whole units do not cost more than the cap.
    function testFuzz_behavior_tokensOfAllDecimals(
        uint8 quoteDecimals,
        uint8 riskyDecimals,
        bool riskyIsToken0
    ) external {
        _inAndOut(World(riskyIsToken0, uint8(bound(quoteDecimals, 0, 24)), uint8(bound(riskyDecimals, 0, 24)), 1, 1e7));
    }

    function _inAndOut(World memory world_) private {
        _setUpWorld(world_);
        vault = _newVault(_settings());
        uint256 shareDecimals = uint256(world_.quoteDecimals) + 6;
        assertEq(vault.decimals(), shareDecimals, "share decimals");
        _setParameters(_parameters(), Status.Active);
        uint256 shares = _deposit(alice, _usd(100_000));
        assertEq(shares, 99_350 * 10 ** shareDecimals, "a share is a dollar");
        (uint64 navUsd6, , ) = vault.portfolioFigures();
        assertEq(navUsd6, 100_000e6, "in dollars");
        _skip(1 hours);
        (uint256 given, uint256 received) = vault.rebalance();
        assertEq(given, _usd(25_000), "half of the drift, in dollars");
        uint256 worth = _valueAtSpot(received);
        assertLe(_usd(24_850), worth, "received its worth");
        assertLe(vault.maxWithdraw(alice), _usd(75_000), "limited by the quote that is left");
        vm.startPrank(alice);
        vault.withdraw(vault.maxWithdraw(alice) / 2, alice, alice);
        vault.redeemInKind(vault.balanceOf(alice), alice, alice);
        vm.stopPrank();
        uint256 out = quote.balanceOf(alice) + _valueAtSpot(risky.balanceOf(alice));
        assertLe(_usd(99_600), out, "leaves with all but fee and spread");
        assertLe(out, _usd(100_000), "and with no more");
    }
}
