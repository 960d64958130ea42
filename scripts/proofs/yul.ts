/** The compiler's syntax tree of Yul (`irOptimizedAst`), as far as it is used here. */

export interface YulBlock {
  readonly nodeType: 'YulBlock'
  readonly statements: readonly YulStatement[]
}

interface YulName {
  readonly name: string
}

export type YulExpression =
  | {
      readonly nodeType: 'YulFunctionCall'
      readonly functionName: YulName
      readonly arguments: readonly YulExpression[]
    }
  | { readonly nodeType: 'YulIdentifier'; readonly name: string }
  | {
      readonly nodeType: 'YulLiteral'
      readonly kind: 'number' | 'string' | 'bool'
      readonly value: string
      readonly hexValue?: string
    }

export interface YulFunction {
  readonly nodeType: 'YulFunctionDefinition'
  readonly name: string
  readonly parameters?: readonly YulName[]
  readonly returnVariables?: readonly YulName[]
  readonly body: YulBlock
}

export type YulStatement =
  | YulBlock
  | YulFunction
  | {
      readonly nodeType: 'YulVariableDeclaration'
      readonly variables: readonly YulName[]
      readonly value?: YulExpression | null
    }
  | {
      readonly nodeType: 'YulAssignment'
      readonly variableNames: readonly YulName[]
      readonly value: YulExpression
    }
  | { readonly nodeType: 'YulExpressionStatement'; readonly expression: YulExpression }
  | { readonly nodeType: 'YulIf'; readonly condition: YulExpression; readonly body: YulBlock }
  | {
      readonly nodeType: 'YulSwitch'
      readonly expression: YulExpression
      readonly cases: readonly {
        readonly value: YulExpression | 'default'
        readonly body: YulBlock
      }[]
    }
  | {
      readonly nodeType: 'YulForLoop'
      readonly pre: YulBlock
      readonly condition: YulExpression
      readonly post: YulBlock
      readonly body: YulBlock
    }
  | { readonly nodeType: 'YulBreak' | 'YulContinue' | 'YulLeave' }

/** A contract: its creation code, and what is deployed in the first of the objects in it. */
export interface YulObject {
  readonly nodeType: 'YulObject'
  readonly name: string
  readonly code: { readonly block: YulBlock }
  readonly subObjects?: readonly YulObject[]
}
