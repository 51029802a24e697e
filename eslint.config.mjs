import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "out/", "coverage/", "node_modules/", "policypack/bin/", "bin/", "**/*.mjs", "**/*.cjs"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "no-restricted-properties": ["error", { object: "Math", property: "random", message: "use node:crypto" }],
    },
  },
  {
    // Only the command line and the sandbox talk to a person; everything else returns values.
    files: ["automation/**/*.ts", "policypack/**/*.ts"],
    ignores: ["automation/cli/**", "automation/nightly.ts"],
    rules: { "no-console": "error", "no-restricted-globals": ["error", { name: "process", message: "only automation/cli and the nightly touch process; pass the value in" }] },
  },
  {
    // Mocha's describe and it return promises and suites that nobody awaits.
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [{ from: "package", package: "mocha", name: ["describe", "it", "before", "after", "beforeEach", "afterEach"] }] }] },
  },
);
