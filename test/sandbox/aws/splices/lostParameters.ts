/**
 * What the emulator takes and forgets, in Python: the tags of a new trail, two settings of an ECS service, and the keys
 * of log groups, whose calls it lacks.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
 */
export const LOST_PARAMETERS = `
import json
from ministack.app import SERVICE_HANDLERS
from ministack.core.responses import json_response
from ministack.services import cloudtrail, cloudwatch_logs, ecs

create_trail_before, update_service_before, logs_before = cloudtrail._DISPATCH["CreateTrail"], ecs._ACTION_MAP["UpdateService"], SERVICE_HANDLERS["logs"]

def create_trail(body):
    status, headers, answer = create_trail_before(body)
    if status < 400 and body.get("TagsList"):
        cloudtrail._add_tags({"ResourceId": json.loads(answer)["TrailARN"], "TagsList": body["TagsList"]})
    return status, headers, answer

def update_service(data):
    status, headers, answer = update_service_before(data)
    given = {name: data[name] for name in ("enableECSManagedTags", "propagateTags") if name in data}
    if status >= 400 or not given:
        return status, headers, answer
    shown = json.loads(answer)["service"]
    ecs._services[shown["clusterArn"].rsplit("/", 1)[-1] + "/" + shown["serviceName"]].update(given)
    return json_response({"service": {**shown, **given}})

async def logs(method, path, headers, body, query):
    action = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
    if action not in ("AssociateKmsKey", "DisassociateKmsKey"):
        return await logs_before(method, path, headers, body, query)
    data = json.loads(body or b"{}")
    group = cloudwatch_logs._log_groups.get(data.get("logGroupName") or data.get("resourceIdentifier", "").split(":log-group:")[-1])
    if group is None:
        return cloudwatch_logs.error_response_json("ResourceNotFoundException", "The specified log group does not exist.", 400)
    group["kmsKeyId"] = data.get("kmsKeyId")
    return json_response({})

cloudtrail._DISPATCH["CreateTrail"] = create_trail
ecs._ACTION_MAP["UpdateService"] = update_service
SERVICE_HANDLERS["logs"] = logs
`;
