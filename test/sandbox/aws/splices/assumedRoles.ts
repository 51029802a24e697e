/**
 * Who may assume a role, and for how long, in Python.
 * - In one account a trust policy that names the caller suffices, across accounts the caller's policies must allow it,
 *   too: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * - A source identity, also one that the caller's session has, needs `sts:SetSourceIdentity` of the trust policy:
 *   https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 * - Sessions are no longer than the role has it, and with session credentials no longer than an hour. The messages are
 *   those of https://github.com/99designs/aws-vault/issues/263 and https://github.com/kreuzwerker/awsu/issues/27.
 */
export const ASSUMED_ROLES = `
import contextvars, dataclasses
from urllib.parse import parse_qs
from ministack.app import SERVICE_HANDLERS
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.services import iam, sts

CONDITIONS = {"sts:externalid": "ExternalId", "sts:rolesessionname": "RoleSessionName", "sts:sourceidentity": "SourceIdentity"}
form = contextvars.ContextVar("form", default={})

upstream_handle, upstream_register = SERVICE_HANDLERS["sts"], sts.register_session
upstream_trusts, upstream_context = iam_evaluator.evaluate_trust_policy, iam_actions.request_tag_context

class Refused(Exception):
    pass

def form_of(body):
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", errors="replace")).items()}

def conditions_of(given):
    return {key: given[name] for key, name in CONDITIONS.items() if name in given}

def role_at(arn):
    parts = arn.split(":")
    return iam._roles.get_scoped(parts[4], None, arn.rsplit("/", 1)[-1]) if len(parts) > 5 and "/" in arn else None

def trust_policy_at(arn):
    role = role_at(arn)
    return (role["AssumeRolePolicyDocument"], arn.split(":")[4]) if role else None

def request_context(service, action, body, params):
    return {**upstream_context(service, action, body, params), **(conditions_of(form_of(body)) if service == "sts" else {})}

def trusts(document, caller, ctx=None):
    return upstream_trusts(document, caller, ctx and dataclasses.replace(ctx, service_context={**ctx.service_context, **conditions_of(form.get())}))

def may_set_identity(role, caller, arn):
    account = caller.split(":")[4] if caller.count(":") > 4 else ""
    ctx = iam_evaluator.EvalContext(principal_arn=caller, principal_type="AssumedRole" if ":assumed-role/" in caller else "User",
                                    principal_account=account, action="sts:SetSourceIdentity", resource_arn=arn, region=get_region(), service_context={})
    return caller.endswith(":root") or trusts(role["AssumeRolePolicyDocument"], caller, ctx)

def register(key, session):
    given = form.get()
    arn, caller = given.get("RoleArn", ""), session.get("SourcePrincipalArn", "")
    role, source = role_at(arn), sts._sessions.get(session.get("SourceAccessKeyId")) or {}
    seconds, identity = int(given.get("DurationSeconds", 3600)), given.get("SourceIdentity") or source.get("SourceIdentity")
    if role and caller and identity and not may_set_identity(role, caller, arn):
        raise Refused(403, "AccessDenied", f"User: {caller} is not authorized to perform: sts:SetSourceIdentity on resource: {arn}")
    if role and source and seconds > 3600:
        raise Refused(400, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")
    if role and seconds > role.get("MaxSessionDuration", 3600):
        raise Refused(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    upstream_register(key, {**session, "SourceIdentity": identity})

async def handle(method, path, headers, body, query):
    form.set(form_of(body))
    try:
        return await upstream_handle(method, path, headers, body, query)
    except Refused as refusal:
        return sts._error(*refusal.args, ns="sts")

iam.sandbox_trust_policy_at = trust_policy_at
iam_evaluator._RESOURCE_POLICY_LOOKUPS["sts"] = ("iam", "sandbox_trust_policy_at")
iam_evaluator.evaluate_trust_policy, iam_actions.request_tag_context, sts.register_session = trusts, request_context, register
SERVICE_HANDLERS["sts"] = handle
`;
