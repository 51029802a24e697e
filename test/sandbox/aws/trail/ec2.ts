import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../../../policypack/model/json";
import { parseXmlForRecord } from "../decode/xml";
import type { Call } from "../models/identify";
import type { ServiceModel, ShapeRef } from "../models/serviceModel";
import { wrapForm } from "./ec2Wrapped";
import { recordStyleOf, uncapitalize } from "./render";

/**
 * EC2's records have two forms. Operations of its oldest API version are written with the member
 * names of its old WSDL, every list as `{ items: [] }`; younger ones as the raw request wrapped in
 * `{ <Operation>Request }`. So in real records; the vendor documents neither.
 */
export function renderEc2Request(call: Call, parameters: JsonObject, isClassic: boolean): JsonObject {
  if (!isClassic) return wrapForm(call);
  const { input } = call.operation;
  if (!input) return {};
  const renamed = RENAMED[call.operation.name] ?? {};
  const members = Object.entries(renderStructure(call.service, input, parameters, call.operation.name));
  return { ...EMPTY_PARTS[call.operation.name], ...Object.fromEntries(members.map(([name, value]) => [renamed[name] ?? name, value])) };
}

export function renderEc2Response(call: Call, result: JsonObject, xml: string, isClassic: boolean): JsonObject {
  const document = parseXmlForRecord(xml);
  if (!isClassic) return document;
  const { output } = call.operation;
  const root = Object.values(document)[0];
  const requestId = isJsonObject(root) ? root["requestId"] : undefined;
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(output ? renderAnswer(call.service, output, result) : {}),
  };
}

/** Lists whose name in the record is not made by rule; read off real records. */
const LIST_NAMES: Readonly<Record<string, string>> = {
  InstanceId: "instancesSet",
  GroupId: "securityGroupIdSet",
  GroupName: "securityGroupSet",
  SecurityGroupId: "groupSet",
  SecurityGroup: "groupSet",
  VpcId: "vpcSet",
  SubnetId: "subnetSet",
  ResourceId: "resourcesSet",
  ImageId: "imagesSet",
  BlockDeviceMapping: "blockDeviceMapping",
};

/** Lists that records show empty where the request has none: in a rule of a group, and what a Describe selects by. */
const SHOWN_EMPTY = new Set(["ipPermissions", "groups", "ipRanges", "ipv6Ranges", "prefixListIds"]);
const SHOWN_EMPTY_IN_DESCRIBE = new Set([
  "filterSet", "instancesSet", "securityGroupIdSet", "securityGroupSet", "vpcSet", "routeTableIdSet", "networkAclIdSet",
]);

/** Members of the old WSDL that the model calls otherwise, and parts that it always had. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ModifyImageAttribute: { attribute: "attributeType" },
  ModifySnapshotAttribute: { attribute: "attributeType" },
  CreateNetworkAclEntry: { protocol: "aclProtocol", icmp: "icmpTypeCode" },
  ReplaceNetworkAclEntry: { protocol: "aclProtocol", icmp: "icmpTypeCode" },
};
const EMPTY_PARTS: Readonly<Record<string, JsonObject>> = {
  CreateNetworkAclEntry: { icmpTypeCode: {}, portRange: {} },
  ReplaceNetworkAclEntry: { icmpTypeCode: {}, portRange: {} },
};

function renderStructure(model: ServiceModel, ref: ShapeRef, value: JsonObject, operation: string): JsonObject {
  const members = Object.entries(model.shape(ref).members ?? {});
  return Object.fromEntries(
    members.flatMap(([member, part]): [string, Json][] => {
      const given = value[member];
      const shape = model.shape(part);
      if (shape.type === "list") {
        const name = listName(member, part);
        const shown = SHOWN_EMPTY.has(name) || (operation.startsWith("Describe") && SHOWN_EMPTY_IN_DESCRIBE.has(name));
        if (given === undefined) return shown ? [[name, {}]] : [];
        // Of all lists only the tags inside `tagSpecificationSet` are a plain array.
        if (name === "tagSet" && ref.shape === "TagSpecification") return [["tags", itemsOf(model, part, given, operation)]];
        return [[name, asItems(itemsOf(model, part, given, operation))]];
      }
      const rendered = given === undefined ? undefined : renderPart(model, part, given, operation);
      return rendered === undefined ? [] : [[uncapitalize(part.locationName ?? member), rendered]];
    }),
  );
}

function renderPart(model: ServiceModel, ref: ShapeRef, value: Json, operation: string): Json | undefined {
  const shape = model.shape(ref);
  // User data come as a blob, bare or wrapped; records hide both alike.
  if (shape.sensitive === true || shape.type === "blob" || ref.shape.endsWith("BlobAttributeValue")) return recordStyleOf(model).hidden;
  if (shape.type === "structure") return isJsonObject(value) ? renderStructure(model, ref, value, operation) : undefined;
  return value;
}

function listName(member: string, ref: ShapeRef): string {
  const name = ref.locationName ?? uncapitalize(member);
  if (name === uncapitalize(name)) return name;
  return LIST_NAMES[name] ?? `${uncapitalize(name)}Set`;
}

function itemsOf(model: ServiceModel, ref: ShapeRef, value: Json, operation: string): readonly Json[] {
  const { member } = model.shape(ref);
  if (!isJsonArray(value) || !member) return [];
  const name = uncapitalize(ref.locationName ?? member.locationName ?? "item");
  return value.flatMap((item) => {
    const rendered = renderPart(model, member, item, operation);
    if (rendered === undefined) return [];
    return [isJsonObject(rendered) ? rendered : { [name]: rendered }];
  });
}

function asItems(items: readonly Json[]): JsonObject {
  return items.length === 0 ? {} : { items };
}

function renderAnswer(model: ServiceModel, ref: ShapeRef, value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(model.shape(ref).members ?? {}).flatMap(([member, part]) => {
      const given = value[member];
      const rendered = given === undefined ? undefined : renderAnswerPart(model, part, given);
      const name = part.locationName ?? uncapitalize(member);
      return rendered === undefined ? [] : [[name === "return" ? "_return" : name, rendered]];
    }),
  );
}

function renderAnswerPart(model: ServiceModel, ref: ShapeRef, value: Json): Json | undefined {
  const shape = model.shape(ref);
  const style = recordStyleOf(model);
  if (shape.sensitive === true) return style.hidden;
  switch (shape.type) {
    case "structure":
      return isJsonObject(value) ? renderAnswer(model, ref, value) : undefined;
    case "list": {
      const { member } = shape;
      if (!isJsonArray(value) || !member) return undefined;
      return asItems(value.flatMap((item) => renderAnswerPart(model, member, item) ?? []));
    }
    case "timestamp":
      return typeof value === "string" ? style.date(value) : undefined;
    default:
      return value;
  }
}
