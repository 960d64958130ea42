// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20, IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {IUniswapV3Factory} from "../interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "../interfaces/IUniswapV3Pool.sol";
import {IVault, Reason, VaultBaseSettings} from "../interfaces/IVault.sol";
import {PoolPrice} from "./PoolPrice.sol";
import {SettingsLib} from "./SettingsLib.sol";

/// What every vault stands on: two tokens, the pool that values them, whose parameters it reads, and when it last
/// traded.
///
/// Nothing here can be set after construction and nobody has a role. The limits that depositors signed up for (cap,
/// window, deviation, epoch) are therefore immutable; what token holders vote on reaches a vault through `parameters`
/// alone. A vote that changes the policy's `epochSec` changes the meaning of the aggressiveness: it has to scale the
/// bounds of the aggressiveness with it, or come with a new vault.
abstract contract VaultBase is IVault, ReentrancyGuardTransient {
    IRiskParameters internal immutable _riskParameters;
    bytes32 internal immutable _marketId;
    IUniswapV3Factory internal immutable _factory;
    IUniswapV3Pool internal immutable _pool;
    IERC20 internal immutable _quote;
    IERC20 internal immutable _risky;
    bool internal immutable _riskyIsToken0;
    /// One whole quote token, taken as the dollar, in its smallest unit.
    uint256 internal immutable _quoteUnit;
    uint24 internal immutable _poolFeePips;
    uint32 internal immutable _epochSec;
    uint32 internal immutable _slippageCapPips;
    uint32 internal immutable _twapWindowSec;
    uint32 internal immutable _maxDeviationPips;

    /// @inheritdoc IVault
    uint40 public lastRebalanceAt;
    /// Unix seconds of the last trade, a crumb too. Both share one slot.
    uint40 internal _lastTradeAt;

    /// Reverts as SettingsLib.validateBase does.
    constructor(VaultBaseSettings memory base) {
        _pool = IUniswapV3Pool(SettingsLib.validateBase(base));
        _quoteUnit = 10 ** IERC20Metadata(base.quoteToken).decimals();
        _riskParameters = base.riskParameters;
        _marketId = base.marketId;
        _factory = base.factory;
        _quote = IERC20(base.quoteToken);
        _risky = IERC20(base.riskyToken);
        _riskyIsToken0 = base.riskyToken < base.quoteToken;
        _poolFeePips = base.poolFeePips;
        _epochSec = base.epochSec;
        _slippageCapPips = base.slippageCapPips;
        _twapWindowSec = base.twapWindowSec;
        _maxDeviationPips = base.maxDeviationPips;
        lastRebalanceAt = uint40(block.timestamp); // 40 bits last until the year 36812
    }

    /// @inheritdoc IVault
    function pool() external view returns (address) {
        return address(_pool);
    }

    /// What a trade of so much, of which `planned` was wanted, does to the clocks. Whoever takes the liquidity away for
    /// a moment lets the vault trade a crumb: that must not cost it an epoch, so less than half does not start the
    /// clock.
    function _noteTrade(uint256 traded, uint256 planned) internal {
        _lastTradeAt = uint40(block.timestamp);
        if (traded >= Math.ceilDiv(planned, 2)) lastRebalanceAt = uint40(block.timestamp);
    }

    /// Spot and mean price, as roots, and whether they may be acted on: None, PriceUnknown or PriceDeviates; a vault
    /// with venues asks them as well.
    function _readMarket() internal view virtual returns (Reason reason, uint160 spotX96, uint160 meanX96) {
        bool known;
        (known, spotX96, meanX96) = PoolPrice.read(_pool, _twapWindowSec);
        if (!known) return (Reason.PriceUnknown, spotX96, meanX96);
        bool agreed = PoolPrice.deviationPips(spotX96, meanX96) <= _maxDeviationPips;
        return (agreed ? Reason.None : Reason.PriceDeviates, spotX96, meanX96);
    }

    /// The mean price, as a root. Reverts with PriceUnknown if there is none.
    function _meanPrice() internal view returns (uint160 meanX96) {
        bool known;
        (known, , meanX96) = PoolPrice.read(_pool, _twapWindowSec);
        require(known, PriceUnknown());
    }

    /// Quote's smallest units for 1e18 of the risky token's, rounded down.
    function _priceWad(uint160 priceX96) internal view returns (uint256) {
        return PoolPrice.quoteValueDown(1e18, priceX96, _riskyIsToken0);
    }

    function _baseSettings() internal view returns (VaultBaseSettings memory) {
        return
            VaultBaseSettings({
                riskParameters: _riskParameters,
                marketId: _marketId,
                factory: _factory,
                quoteToken: address(_quote),
                riskyToken: address(_risky),
                poolFeePips: _poolFeePips,
                epochSec: _epochSec,
                slippageCapPips: _slippageCapPips,
                twapWindowSec: _twapWindowSec,
                maxDeviationPips: _maxDeviationPips
            });
    }

    function _balances() internal view virtual returns (uint256 quoteBalance, uint256 riskyBalance) {
        return (_quote.balanceOf(address(this)), _risky.balanceOf(address(this)));
    }
}
