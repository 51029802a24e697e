import { sets, type ResourceOperations } from "./writer";

/** `sharedAccounts` of a snapshot, by the one attribute (`restore`) that shares it. */
function dbSnapshot(kind: "Snapshot" | "ClusterSnapshot"): ResourceOperations {
  const operations = [`ModifyDB${kind}Attribute`];
  const properties = ["sharedAccounts"];
  return {
    subjects: [`db${kind.toLowerCase()}identifier`],
    deletes: [`DeleteDB${kind}`],
    writers: [
      { operations, properties, effect: "adds", names: { sharedAccounts: "valuesToAdd" } },
      { operations, properties, effect: "removes", names: { sharedAccounts: "valuesToRemove" } },
    ],
  };
}

/** Images, snapshots and repositories, and with whom they are shared. */
export const sharing: Readonly<Record<string, ResourceOperations>> = {
  "ec2/ami": {
    subjects: ["imageid"],
    deletes: ["DeregisterImage"],
    writers: [sets(["ModifyImageAttribute"], ["description"]), sets(["EnableImageDeprecation"], ["deprecationTime"], { deprecationTime: "deprecateAt" })],
  },
  // One operation shares and stops sharing, so that an account in it does not prove which.
  "ec2/amiLaunchPermission": { subjects: ["imageid"], deletes: ["DeregisterImage"], vague: true, writers: [sets(["ModifyImageAttribute"], ["*"], { accountId: "userId" })] },
  "ec2/snapshotCreateVolumePermission": { subjects: ["snapshotid"], deletes: ["DeleteSnapshot"], vague: true, writers: [sets(["ModifySnapshotAttribute"], ["*"], { accountId: "userId" })] },
  "rds/snapshot": dbSnapshot("Snapshot"),
  "rds/clusterSnapshot": dbSnapshot("ClusterSnapshot"),
  "ecr/repository": {
    subjects: ["repositoryname"],
    deletes: ["DeleteRepository"],
    writers: [sets(["PutImageTagMutability"], ["imageTagMutability"]), sets(["PutImageScanningConfiguration"], ["imageScanningConfiguration"])],
  },
  "ecr/repositoryPolicy": { subjects: ["repositoryname"], deletes: ["DeleteRepositoryPolicy", "DeleteRepository"], writers: [sets(["SetRepositoryPolicy"], ["*"], { policy: "policyText" })] },
};
