/**
 * Calls of IAM that the emulator lacks, in Python.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html: keys, groups and policies stay the user's.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
 */
export const USERS_AND_POLICIES = `
from ministack.services import iam

def missing(what):
    return iam._error(404, "NoSuchEntity", what, ns="iam")

def update_user(p):
    name, path = iam._p(p, "UserName"), iam._p(p, "NewPath")
    new = iam._p(p, "NewUserName") or name
    user = iam._users.get(name)
    if not user:
        return missing(f"The user with name {name} cannot be found.")
    if new != name and new in iam._users:
        return iam._error(409, "EntityAlreadyExists", f"User with name {new} already exists.", ns="iam")
    user.update({"UserName": new, "Path": path or user["Path"]})
    user["Arn"] = f"arn:aws:iam::{iam.get_account_id()}:user{user['Path']}{new}"
    for store in (iam._users, iam._user_inline_policies, iam._login_profiles):
        if name in store:
            store[new] = store.pop(name)
    for owned, key in ((iam._access_keys, "UserName"), (iam._login_profiles, "UserName"), (iam._mfa_devices, "User")):
        for one in owned.values():
            if one.get(key) == name:
                one[key] = new
    for group in iam._groups.values():
        group["Users"] = [new if member == name else member for member in group["Users"]]
    return iam._xml(200, "UpdateUserResponse", "", ns="iam")

def set_default_policy_version(p):
    policy, wanted = iam._policies.get(iam._p(p, "PolicyArn")), iam._p(p, "VersionId")
    if not policy:
        return missing(f"Policy {iam._p(p, 'PolicyArn')} was not found.")
    if wanted not in policy["Versions"]:
        return missing(f"Policy version {wanted} was not found.")
    for version in policy["Versions"].values():
        version["IsDefaultVersion"] = version["VersionId"] == wanted
    policy.update({"DefaultVersionId": wanted, "UpdateDate": iam._now()})
    return iam._xml(200, "SetDefaultPolicyVersionResponse", "", ns="iam")

iam._IAM_HANDLERS.update({"UpdateUser": update_user, "SetDefaultPolicyVersion": set_default_policy_version})
`;
