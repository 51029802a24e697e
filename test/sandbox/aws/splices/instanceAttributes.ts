/**
 * What the emulator lacks of EC2 instances, in Python: attributes that can be set at launch and modified later, and
 * protections that are obeyed. Where AWS wants an instance stopped first, so does this.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html
 */
export const INSTANCE_ATTRIBUTES = `
import re
from ministack.services import ec2

DEFAULTS = {"disableApiStop": "false", "disableApiTermination": "false", "ebsOptimized": "false",
            "instanceInitiatedShutdownBehavior": "stop", "sourceDestCheck": "true", "userData": ""}
METADATA_DEFAULTS = {"httpTokens": "optional", "httpPutResponseHopLimit": "1", "httpEndpoint": "enabled",
                     "httpProtocolIpv6": "disabled", "instanceMetadataTags": "disabled"}
ONLY_WHILE_STOPPED = {"instanceType", "userData", "ebsOptimized"}

upstream = {name: ec2._ACTION_MAP[name] for name in ("RunInstances", "StopInstances", "TerminateInstances", "DescribeInstanceAttribute")}
upstream_xml = ec2._instance_xml

def member(name):
    return name[0].upper() + name[1:]

def attribute(inst, name):
    return inst.get("Attributes", {}).get(name, DEFAULTS[name])

def tags_of(values):
    return "".join(f"<{name}>{ec2._esc(value)}</{name}>" for name, value in values.items())

def metadata_xml(inst, state):
    options = {**METADATA_DEFAULTS, **inst.get("MetadataOptions", {})}
    return f"<{{0}}><state>{state}</state>{tags_of(options)}</{{0}}>"

def instance_xml(inst):
    more = tags_of({"ebsOptimized": attribute(inst, "ebsOptimized")}) + metadata_xml(inst, "applied").format("metadataOptions")
    return upstream_xml(inst).replace("<tagSet>", more + "<tagSet>", 1)

def missing(instance_id):
    return ec2._error("InvalidInstanceID.NotFound", f"The instance ID '{ec2._esc(instance_id)}' does not exist", 400)

def set_attributes(inst, given):
    given = dict(given)
    if "instanceType" in given:
        inst["InstanceType"] = given.pop("instanceType")
    if "sourceDestCheck" in given:
        inst["SourceDestCheck"] = given["sourceDestCheck"] == "true"
    inst.setdefault("Attributes", {}).update(given)

def set_metadata_options(inst, p, prefix):
    given = {name: ec2._p(p, prefix + member(name)) for name in METADATA_DEFAULTS}
    inst.setdefault("MetadataOptions", {}).update({name: value for name, value in given.items() if value})

def run_instances(p):
    status, headers, body = upstream["RunInstances"](p)
    for instance_id in re.findall("<instanceId>(i-[0-9a-f]+)</instanceId>", body.decode() if status < 400 else ""):
        inst = ec2._instances[instance_id]
        given = {name: ec2._p(p, member(name)) for name in DEFAULTS}
        set_attributes(inst, {name: value for name, value in given.items() if value})
        set_metadata_options(inst, p, "MetadataOptions.")
        if ec2._p(p, "Monitoring.Enabled") == "true":
            inst["Monitoring"] = {"State": "enabled"}
        zone = ec2._subnets.get(inst["SubnetId"], {}).get("AvailabilityZone")
        if zone:
            inst["Placement"]["AvailabilityZone"] = zone
    return status, headers, body

def modify_instance_attribute(p):
    instance_id = ec2._p(p, "InstanceId")
    inst = ec2._instances.get(instance_id)
    if not inst:
        return missing(instance_id)
    given = {name: ec2._p(p, member(name) + ".Value") for name in (*DEFAULTS, "instanceType")}
    given = {name: value for name, value in given.items() if value}
    if ec2._p(p, "Attribute"):
        given[ec2._p(p, "Attribute")] = ec2._p(p, "Value")
    elif "UserData.Value" in p or "UserData" in p:
        given["userData"] = ec2._p(p, "UserData.Value")
    if ONLY_WHILE_STOPPED & given.keys() and inst["State"]["Name"] != "stopped":
        return ec2._error("IncorrectInstanceState", f"The instance '{instance_id}' is not in the 'stopped' state.", 400)
    groups = ec2._parse_member_list(p, "GroupId")
    for group in groups:
        if group not in ec2._security_groups:
            return ec2._error("InvalidGroup.NotFound", f"The security group '{ec2._esc(group)}' does not exist", 400)
    if groups:
        inst["SecurityGroups"] = [{"GroupId": group, "GroupName": ec2._security_groups[group]["GroupName"]} for group in groups]
    set_attributes(inst, given)
    return ec2._xml(200, "ModifyInstanceAttributeResponse", "<return>true</return>")

def describe_instance_attribute(p):
    inst = ec2._instances.get(ec2._p(p, "InstanceId"))
    name = ec2._p(p, "Attribute")
    if not inst or name not in DEFAULTS:
        return upstream["DescribeInstanceAttribute"](p)
    value = attribute(inst, name)
    shown = f"<{name}>{tags_of({'value': value})}</{name}>" if value else f"<{name}/>"
    return ec2._xml(200, "DescribeInstanceAttributeResponse", f"<instanceId>{inst['InstanceId']}</instanceId>{shown}")

def modify_instance_metadata_options(p):
    instance_id = ec2._p(p, "InstanceId")
    inst = ec2._instances.get(instance_id)
    if not inst:
        return missing(instance_id)
    set_metadata_options(inst, p, "")
    shown = metadata_xml(inst, "pending").format("instanceMetadataOptions")
    return ec2._xml(200, "ModifyInstanceMetadataOptionsResponse", f"<instanceId>{instance_id}</instanceId>{shown}")

def monitoring_to(action, passing, state):
    def monitor(p):
        ids = ec2._parse_member_list(p, "InstanceId")
        for instance_id in ids:
            if instance_id not in ec2._instances:
                return missing(instance_id)
        for instance_id in ids:
            ec2._instances[instance_id]["Monitoring"] = {"State": state}
        items = "".join(f"<item><instanceId>{one}</instanceId><monitoring><state>{passing}</state></monitoring></item>" for one in ids)
        return ec2._xml(200, action + "Response", f"<instancesSet>{items}</instancesSet>")
    return monitor

def unless_protected(action, name, done):
    def act(p):
        for instance_id in ec2._parse_member_list(p, "InstanceId"):
            inst = ec2._instances.get(instance_id)
            if inst and attribute(inst, name) == "true":
                message = f"The instance '{instance_id}' may not be {done}. Modify its '{name}' instance attribute and try again."
                return ec2._error("OperationNotPermitted", message, 400)
        return upstream[action](p)
    return act

ec2._instance_xml = instance_xml
ec2._ACTION_MAP.update({
    "RunInstances": run_instances,
    "ModifyInstanceAttribute": modify_instance_attribute,
    "DescribeInstanceAttribute": describe_instance_attribute,
    "ModifyInstanceMetadataOptions": modify_instance_metadata_options,
    "MonitorInstances": monitoring_to("MonitorInstances", "pending", "enabled"),
    "UnmonitorInstances": monitoring_to("UnmonitorInstances", "disabling", "disabled"),
    "StopInstances": unless_protected("StopInstances", "disableApiStop", "stopped"),
    "TerminateInstances": unless_protected("TerminateInstances", "disableApiTermination", "terminated"),
})
`;
