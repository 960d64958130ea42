// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {HeaderLib} from "../../../contracts/evidence/HeaderLib.sol";
import {IProvenEvidence} from "../../../contracts/interfaces/IProvenEvidence.sol";
import {BlockSource} from "../../../contracts/libraries/ChainBlocks.sol";
import {HeaderParts, Headers} from "../support/evidence/Headers.sol";
import {Test} from "../support/Test.sol";

/// The library behind an external call, so that a revert can be expected.
contract HeaderLibCaller {
    function readBaseFee(
        bytes calldata header,
        uint256 minAgeBlocks,
        uint256 maxAgeBlocks
    ) external view returns (uint256 baseFeePerGas, uint256 ageBlocks) {
        return HeaderLib.readBaseFee(header, BlockSource.Plain, minAgeBlocks, maxAgeBlocks);
    }
}

contract HeaderLibTest is Test {
    uint256 private constant HEIGHT = 24_000_000;
    uint256 private constant MIN_AGE = 25;
    uint256 private constant MAX_AGE = 256;

    HeaderLibCaller private caller;

    function setUp() external {
        caller = new HeaderLibCaller();
        vm.roll(HEIGHT);
    }

    // What is read

    function test_default() external {
        _expectRead(Headers.plain(HEIGHT - 50, 5e9), 50);
    }

    /// As on mainnet, where a bloom has no zeros left, and of rollups with extra data of any length.
    function test_behavior_formsOfHeaders() external {
        HeaderParts memory parts = Headers.plain(HEIGHT - 50, 30_000_000);
        for (uint256 i = 0; i < 256; i++) parts.bloom[i] = 0xff;
        _expectRead(parts, 50);
        parts.extraFields = Headers.shanghaiFields();
        _expectRead(parts, 50);
        // London: nothing behind the base fee.
        parts.extraFields = "";
        _expectRead(parts, 50);
        // Polygon's difficulty, Ethereum's before the merge.
        parts.difficulty = 23;
        _expectRead(parts, 50);
        parts.difficulty = 12_549_332_509_227_262;
        _expectRead(parts, 50);
        uint16[7] memory lengths = [0, 1, 9, 55, 56, 255, 1_300];
        for (uint256 i = 0; i < lengths.length; i++) {
            parts.extraData = new bytes(lengths[i]);
            _expectRead(parts, 50);
        }
    }

    /// Every number of every length; the base fee last of all, or with more behind it.
    function testFuzz_default_anyHeader(
        uint64 fee,
        uint64 gasUsed,
        uint256 difficulty,
        bytes memory extraData
    ) external {
        HeaderParts memory parts = Headers.plain(HEIGHT - 100, fee);
        (parts.gasUsed, parts.difficulty, parts.extraData) = (gasUsed, difficulty, extraData);
        _expectRead(parts, 100);
        parts.extraFields = "";
        _expectRead(parts, 100);
    }

    function test_behavior_smallFees() external {
        uint16[9] memory fees = [0, 1, 7, 127, 128, 255, 256, 257, 0xffff];
        for (uint256 i = 0; i < fees.length; i++) {
            HeaderParts memory parts = Headers.plain(HEIGHT - 50, fees[i]);
            _expectRead(parts, 50);
            parts.extraFields = "";
            _expectRead(parts, 50);
        }
    }

    function test_behavior_smallNumbers() external {
        uint16[4] memory numbers = [0, 1, 128, 300];
        for (uint256 i = 0; i < numbers.length; i++) {
            vm.roll(uint256(numbers[i]) + 40);
            bytes memory header = Headers.encode(Headers.plain(numbers[i], 5e9));
            vm.setBlockhash(numbers[i], keccak256(header));
            (uint256 fee, uint256 ageBlocks) = caller.readBaseFee(header, MIN_AGE, MAX_AGE);
            assertEq(fee, 5e9, "fee");
            assertEq(ageBlocks, 40, "age");
        }
    }

    // What is refused

    function test_error_headerUnknown() external {
        bytes memory header = Headers.encode(Headers.plain(HEIGHT - 50, 5e9));
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HeaderUnknown.selector, HEIGHT - 50));
        caller.readBaseFee(header, MIN_AGE, MAX_AGE);
        // Beyond 256 blocks the history contract would have to know it, and the test chain has none.
        header = Headers.encode(Headers.plain(HEIGHT - 300, 5e9));
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HeaderUnknown.selector, HEIGHT - 300));
        caller.readBaseFee(header, MIN_AGE, 8_191);
    }

    /// One bit of another number, fee or bloom is another header.
    function testFuzz_error_oneBitOfAnother(uint256 seed) external {
        bytes memory header = Headers.encode(Headers.plain(HEIGHT - 50, 5e9));
        vm.setBlockhash(HEIGHT - 50, keccak256(header));
        uint256 bit = seed % (8 * header.length);
        header[bit / 8] = header[bit / 8] ^ bytes1(uint8(1 << (bit % 8)));
        (bool isAnswered, bytes memory answer) = _try(header);
        assertTrue(!isAnswered, "refused");
        _assertNamed(answer);
    }

    function test_error_headerOutsideWindow() external {
        uint256[5] memory numbers = [HEIGHT - MIN_AGE + 1, HEIGHT - MAX_AGE - 1, HEIGHT, HEIGHT + 1, 1];
        uint256[5] memory ages = [MIN_AGE - 1, MAX_AGE + 1, 0, 0, HEIGHT - 1];
        for (uint256 i = 0; i < 5; i++) {
            bytes memory header = Headers.encode(Headers.plain(numbers[i], 5e9));
            if (ages[i] != 0 && ages[i] <= 256) vm.setBlockhash(numbers[i], keccak256(header));
            vm.expectRevert(
                abi.encodeWithSelector(IProvenEvidence.HeaderOutsideWindow.selector, ages[i], MIN_AGE, MAX_AGE)
            );
            caller.readBaseFee(header, MIN_AGE, MAX_AGE);
        }
        _expectRead(Headers.plain(HEIGHT - MIN_AGE, 5e9), MIN_AGE);
        _expectRead(Headers.plain(HEIGHT - MAX_AGE, 5e9), MAX_AGE);
    }

    function test_error_headerMalformed() external {
        HeaderParts memory parts = Headers.plain(HEIGHT - 50, 5e9);
        _expectMalformed("");
        _expectMalformed(hex"f9");
        _expectMalformed(new bytes(600));
        // Before London there was no base fee: what is read in its place hashes to no block of a chain that has one.
        (, bytes memory refusal) = _try(Headers.encodeList(Headers.encodeHead(parts)));
        _assertNamed(refusal);
        // A bloom of another length, and a header whose prefix has another.
        parts.bloom = new bytes(255);
        _expectMalformed(Headers.encode(parts));
        parts = Headers.plain(HEIGHT - 50, 5e9);
        parts.extraData = new bytes(0x10000);
        _expectMalformed(Headers.encode(parts));
        // A number of nine bytes.
        parts = Headers.plain(1 << 64, 5e9);
        _expectMalformed(Headers.encode(parts));
        parts = Headers.plain(HEIGHT - 50, 1 << 64);
        _expectMalformed(Headers.encode(parts));
        // A list where an item is due.
        parts = Headers.plain(HEIGHT - 50, 0);
        parts.extraFields = "";
        _expectMalformed(
            Headers.encodeList(bytes.concat(Headers.encodeHead(parts), Headers.encodeList(new bytes(40))))
        );
    }

    /// Cut anywhere before its base fee's end, a header is refused by name.
    function testFuzz_error_cutShort(uint256 seed) external view {
        bytes memory header = Headers.encode(Headers.plain(HEIGHT - 50, 5e9));
        uint256 length = seed % header.length;
        assembly ("memory-safe") {
            mstore(header, length)
        }
        (bool isAnswered, bytes memory answer) = _try(header);
        assertTrue(!isAnswered, "refused");
        _assertNamed(answer);
    }

    /// Any bytes behind a header's first 448: an answer only for the chain's own header, else a refusal by name.
    function testFuzz_error_anyBytes(bytes memory tail) external view {
        bytes memory header = Headers.encode(Headers.plain(HEIGHT - 50, 5e9));
        assembly ("memory-safe") {
            mstore(header, 448)
        }
        (bool isAnswered, bytes memory answer) = _try(bytes.concat(header, tail));
        assertTrue(!isAnswered, "refused");
        _assertNamed(answer);
    }

    // Support

    function _expectRead(HeaderParts memory parts, uint256 age) private {
        bytes memory header = Headers.encode(parts);
        vm.setBlockhash(parts.number, keccak256(header));
        (uint256 fee, uint256 ageBlocks) = caller.readBaseFee(header, MIN_AGE, MAX_AGE);
        assertEq(fee, parts.baseFeePerGas, "fee");
        assertEq(ageBlocks, age, "age");
    }

    function _expectMalformed(bytes memory header) private {
        vm.expectRevert(abi.encodeWithSelector(IProvenEvidence.HeaderMalformed.selector));
        caller.readBaseFee(header, MIN_AGE, MAX_AGE);
    }

    function _try(bytes memory header) private view returns (bool, bytes memory) {
        return address(caller).staticcall(abi.encodeCall(caller.readBaseFee, (header, MIN_AGE, MAX_AGE)));
    }

    function _assertNamed(bytes memory refusal) private pure {
        bytes4 name = bytes4(refusal);
        bool isNamed =
            name == IProvenEvidence.HeaderMalformed.selector ||
                name == IProvenEvidence.HeaderUnknown.selector ||
                name == IProvenEvidence.HeaderOutsideWindow.selector;
        assertTrue(isNamed, "refusal by name");
    }
}
