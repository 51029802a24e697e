/**
 * What DynamoDB tells of a table no more, once it is off, and what it refuses as done already, in Python. A stream's
 * ARN stays when the stream ends.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html: `StreamSpecification`
 * The messages of time to live: https://github.com/cloudposse/terraform-aws-dynamodb/issues/94 and
 * https://github.com/go-to-k/cdkd/pull/932; of streams: https://github.com/hashicorp/terraform-provider-aws/issues/18402,
 * but for the one about none, which is not known.
 */
export const DYNAMO_TABLES = `
from ministack.services import dynamodb

upstream_ttl, upstream_update, upstream_description = dynamodb._update_ttl, dynamodb._update_table, dynamodb._table_description

def refusal(message):
    return dynamodb.error_response_json("ValidationException", message, 400)

def update_ttl(data):
    name, given = dynamodb._normalize_table_name(data.get("TableName")), data.get("TimeToLiveSpecification", {})
    live = dynamodb._ttl_settings.get(name, {})
    is_on, attribute = live.get("TimeToLiveStatus") == "ENABLED", live.get("AttributeName")
    if is_on and given.get("AttributeName") != attribute:
        return refusal(f"TimeToLive is active on a different AttributeName: current AttributeName is {attribute}")
    if name in dynamodb._tables and is_on == bool(given.get("Enabled")):
        return refusal("TimeToLive is already " + ("enabled" if is_on else "disabled"))
    answer = upstream_ttl(data)
    if name in dynamodb._ttl_settings and dynamodb._ttl_settings[name]["TimeToLiveStatus"] == "DISABLED":
        dynamodb._ttl_settings[name] = {"TimeToLiveStatus": "DISABLED"}
    return answer

def update_table(data):
    name, wanted = dynamodb._normalize_table_name(data.get("TableName")), data.get("StreamSpecification")
    table = dynamodb._tables.get(name) or {}
    is_on = bool((table.get("StreamSpecification") or {}).get("StreamEnabled"))
    if table and wanted is not None and is_on == bool(wanted.get("StreamEnabled")):
        return refusal(f"Table already has an enabled stream: TableName: {name}" if is_on else f"Table has no enabled stream: TableName: {name}")
    return upstream_update(data)

def description(name):
    shown = upstream_description(name)
    if not shown.get("StreamSpecification", {}).get("StreamEnabled"):
        shown.pop("StreamSpecification", None)
    if shown.get("SSEDescription", {}).get("Status") == "DISABLED":
        del shown["SSEDescription"]
    return {key: value for key, value in shown.items() if value != "" or not key.startswith("LatestStream")}

dynamodb._update_ttl, dynamodb._update_table, dynamodb._table_description = update_ttl, update_table, description
`;
