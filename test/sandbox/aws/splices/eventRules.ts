/**
 * EventBridge's rules, in Python: `PutRule` sets back what it does not name and ignores tags of a rule that there is;
 * nobody enables a rule that there is not. Deleting one is no error.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const EVENT_RULES = `
from ministack.services import eventbridge

upstream = {name: getattr(eventbridge, name) for name in ("_put_rule", "_enable_rule", "_disable_rule")}

def is_there(data):
    return eventbridge._rule_key(data.get("Name"), data.get("EventBusName", "default")) in eventbridge._rules

def put_rule(data):
    set_back = {"Description": "", "RoleArn": "", "State": "ENABLED", **data}
    return upstream["_put_rule"]({**set_back, "Tags": []} if is_there(data) else data)

def of_existing(change):
    def act(data):
        if is_there(data):
            return change(data)
        message = f"Rule {data.get('Name')} does not exist on EventBus {data.get('EventBusName', 'default')}."
        return eventbridge.error_response_json("ResourceNotFoundException", message, 400)
    return act

eventbridge._put_rule = put_rule
eventbridge._enable_rule, eventbridge._disable_rule = of_existing(upstream["_enable_rule"]), of_existing(upstream["_disable_rule"])
`;
