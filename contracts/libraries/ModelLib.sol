// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MathLib} from "./MathLib.sol";
import {Observation, Parameters, Policy} from "./ModelTypes.sol";
import {Real, RealLib} from "./RealLib.sol";

/// @title The model: from congestion and depth to six parameters
/// @notice Twin of assembly/model.ts: same steps, same names, same rounding, same bits.
/// Method:   docs/model.md, section by section, in Reals. Every formula is arranged from steps that are each
///           monotone in the direction of the table of directions, so that the directions hold bit for bit.
/// Domain:   `validateObservation` and `validatePolicy`; anything outside is refused, never guessed.
/// Special:  no depth or no variance: aggressiveness 0; no variance: the longest interval; no depth: the
///           greatest viscosity.
/// Accuracy: |integer - real value| <= 1 + 1e-9 * real value; test/core/accuracy.test.ts.
/// Source:   EIP-1559; Altarovici, Muhle-Karbe & Soner 2015; Gerhold et al. 2011; Garleanu & Pedersen 2013;
///           Balder, Brandl & Mahayni 2009.
library ModelLib {
    /// A field is outside its domain; `field` is its name in ASCII.
    error OutOfDomain(bytes32 field, uint256 value, uint256 min, uint256 max);

    uint256 private constant MILLION = 1_000_000; // 100 % in pips
    uint256 private constant MAX_VISCOSITY_Q58 = 1 << 63; // 32
    uint256 private constant ONE_Q52 = 1 << 52;
    uint256 private constant ONE_Q63 = 1 << 63;
    uint256 private constant MAX_CPPI_E3 = 65_535; // the type's maximum

    // Constants as Reals; test/core/real.test.ts recomputes each from its meaning.
    Real private constant REAL_PIPS = Real.wrap(0x827e848000000000); // 1e6
    Real private constant REAL_WAD = Real.wrap(0x877bc16d674ec800); // 1e18
    Real private constant REAL_MAX_INTERVAL_SEC = Real.wrap(0x83ffffffffe00000); // 2^32 - 1
    Real private constant REAL_MAX_GUARD_PIPS = Real.wrap(0x82be848000000000); // 4e6
    Real private constant REAL_INTERVAL_SCALE = Real.wrap(0x8f97bdc5ce710f6d); // a year * 1e18 wad * 1e12 pips^2
    Real private constant REAL_IMPACT_SCALE = Real.wrap(0x8c9fdd72cab9b6d7); // 8 * a year * 1e18 wad * 1e4
    Real private constant REAL_CPPI_SCALE = Real.wrap(0x8df372e9503bd9d8); // a year * 1e18 wad * 1e4^2
    Real private constant REAL_GUARD_SCALE = Real.wrap(0x88f5625ef7022457); // a year * 1e18 wad * 1e4^2 / 1e6^2

    /// Computes the target of one market at one block; reverts with OutOfDomain for the first field, in the
    /// order of the structs, outside its domain.
    function evaluate(Observation memory o, Policy memory p) internal pure returns (Parameters memory target) {
        unchecked {
            validateObservation(o);
            validatePolicy(p);

            Real nav = RealLib.fromUintDown(o.navUsd6);
            Real variance = RealLib.fromUintDown(o.varianceWad);
            uint256 weightVariance = uint256(p.curvaturePips) * MILLION;
            uint256 stretch = computeStretch(o, p);
            Real thick = computeThick(o, p);
            Real gasRisk = computeGasRisk(o, p, nav, stretch);

            // sigma^2 tau, and with it tau, where neither the epoch nor the type's maximum limits it.
            Real gasVariance = RealLib.divDown(
                RealLib.mulDown(gasRisk, REAL_INTERVAL_SCALE),
                RealLib.fromUintDown(weightVariance)
            );
            Real unlimited = o.varianceWad == 0 ? REAL_MAX_INTERVAL_SEC : RealLib.divDown(gasVariance, variance);
            Real interval = RealLib.max(
                RealLib.fromUintDown(p.epochSec),
                RealLib.min(REAL_MAX_INTERVAL_SEC, unlimited)
            );
            // Equals max(sigma^2 epoch, min(sigma^2 (2^32 - 1), gasVariance)), since floors of Reals keep their
            // order; the product of the variance and an unlimited interval would not rise with the variance at
            // every step.
            bool isUnlimited = interval == unlimited && interval < REAL_MAX_INTERVAL_SEC;
            Real intervalVariance = isUnlimited ? gasVariance : RealLib.mulDown(variance, interval);
            Real delayVariance = RealLib.mulDown(variance, RealLib.fromQ52Down(p.executionDelaySec * stretch));

            // Every cast is safe: the functions' caps are the types' limits or lower, and X s / (1 - s) <= X.
            target.aggressivenessPips = uint32(computeAggressiveness(o, p, nav, interval, thick));
            target.bandPips = uint32(computeBand(p, weightVariance, gasRisk, thick));
            target.maxTradeUsd = uint40((uint256(o.depthUsd6) * p.slippageCapPips) / (MILLION - p.slippageCapPips) / MILLION);
            target.intervalSec = uint32(RealLib.toUintUp(interval));
            target.cppiMultiplierE3 = uint16(
                computeCppiMultiplier(p, RealLib.addDown(intervalVariance, delayVariance))
            );
            target.guardPips = uint32(computeGuard(p, delayVariance, thick));
        }
    }

    /// How far EIP-1559 lets the base fee rise while a transaction waits: (1 + max(0, 2u - 1) / 8)^n, in Q52.
    function computeStretch(Observation memory o, Policy memory p) private pure returns (uint256 stretch) {
        unchecked {
            stretch = ONE_Q52;
            uint256 doubled = 2 * uint256(o.gasUsedRatioPips);
            if (doubled <= MILLION) return stretch;
            // (2u - 1) / 8 in Q52 is (2u - 1e6) * 2^52 / 8e6, and 8e6 = 2^9 * 15,625.
            uint256 power = ONE_Q52 + ((doubled - MILLION) << 43) / 15_625;
            for (uint256 blocks = p.inclusionBlocks > 32 ? 32 : p.inclusionBlocks; blocks != 0; blocks >>= 1) {
                if (blocks & 1 != 0) stretch = (stretch * power) >> 52;
                power = (power * power) >> 52;
            }
        }
    }

    /// 2^min(32, kappa * max(0, reference depth / depth - 1)): how much dearer trading is in a thin market.
    function computeThick(Observation memory o, Policy memory p) private pure returns (Real) {
        unchecked {
            if (o.depthUsd6 == 0) return RealLib.exp2Down(MAX_VISCOSITY_Q58);
            if (o.depthRefUsd6 <= o.depthUsd6) return RealLib.ONE;
            Real exponent = RealLib.divDown(
                RealLib.fromProductDown(o.depthRefUsd6 - o.depthUsd6, p.viscosityE4),
                RealLib.fromProductDown(o.depthUsd6, 10_000)
            );
            uint256 exponentQ58 = RealLib.toQ58Down(exponent);
            return RealLib.exp2Down(exponentQ58 < MAX_VISCOSITY_Q58 ? exponentQ58 : MAX_VISCOSITY_Q58);
        }
    }

    /// sqrt(k / (3 gamma)), k the gas of one rebalance as a share of the portfolio, at most 1.
    function computeGasRisk(
        Observation memory o,
        Policy memory p,
        Real nav,
        uint256 stretch
    ) private pure returns (Real) {
        unchecked {
            // Base fee * stretch + tip, in wei.
            Real feePerGas = RealLib.fromQ52Down(o.baseFeePerGas * stretch + (uint256(p.priorityFeePerGas) << 52));
            Real gasCost = RealLib.mulDown(feePerGas, RealLib.fromProductDown(p.gasUnits, o.nativePriceUsd6));
            Real gasShareWad = RealLib.min(REAL_WAD, RealLib.divDown(gasCost, nav));
            // 1e14 = 1e18 wad / 1e4
            return
                RealLib.sqrtDown(
                    RealLib.divDown(
                        gasShareWad,
                        RealLib.fromProductDown(3 * uint256(p.riskAversionE4), 100_000_000_000_000)
                    )
                );
        }
    }

    /// 2 tau0 / (tau + sqrt(tau (tau + b))) / thick with b = 8 W years / (gamma sigma^2 X), rounded down.
    function computeAggressiveness(
        Observation memory o,
        Policy memory p,
        Real nav,
        Real interval,
        Real thick
    ) private pure returns (uint256) {
        unchecked {
            if (o.depthUsd6 == 0 || o.varianceWad == 0) return 0;
            Real appetite = RealLib.mulDown(
                RealLib.fromProductDown(p.riskAversionE4, o.varianceWad),
                RealLib.fromUintDown(o.depthUsd6)
            );
            Real impact = RealLib.divDown(RealLib.mulDown(nav, REAL_IMPACT_SCALE), appetite);
            Real root = RealLib.sqrtDown(RealLib.mulDown(interval, RealLib.addDown(interval, impact)));
            // At most 1e6: the root is never below the interval, and the interval never below the epoch.
            return
                RealLib.toUintDown(
                    RealLib.divDown(
                        RealLib.fromUintDown(2 * MILLION * p.epochSec),
                        RealLib.mulDown(RealLib.addDown(interval, root), thick)
                    )
                );
        }
    }

    /// (12 k G^2 / gamma)^(1/4) + (3/2 c G^2 / gamma)^(1/3) with G = pi (1 - pi), rounded up, at most 1e6.
    /// The fourth root is taken as sqrt(6 G sqrt(k / (3 gamma))), since the interval needs the inner root as well.
    function computeBand(
        Policy memory p,
        uint256 weightVariance,
        Real gasRisk,
        Real thick
    ) private pure returns (uint256) {
        unchecked {
            Real gasBand = RealLib.sqrtDown(RealLib.mulDown(RealLib.fromUintDown(6 * weightVariance), gasRisk));
            Real costPips = RealLib.min(REAL_PIPS, RealLib.mulDown(RealLib.fromUintDown(p.poolFeePips), thick));
            Real costBand = RealLib.cbrtDown(
                RealLib.divDown(
                    RealLib.mulDown(RealLib.fromProductDown(3 * weightVariance, weightVariance), costPips),
                    RealLib.fromUintDown(200_000_000 * uint256(p.riskAversionE4))
                )
            );
            return RealLib.toUintUp(RealLib.min(REAL_PIPS, RealLib.addDown(gasBand, costBand)));
        }
    }

    /// 1 / (1 - exp(-z sigma sqrt((tau + delay) years)) + s), rounded down, at most 65.535.
    function computeCppiMultiplier(Policy memory p, Real variance) private pure returns (uint256) {
        unchecked {
            Real move = RealLib.mulDown(
                RealLib.fromUintDown(p.zE4),
                RealLib.sqrtDown(RealLib.divDown(variance, REAL_CPPI_SCALE))
            );
            // 43 fractional bits leave room for 1.5e6 pips in 64 bits.
            uint256 lossQ43 = (ONE_Q63 - MathLib.expNeg(RealLib.toQ58Down(move))) >> 20;
            uint256 gapPipsQ43 = lossQ43 * MILLION + (uint256(p.slippageCapPips) << 43);
            uint256 multiplierE3 = ((1_000 * MILLION) << 43) / gapPipsQ43;
            return multiplierE3 < MAX_CPPI_E3 ? multiplierE3 : MAX_CPPI_E3;
        }
    }

    /// z sigma sqrt(delay years) + min(1, s thick), rounded up, at most 4.
    function computeGuard(Policy memory p, Real delayVariance, Real thick) private pure returns (uint256) {
        Real move = RealLib.mulDown(
            RealLib.fromUintDown(p.zE4),
            RealLib.sqrtDown(RealLib.divDown(delayVariance, REAL_GUARD_SCALE))
        );
        Real slippage = RealLib.min(REAL_PIPS, RealLib.mulDown(RealLib.fromUintDown(p.slippageCapPips), thick));
        return RealLib.toUintUp(RealLib.min(REAL_MAX_GUARD_PIPS, RealLib.addDown(move, slippage)));
    }

    /// Reverts with OutOfDomain for the first field outside its domain.
    function validateObservation(Observation memory o) internal pure {
        requireInDomain("baseFeePerGas", o.baseFeePerGas, 0, 100_000_000_000_000); // 100,000 gwei
        requireInDomain("gasUsedRatioPips", o.gasUsedRatioPips, 0, 1_000_000); // 100 %
        requireInDomain("nativePriceUsd6", o.nativePriceUsd6, 0, 100_000_000_000); // $100,000
        requireInDomain("depthUsd6", o.depthUsd6, 0, 10_000_000_000_000_000_000); // $10 trillion
        requireInDomain("depthRefUsd6", o.depthRefUsd6, 0, 10_000_000_000_000_000_000); // $10 trillion
        requireInDomain("varianceWad", o.varianceWad, 0, 9_000_000_000_000_000_000); // 9, a volatility of 300 %
        requireInDomain("navUsd6", o.navUsd6, 1, 10_000_000_000_000_000_000); // $10 trillion
    }

    /// Reverts with OutOfDomain for the first field outside its domain.
    function validatePolicy(Policy memory p) internal pure {
        requireInDomain("riskAversionE4", p.riskAversionE4, 1_000, 10_000_000); // 0.1 ... 1,000
        requireInDomain("curvaturePips", p.curvaturePips, 1, 100_000_000);
        requireInDomain("poolFeePips", p.poolFeePips, 1, 100_000); // 0.0001 % ... 10 %
        requireInDomain("gasUnits", p.gasUnits, 21_000, 10_000_000);
        requireInDomain("priorityFeePerGas", p.priorityFeePerGas, 0, 1_000_000_000_000); // 1,000 gwei
        requireInDomain("epochSec", p.epochSec, 60, 604_800); // a minute ... a week
        requireInDomain("slippageCapPips", p.slippageCapPips, 1, 500_000); // 0.0001 % ... 50 %
        requireInDomain("inclusionBlocks", p.inclusionBlocks, 0, 4_096);
        requireInDomain("executionDelaySec", p.executionDelaySec, 1, 86_400); // a second ... a day
        requireInDomain("viscosityE4", p.viscosityE4, 0, 40_000); // 0 ... 4
        requireInDomain("zE4", p.zE4, 0, 100_000); // 0 ... 10
    }

    function requireInDomain(bytes32 field, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert OutOfDomain(field, value, min, max);
    }
}
