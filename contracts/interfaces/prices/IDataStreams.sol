// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// What is used here of Chainlink's Data Streams contracts (llo-feeds v0.5.0). VerifierProxy.
interface IDataStreamsProxy {
    /// Reverts for a forged report, too few signatures, or a configuration that is not in force.
    /// @param payload `abi.encode(bytes32[3] context, bytes report, bytes32[] rs, bytes32[] ss, bytes32 rawVs)`.
    /// @param parameterPayload The encoded address of the token that the fee is paid in.
    /// @return report As it was signed.
    function verify(bytes calldata payload, bytes calldata parameterPayload) external payable returns (bytes memory);

    /// Who takes the fee; zero: nobody.
    // solhint-disable-next-line func-name-mixedcase
    function s_feeManager() external view returns (IDataStreamsFees);
}

/// FeeManager.
interface IDataStreamsFees {
    struct Asset {
        address assetAddress;
        uint256 amount;
    }

    /// @return fee In the quote token; of native coin in wei.
    function getFeeAndReward(
        address subscriber,
        bytes memory report,
        address quoteAddress
    ) external view returns (Asset memory fee, Asset memory reward, uint256 discount);

    /// The wrapped native coin.
    // solhint-disable-next-line func-name-mixedcase
    function i_nativeAddress() external view returns (address);
}
