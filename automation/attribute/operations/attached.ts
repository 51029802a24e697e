import { implies, sets, type ResourceOperations } from "./writer";

/** What stands between others or watches them: attachments, checks, alarms. */
export const attached: Readonly<Record<string, ResourceOperations>> = {
  "ec2/eipAssociation": { subjects: ["associationid"], deletes: ["DisassociateAddress"], writers: [] },
  "wafv2/webAclAssociation": { subjects: ["resourcearn"], deletes: ["DisassociateWebACL"], writers: [sets(["AssociateWebACL"], ["*"])] },
  "rds/roleAssociation": { subjects: ["dbinstanceidentifier"], alsoNamedBy: ["roleArn"], deletes: ["RemoveRoleFromDBInstance", "DeleteDBInstance"], writers: [sets(["AddRoleToDBInstance"], ["*"])] },
  "rds/clusterActivityStream": { subjects: ["resourcearn"], deletes: ["StopActivityStream"], writers: [sets(["StartActivityStream"], ["*"])] },
  "codebuild/project": {
    subjects: ["projectarn", "name"],
    deletes: ["DeleteProject"],
    writers: [sets(["UpdateProject"], ["*"]), sets(["UpdateProjectVisibility"], ["projectVisibility", "resourceAccessRole"])],
  },
  "kinesis/stream": {
    subjects: ["streamname", "streamarn"],
    deletes: ["DeleteStream"],
    open: true,
    writers: [
      sets(["IncreaseStreamRetentionPeriod", "DecreaseStreamRetentionPeriod"], ["retentionPeriod"], { retentionPeriod: "retentionPeriodHours" }),
      sets(["UpdateShardCount"], ["shardCount"], { shardCount: "targetShardCount" }),
    ],
  },
  "cloudwatch/metricAlarm": {
    subjects: ["alarmname", "alarmnames"],
    deletes: ["DeleteAlarms"],
    writers: [
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: it overwrites the whole alarm.
      { ...sets(["PutMetricAlarm"], ["*"]), whole: true },
      implies(["EnableAlarmActions"], ["actionsEnabled"], true),
      implies(["DisableAlarmActions"], ["actionsEnabled"], false),
    ],
  },
  "cfg/recorderStatus": {
    subjects: ["configurationrecordername"],
    deletes: ["DeleteConfigurationRecorder"],
    writers: [implies(["StartConfigurationRecorder"], ["isEnabled"], true), implies(["StopConfigurationRecorder"], ["isEnabled"], false)],
  },
};
