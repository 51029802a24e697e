import * as aws from "@pulumi/aws";
import { ComponentResource } from "@pulumi/pulumi";
import type { Services } from "../services";
import type { Live } from "../provider/cases/case";
import type { RecordedCase } from "./recordedCase";

const declareQueues = (project: string) => (): void => {
  for (const name of ["first", "second", "third"]) new aws.sqs.Queue(name, { name: `${project}-${name}`, delaySeconds: 5 });
};

/** Something drifts in each, so that what can be told beside the trouble is told. */
const delayFirst = async (services: Services, live: (name: string) => Live) =>
  (await services.sqs()).setQueueAttributes({ QueueUrl: live("first").id, Attributes: { DelaySeconds: "60" } });

export const troubles: readonly RecordedCase[] = [
  { name: "untouched", declare: declareQueues("untouched") },
  {
    name: "read-error",
    declare: declareQueues("read-error"),
    happen: delayFirst,
    faults: [{ urn: "**::second", method: "read", fault: { kind: "error", error: "denied" } }],
  },
  {
    name: "provider-crash",
    declare: declareQueues("provider-crash"),
    happen: delayFirst,
    faults: [{ urn: "**::second", method: "read", fault: { kind: "crash" } }],
  },
  {
    name: "interrupted",
    declare: declareQueues("interrupted"),
    happen: delayFirst,
    faults: [{ urn: "**::second", method: "read", fault: { kind: "hang" } }],
    timeoutMs: 8_000,
  },
  { name: "pending-operation", declare: declareQueues("pending-operation"), happen: delayFirst, updating: "second" },
  {
    name: "everything-gone",
    declare: declareQueues("everything-gone"),
    happen: async (services, live) => {
      for (const name of ["first", "second", "third"]) await (await services.sqs()).deleteQueue({ QueueUrl: live(name).id });
    },
  },
  {
    name: "several-providers",
    declare: () => {
      new aws.sqs.Queue("here", { name: "several-here", delaySeconds: 5 });
      const provider = new aws.Provider("ireland", { region: "eu-west-1", s3UsePathStyle: true });
      new aws.sqs.Queue("there", { name: "several-there", delaySeconds: 5 }, { provider });
      new aws.sqs.Queue("there-too", { name: "several-there-too" }, { provider });
    },
    happen: async (services, live) =>
      (await services.sqs()).setQueueAttributes({ QueueUrl: live("here").id, Attributes: { DelaySeconds: "60" } }),
  },
  {
    name: "components",
    declare: () => {
      const shop = new ComponentResource("acme:shop:Shop", "shop");
      const backlog = new ComponentResource("acme:shop:Backlog", "backlog", {}, { parent: shop });
      new aws.sqs.Queue("orders", { name: "components-orders", delaySeconds: 5 }, { parent: backlog });
      new aws.sqs.Queue("returns", { name: "components-returns" }, { parent: shop });
    },
    happen: async (services, live) =>
      (await services.sqs()).setQueueAttributes({ QueueUrl: live("orders").id, Attributes: { DelaySeconds: "60" } }),
  },
];
