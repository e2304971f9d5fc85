"""Where data lies, how long, and what outlives the stack."""

from __future__ import annotations

import re

from tests.unit.template.stack import PROJECT, Stack

OUTLIVES_THE_STACK = {
    "Evidence",
    "EvidencePolicy",
    "IncidentQueue",
    "IncidentDeadLetters",
    "Database",
    "GatewayLogAccount",
    "GatewayLogRole",
}


def test_what_would_be_lost_outlives_the_stack(stacks: dict[str, Stack]) -> None:
    retained = {
        name
        for name, resource in stacks["alarms by mail"].resources.items()
        # Not what a first deployment that fails leaves behind.
        if resource.get("DeletionPolicy") == "RetainExceptOnCreate" and resource.get("UpdateReplacePolicy") == "Retain"
    }

    assert retained == OUTLIVES_THE_STACK


def test_sessions_are_keyed_by_id_and_expire(any_stack: Stack) -> None:
    table = any_stack.properties("Sessions")

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["KeySchema"] == [{"AttributeName": "session_id", "KeyType": "HASH"}]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_suspicions_last_a_day_and_evidence_as_long_as_asked(any_stack: Stack) -> None:
    rules = any_stack.properties("Evidence")["LifecycleConfiguration"]["Rules"]

    assert {rule.get("Prefix", ""): rule.get("ExpirationInDays") for rule in rules} == {
        "suspicion/": 1,
        "evidence/": {"Ref": "EvidenceRetentionDays"},
        "": None,
    }
    assert [rule for rule in rules if "AbortIncompleteMultipartUpload" in rule]


def test_evidence_is_private_and_only_travels_encrypted(any_stack: Stack) -> None:
    bucket = any_stack.properties("Evidence")
    (statement,) = any_stack.properties("EvidencePolicy")["PolicyDocument"]["Statement"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    assert (statement["Effect"], statement["Action"]) == ("Deny", "s3:*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": False}}


def test_incidents_wait_out_an_outage_of_postgres(any_stack: Stack) -> None:
    queue, dead = any_stack.properties("IncidentQueue"), any_stack.properties("IncidentDeadLetters")

    assert queue["MessageRetentionPeriod"] == dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert queue["RedrivePolicy"] == {
        "deadLetterTargetArn": {"Fn::GetAtt": ["IncidentDeadLetters", "Arn"]},
        "maxReceiveCount": 1000,
    }
    assert queue["SqsManagedSseEnabled"] is dead["SqsManagedSseEnabled"] is True


def test_incidents_are_consumed_in_batches_that_fail_in_part(any_stack: Stack) -> None:
    (mapping,) = any_stack.of_type("AWS::Lambda::EventSourceMapping").values()
    properties = mapping["Properties"]

    assert properties["EventSourceArn"] == {"Fn::GetAtt": ["IncidentQueue", "Arn"]}
    assert properties["FunctionName"] == {"Ref": "Incidents"}
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert properties["ScalingConfig"] == {"MaximumConcurrency": 5}
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    timeout_s = any_stack.properties("Incidents")["Timeout"]
    assert any_stack.properties("IncidentQueue")["VisibilityTimeout"] >= 6 * timeout_s


def test_a_database_is_made_unless_one_is_given(any_stack: Stack) -> None:
    given = any_stack.parameters["DatabaseSecretArn"] != ""

    assert ("Database" in any_stack.resources) != given
    assert ("DatabaseEndpoint" in any_stack.outputs) != given


def test_a_new_schema_file_makes_the_deploy_migrate(any_stack: Stack) -> None:
    files = (PROJECT / "shared/proctor_audit/stores/schema").glob("*.sql")
    newest = max(re.match(r"\d+", file.name)[0] for file in files)  # type: ignore[index]

    assert any_stack.properties("Schema")["SchemaVersion"] == newest
    assert any_stack.properties("Schema")["ServiceToken"] == {"Fn::GetAtt": ["Migrate", "Arn"]}
    assert any_stack.properties("Schema")["ServiceTimeout"] > any_stack.properties("Migrate")["Timeout"]
