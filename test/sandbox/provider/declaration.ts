import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** What `@pulumi/aws` declares of a resource, and with it what Terraform's schema says. */
export interface Declaration {
  readonly token: string;
  readonly outputs: ReadonlySet<string>;
  /** Outputs that are always there: Terraform's Required and Computed. */
  readonly always: ReadonlySet<string>;
  readonly inputs: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
}

/** @param token `aws:sqs/queue:Queue`. @throws where the package has no such resource */
export function declarationOf(token: string): Declaration {
  const [, module = "", name = ""] = token.split(":");
  const file = path.join(path.dirname(require.resolve("@pulumi/aws/package.json")), module);
  const { statements } = ts.createSourceFile(`${module}.d.ts`, readFileSync(`${file}.d.ts`, "utf8"), ts.ScriptTarget.Latest);
  const resource = statements.filter(ts.isClassDeclaration).find((one) => one.name?.text === name);
  const args = statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === `${name}Args`);
  if (resource === undefined || args === undefined) throw new Error(`@pulumi/aws has no ${token}`);
  const outputs = resource.members.filter(ts.isPropertyDeclaration).map((one) => ({ name: nameOf(one), isAlways: !allowsUndefined(one.type) }));
  const inputs = args.members.filter(ts.isPropertySignature).map((one) => ({ name: nameOf(one), isRequired: one.questionToken === undefined }));
  return {
    // A declaration has no values; the code beside it does.
    token: /__pulumiType = '([^']+)'/.exec(readFileSync(`${file}.js`, "utf8"))?.[1] ?? "",
    outputs: new Set(outputs.map((one) => one.name)),
    always: new Set(outputs.filter(({ isAlways }) => isAlways).map((one) => one.name)),
    inputs: new Set(inputs.map((one) => one.name)),
    required: new Set(inputs.filter(({ isRequired }) => isRequired).map((one) => one.name)),
  };
}

function nameOf({ name }: { readonly name: ts.PropertyName }): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

/** `pulumi.Output<string | undefined>` */
function allowsUndefined(type: ts.TypeNode | undefined): boolean {
  const [inner] = type !== undefined && ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  return inner !== undefined && ts.isUnionTypeNode(inner) && inner.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword);
}
