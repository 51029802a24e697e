import { SPLICES } from "./splices";

/**
 * How the emulator is started, in Python. The socket is bound with port 0 and handed to the server as a
 * descriptor: no port is ever free and then taken. Standard input is a lifeline: it ends when the
 * parent dies, however it dies, and then the whole process group goes.
 *
 * Three answers of its IAM engine are corrected on the way:
 * - It lets no root user assume a role, nor does AWS. The front refuses that call itself, so a root user's
 *   AssumeRole is the front's own, for sign-ins that the emulator lacks and whose trust the front has checked.
 * - A denial names the resource: `on resource: …`, in quotes for S3, SQS's action in lower case, EC2's after
 *   a sentence of its own and before an encoded one. Seen in real records, but for the spelling of S3 and SQS, which the emulator's
 *   own messages for resource policies have.
 * - The caller's address is the one that the front was told, for `aws:SourceIp`.
 *
 * And a request that only asks whether it may is let in or refused, and goes no further.
 */
export const LAUNCHER = `
import asyncio, base64, json, os, signal, socket, sys, threading

def follow_parent():
    sys.stdin.buffer.read()
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(0)

threading.Thread(target=follow_parent, daemon=True).start()

import botocore
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import SERVICE_HANDLERS, app
from ministack.core import iam_actions, iam_evaluator

${SPLICES}

trusted = iam_evaluator.evaluate_trust_policy
denied = iam_actions.access_denied_response

def trusts(document, caller, *context, **named):
    return caller.endswith(":root") or trusted(document, caller, *context, **named)

def denies(service, action, principal, request, **said):
    ours = not said.get("error_code") and not said.get("message") and not said.get("resource_policy_arn")
    if ours:
        resource = said.get("resource_arn", "*")
        if service == "s3" and resource != "*":
            resource = '"%s"' % resource
        spelt = action.lower() if service == "sqs" else action
        message = iam_actions.identity_denial_message(spelt, principal, resource, said.get("explicit_deny", False))
        if service == "ec2":
            encoded = base64.urlsafe_b64encode(message.encode()).decode().rstrip("=")
            message = "You are not authorized to perform this operation. %s. Encoded authorization failure message: %s" % (message, encoded)
        said["message"] = message
    return denied(service, action, principal, request, **said)

iam_evaluator.evaluate_trust_policy = trusts
iam_actions.access_denied_response = denies

def after_asking(handle):
    async def asked(method, path, headers, body, query):
        return (200, {}, b"") if "x-sandbox-may-i" in headers else await handle(method, path, headers, body, query)
    return asked

for service, handle in list(SERVICE_HANDLERS.items()):
    SERVICE_HANDLERS[service] = after_asking(handle)

async def seen_from(scope, receive, send):
    told = dict(scope.get("headers") or []).get(b"x-forwarded-for")
    await app({**scope, "client": (told.decode(), 0)} if told else scope, receive, send)

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("127.0.0.1", 0))
greeting = {"port": sock.getsockname()[1], "models": os.path.join(os.path.dirname(botocore.__file__), "data")}
print(json.dumps(greeting), flush=True)
config = Config()
config.bind = ["fd://%d" % sock.detach()]
config.keep_alive_timeout = 3600
config.loglevel = "WARNING"
asyncio.run(serve(seen_from, config))
`;
