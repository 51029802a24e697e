/**
 * Attributes of queues and topics, in Python: what new queues have, one encryption at a time, no attributes that there
 * are not, and none left that was taken back by an empty text.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 * https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
 */
export const QUEUES_AND_TOPICS = `
from ministack.services import sns, sqs

FIFO_DEFAULTS = {"DeduplicationScope": "queue", "FifoThroughputLimit": "perQueue"}
DELIVERIES = ("Application", "Firehose", "HTTP", "Lambda", "SQS")
FEEDBACK = {d + f for d in DELIVERIES for f in ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")}
SETTABLE = FEEDBACK | {"ArchivePolicy", "ContentBasedDeduplication", "DeliveryPolicy", "DisplayName", "FifoThroughputScope",
                       "KmsMasterKeyId", "Policy", "SignatureVersion", "TracingConfig"}

upstream_create, upstream_set, upstream_topic = sqs._act_create_queue, sqs._act_set_queue_attributes, sns._set_topic_attributes

def unless_twice_encrypted(given):
    if given.get("KmsMasterKeyId") and given.get("SqsManagedSseEnabled") == "true":
        message = "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
        raise sqs._Err("InvalidAttributeValue", message)

def create_queue(data, url):
    given = data.get("Attributes") or {}
    unless_twice_encrypted(given)
    known = set(sqs._queues)
    answer = upstream_create(data, url)
    made = answer["QueueUrl"]
    if made not in known:
        queue = sqs._queues[made]
        by_default = {"SqsManagedSseEnabled": "false" if given.get("KmsMasterKeyId") else "true", **(FIFO_DEFAULTS if queue["is_fifo"] else {})}
        queue["attributes"] = {**by_default, **{name: value for name, value in queue["attributes"].items() if value or name != "KmsMasterKeyId"}}
    return answer

def set_queue_attributes(data, url):
    given = data.get("Attributes") or {}
    unless_twice_encrypted(given)
    answer = upstream_set(data, url)
    attributes = sqs._get_q(data.get("QueueUrl", url), "sqs:SetQueueAttributes")["attributes"]
    if given.get("KmsMasterKeyId"):
        attributes["SqsManagedSseEnabled"] = "false"
    if given.get("SqsManagedSseEnabled") == "true" or attributes.get("KmsMasterKeyId") == "":
        attributes.pop("KmsMasterKeyId", None)
    return answer

def set_topic_attributes(params):
    name = sns._p(params, "AttributeName")
    if name not in SETTABLE:
        return sns._error("InvalidParameter", "Invalid parameter: AttributeName", 400)
    answer = upstream_topic(params)
    topic, failure = sns._get_topic(sns._p(params, "TopicArn"), "sns:SetTopicAttributes")
    if failure is None and not sns._p(params, "AttributeValue") and name not in ("DisplayName", "Policy"):
        topic["attributes"].pop(name, None)
    return answer

sqs._HANDLERS.update({"CreateQueue": create_queue, "SetQueueAttributes": set_queue_attributes})
sns._set_topic_attributes = set_topic_attributes
`;
