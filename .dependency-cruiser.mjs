const pure = "^automation/(compare|attribute|report)/|^policypack/(exposure|model|remediation)/";
const road = ["estate", "schedule", "refresh", "doubt", "compare", "audit", "attribute", "ledger", "report", "notify"];

/** The architecture, as a test: see README.md, "How it is built". */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "policypack-stands-alone", severity: "error", from: { path: "^policypack/" }, to: { path: "^(automation|test)/" } },
    { name: "model-imports-nothing-of-ours", severity: "error", from: { path: "^policypack/model/" }, to: { path: "^(automation|test|policypack/(?!model/))" } },
    { name: "product-knows-no-tests", severity: "error", from: { path: "^(automation|policypack)/" }, to: { path: "^test/" } },
    { name: "nothing-imports-cli", severity: "error", from: { pathNot: "^automation/(cli/|nightly\\.ts$)|^test/" }, to: { path: "^automation/cli/" } },
    {
      name: "pure-steps-do-no-io",
      comment: "compare, attribute, decide and report take values and return values",
      severity: "error",
      from: { path: pure },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|util)$" },
    },
    {
      name: "pure-steps-know-no-client",
      severity: "error",
      from: { path: pure },
      to: { path: "node_modules/(@aws-sdk|@pulumi|@smithy)/" },
    },
    ...road.slice(0, -1).map((step, index) => ({
      name: `road-is-one-way-after-${step}`,
      comment: "an earlier step never calls a later one",
      severity: "error",
      from: { path: `^automation/${step}/` },
      to: { path: `^automation/(${road.slice(index + 1).join("|")})/` },
    })),
    { name: "no-orphans", severity: "error", from: { orphan: true, pathNot: "\\.d\\.ts$|^automation/deploy/|^test/" }, to: {} },
    { name: "declared-dependencies-only", severity: "error", from: { path: "^(automation|policypack)/" }, to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"] } },
    {
      name: "no-dev-dependency-at-run-time",
      comment: "the deployment runs from a checkout: @pulumi/aws, of 84 MB, is not in the package",
      severity: "error",
      from: { path: "^(automation/(?!deploy/)|policypack/)" },
      to: { dependencyTypes: ["npm-dev"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out|coverage)/|^policypack/bin/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default", "types"] },
  },
};
