/**
 * New secrets, in Python: without a value there is no version, and a name is taken until its secret is deleted for good.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 * The message: https://github.com/aws/copilot-cli/issues/655
 */
export const SECRETS = `
import json
from ministack.services import secretsmanager

upstream = secretsmanager._create_secret

def create_secret(data):
    old = secretsmanager._secrets.get(data.get("Name")) or {}
    if old.get("DeletedDate"):
        message = "You can't create this secret because a secret with this name is already scheduled for deletion."
        return secretsmanager.error_response_json("InvalidRequestException", message, 400)
    status, headers, body = upstream(data)
    if status >= 400 or data.get("SecretString") is not None or data.get("SecretBinary") is not None:
        return status, headers, body
    secretsmanager._secrets[data["Name"]]["Versions"] = {}
    return secretsmanager.json_response({name: value for name, value in json.loads(body).items() if name != "VersionId"})

secretsmanager._create_secret = create_secret
`;
