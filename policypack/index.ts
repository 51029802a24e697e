import process from "node:process";
import { PolicyPack } from "@pulumi/policy";
import { OPEN_DRIFT_VARIABLE } from "./model";
import { s3AccessFrom } from "./openDrift/downloadFromS3";
import { TRUST_VARIABLE } from "./openDrift/trustedKeys";
import { workingFolders } from "./openDrift/workingFolders";
import { makePolicies } from "./policies";

const { env } = process;

// Constructing a pack starts its server: this happens here and nowhere else.
new PolicyPack("whodrift", {
  policies: makePolicies({
    openDrift: env[OPEN_DRIFT_VARIABLE],
    trust: env[TRUST_VARIABLE],
    s3: s3AccessFrom(env),
    // The first by Pulumi's nodejs language host, the other by older CLIs.
    organization: env["PULUMI_NODEJS_ORGANIZATION"] ?? env["PULUMI_ORGANIZATION"],
    // Each flag of the CLI may be given as a variable, and the CLI hands its environment on.
    refreshAsked: /^(1|t|true)$/i.test(env["PULUMI_OPTION_REFRESH"] ?? ""),
    folders: [...workingFolders(process.ppid), process.cwd(), ...(env["PWD"] === undefined ? [] : [env["PWD"]])],
    now: () => new Date(),
  }),
});
