// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IRiskParameters} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IRiskParametersAdmin} from "../../../contracts/interfaces/IRiskParametersAdmin.sol";
import {IRiskParametersReports} from "../../../contracts/interfaces/IRiskParametersReports.sol";

/// RiskParameters as its users see it. A test that imports the contract itself compiles all of it once more.
interface IRiskParametersContract is IAccessManaged, IRiskParameters, IRiskParametersAdmin, IRiskParametersReports {}
