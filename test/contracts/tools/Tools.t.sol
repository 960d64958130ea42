// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IModel} from "../../../contracts/interfaces/IModel.sol";
import {IRiskParameters, Status} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Bounds, BoundsLib, Loosening} from "../../../contracts/libraries/BoundsLib.sol";
import {MathLib} from "../../../contracts/libraries/MathLib.sol";
import {ModelLib} from "../../../contracts/libraries/ModelLib.sol";
import {Observation, Parameters, Policy} from "../../../contracts/libraries/ModelTypes.sol";
import {Real, RealLib} from "../../../contracts/libraries/RealLib.sol";
import {RiskParametersFixture} from "../support/RiskParametersFixture.sol";

interface ITwin {
    struct BoundsCase {
        Parameters current;
        Parameters target;
        Bounds bounds;
        Loosening loosening;
        uint40 nowAt;
        bool isSameEpoch;
    }

    error RowFailed(uint256 row);

    function evaluateMany(
        Observation[] calldata observations,
        Policy[] calldata policies
    ) external view returns (Parameters[] memory targets, bytes[] memory failures);

    function applyBoundsMany(
        BoundsCase[] calldata cases
    )
        external
        view
        returns (Parameters[] memory next, Loosening[] memory used, uint32[] memory limits, bytes[] memory failures);

    function mulDivDown(uint256 a, uint256 b, uint256 denominator) external pure returns (uint256);

    function mulDivUp(uint256 a, uint256 b, uint256 denominator) external pure returns (uint256);

    function sqrtDown(uint256 x) external pure returns (uint256);

    function cbrtDown(uint256 x) external pure returns (uint256);

    function fourthRootDown(uint256 x) external pure returns (uint256);

    function exp2Down(uint64 xQ58) external pure returns (uint256);

    function expNeg(uint64 xQ58) external pure returns (uint256);
}

interface IGasMeter {
    function evaluateGas(
        Observation memory observation,
        Policy memory policy
    ) external view returns (uint256 gasUsed, Parameters memory target);

    function readParametersGas(
        IRiskParameters riskParameters,
        bytes32 marketId
    ) external view returns (uint256 gasUsed, Parameters memory values, Status status);

    function mulDivDownGas(uint256 a, uint256 b, uint256 c) external view returns (uint256 gasUsed, uint256 result);

    function mulDivUpGas(uint256 a, uint256 b, uint256 c) external view returns (uint256 gasUsed, uint256 result);

    function sqrtDownGas(uint256 x) external view returns (uint256 gasUsed, uint256 result);

    function cbrtDownGas(uint256 x) external view returns (uint256 gasUsed, uint256 result);

    function fourthRootDownGas(uint256 x) external view returns (uint256 gasUsed, uint256 result);

    function exp2DownGas(uint64 xQ58) external view returns (uint256 gasUsed, uint256 result);

    function expNegGas(uint64 xQ58) external view returns (uint256 gasUsed, uint256 result);
}

interface ILocalDollar {
    function mint(address account, uint256 amount) external;

    function decimals() external view returns (uint8);

    function balanceOf(address account) external view returns (uint256);
}

contract ToolsTest is RiskParametersFixture {
    ITwin internal twin;
    IGasMeter internal meter;

    function setUp() public override {
        super.setUp();
        twin = ITwin(deploy("Twin.sol:Twin", ""));
        meter = IGasMeter(deploy("GasMeter.sol:GasMeter", ""));
    }

    function buildRows() internal pure returns (Observation[] memory observations, Policy[] memory policies) {
        observations = new Observation[](3);
        policies = new Policy[](3);
        for (uint256 i = 0; i < 3; i++) (observations[i], policies[i]) = (buildObservation(), buildPolicy());
        observations[1].navUsd6 = 0;
    }

    function buildCase() internal view returns (ITwin.BoundsCase memory boundsCase) {
        boundsCase.current = buildFallback();
        boundsCase.target = buildVector(9_000, 10_000, 9_000, 3_600, 4_000, 100_000, 9_000, 10_000);
        boundsCase.bounds = buildBounds();
        boundsCase.nowAt = uint40(nowAt);
    }

    function test_twin_aRefusedRowLeavesItsNeighboursAlone() external view {
        (Observation[] memory observations, Policy[] memory policies) = buildRows();
        (Parameters[] memory targets, bytes[] memory failures) = twin.evaluateMany(observations, policies);
        Parameters memory expected = IModel(address(model)).evaluate(observations[0], policies[0]);
        assertEq(targets[0], expected, "first");
        assertEq(targets[2], expected, "third");
        assertEq(failures[0], "", "no failure");
        bytes memory refusal = abi.encodeWithSelector(ModelLib.OutOfDomain.selector, bytes32("navUsd6"), 0, 1, 1e19);
        assertEq(failures[1], refusal, "the second says why");
    }

    function test_twin_boundsRowByRow() external view {
        ITwin.BoundsCase[] memory cases = new ITwin.BoundsCase[](2);
        cases[0] = buildCase();
        cases[1] = buildCase();
        cases[1].bounds.min.guardPips = cases[1].bounds.max.guardPips + 1;
        (Parameters[] memory next, Loosening[] memory used, uint32[] memory limits, bytes[] memory failures) = twin
            .applyBoundsMany(cases);
        assertEq(
            next[0],
            buildVector(300, 190_000, 9_000, 76_400, 2_000, 250_000, 1_500, 140_000),
            "moved by its steps"
        );
        assertEq(used[0].lastAt, nowAt, "loosened now");
        uint256 step = uint256(BoundsLib.Limit.Step);
        assertEq(limits[0], 0x11111111 * step - (step << 8), "steps were binding, but for the trade");
        bytes memory refusal = abi.encodeWithSelector(
            BoundsLib.BoundsInverted.selector,
            bytes32("guardPips"),
            4_000_001,
            4_000_000
        );
        assertEq(failures[1], refusal, "inverted bounds");
        assertEq(failures[0], "", "no failure");
    }

    /// Whatever gas there is, the call fails or every row has its answer: none is left empty.
    function test_twin_error_RowFailed() external {
        (Observation[] memory observations, Policy[] memory policies) = buildRows();
        bytes memory data = abi.encodeCall(ITwin.evaluateMany, (observations, policies));
        bool namedARow = false;
        bool succeeded = false;
        for (uint256 gas = 20_000; !succeeded && gas < 3_000_000; gas += 500) {
            (bool success, bytes memory answer) = address(twin).call{gas: gas}(data);
            if (success) {
                (Parameters[] memory targets, ) = abi.decode(answer, (Parameters[], bytes[]));
                assertTrue(targets[0].bandPips != 0 && targets[2].bandPips != 0, "every row has its answer");
                succeeded = true;
            } else if (answer.length != 0) {
                assertEq(abi.encode(selectorOf(answer)), abi.encode(ITwin.RowFailed.selector), "says which row");
                namedARow = true;
            }
        }
        assertTrue(succeeded, "enough gas in the end");
        assertTrue(namedARow, "a row was named on the way");
    }

    function testFuzz_twin_mathsIsTheLibrarys(uint128 a, uint128 b, uint128 c, uint64 xQ58) external view {
        uint256 divisor = uint256(c) + 1;
        // Below the divisor, so that the quotient fits.
        uint256 factor = a % divisor;
        assertEq(twin.mulDivDown(factor, b, divisor), (factor * b) / divisor, "mulDivDown");
        assertEq(twin.mulDivUp(factor, b, divisor), (factor * b + divisor - 1) / divisor, "mulDivUp");
        assertRoot(a, twin.sqrtDown(a), 2);
        assertRoot(a, twin.cbrtDown(a), 3);
        assertRoot(a, twin.fourthRootDown(a), 4);
        uint64 exponent = uint64(bound(xQ58, 0, 31 << 58));
        assertEq(twin.exp2Down(exponent), MathLib.exp2Down(exponent), "exp2Down");
        assertEq(twin.expNeg(exponent), MathLib.expNeg(exponent), "expNeg");
    }

    function assertRoot(uint256 x, uint256 root, uint256 degree) internal pure {
        assertLe(root ** degree, x, "not above");
        assertTrue((root + 1) ** degree > x, "not below");
    }

    function test_meter_measuresWhatItReturns() external {
        (uint256 gasUsed, Parameters memory target) = meter.evaluateGas(buildObservation(), buildPolicy());
        assertEq(target, IModel(address(model)).evaluate(buildObservation(), buildPolicy()), "target");
        assertTrue(gasUsed > 5_000, "evaluating takes thousands");
        push(buildReport());
        (uint256 readGas, Parameters memory values, Status status) = meter.readParametersGas(risk, MARKET);
        assertEq(values, valueInForce(), "values");
        assertEq(uint256(status), uint256(Status.Active), "status");
        assertTrue(readGas > 300, "a read is not free");
        uint256 result;
        (gasUsed, result) = meter.mulDivDownGas(7, 5, 3);
        assertEq(result, 11, "35 / 3 down");
        (gasUsed, result) = meter.mulDivUpGas(7, 5, 3);
        assertEq(result, 12, "35 / 3 up");
        (gasUsed, result) = meter.sqrtDownGas(99);
        assertEq(result, 9, "sqrt 99");
        (gasUsed, result) = meter.cbrtDownGas(124);
        assertEq(result, 4, "cbrt 124");
        (gasUsed, result) = meter.fourthRootDownGas(80);
        assertEq(result, 2, "fourth root of 80");
        (gasUsed, result) = meter.exp2DownGas(0);
        assertEq(result, MathLib.exp2Down(0), "2^0");
        (gasUsed, result) = meter.expNegGas(0);
        assertEq(result, MathLib.expNeg(0), "e^0");
        assertTrue(gasUsed > 0, "gas");
    }

    function test_dollar_anyoneMints() external {
        ILocalDollar dollar = ILocalDollar(deploy("LocalDollar.sol:LocalDollar", ""));
        dollar.mint(address(0xa11ce), 5e6);
        assertEq(dollar.balanceOf(address(0xa11ce)), 5e6, "balance");
        assertEq(dollar.decimals(), 6, "decimals");
    }

    function test_real_nearZero() external pure {
        Real half = RealLib.divDown(RealLib.fromUintDown(1), RealLib.fromUintDown(2));
        assertEq(RealLib.toUintUp(half), 1, "a half up");
        assertEq(RealLib.toUintDown(half), 0, "a half down");
        assertEq(RealLib.toUintUp(RealLib.fromUintDown(0)), 0, "zero");
    }
}
