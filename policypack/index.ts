import process from "node:process";
import { PolicyPack } from "@pulumi/policy";
import { OPEN_DRIFT_VARIABLE } from "./model";
import { makePolicies } from "./policies";

const { env } = process;

// Constructing a pack starts its server: this happens here and nowhere else.
new PolicyPack("whodrift", {
  policies: makePolicies({
    openDrift: env[OPEN_DRIFT_VARIABLE],
    organization: env["PULUMI_ORGANIZATION"],
    folders: [process.cwd(), ...(env["PWD"] === undefined ? [] : [env["PWD"]])],
    now: () => new Date(),
  }),
});
