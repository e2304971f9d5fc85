"""Each function may do what its code does, to what its environment names, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.template.stack import FUNCTIONS, Stack, actions_of, as_list, references

LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
ALLOWED = {
    "Keys": {"dynamodb:UpdateItem"},
    "Auth": {"dynamodb:UpdateItem"},
    "Authorize": {"dynamodb:GetItem"},
    "Connect": {"dynamodb:UpdateItem", "execute-api:ManageConnections"},
    "Frame": {"dynamodb:GetItem", "dynamodb:UpdateItem", "sqs:SendMessage", "s3:GetObject", "s3:PutObject"},
    "Browser": {"dynamodb:GetItem", "dynamodb:UpdateItem", "sqs:SendMessage"},
    "Disconnect": {"dynamodb:GetItem", "dynamodb:UpdateItem", "sqs:SendMessage"},
    "Fallback": set(),
    "Incidents": {
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ChangeMessageVisibility",
        "sqs:SendMessage",
    },
    "Reports": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "s3:GetObject", "s3:ListBucket"},
    "Site": set(),
    "Migrate": set(),
}
SIGN_IN = {
    "Keys": "dsql:DbConnect",
    "Auth": "dsql:DbConnect",
    "Incidents": "dsql:DbConnect",
    "Reports": "dsql:DbConnect",
    "Migrate": "dsql:DbConnectAdmin",
}
REACHED_BY = {
    "SESSIONS_TABLE": "dynamodb:",
    "INCIDENT_QUEUE_URL": "sqs:",
    "DEAD_LETTER_QUEUE_URL": "sqs:SendMessage",
    "EVIDENCE_BUCKET": "s3:",
    "DATABASE_SECRET_ARN": "secretsmanager:GetSecretValue",
    "DATABASE_ENDPOINT": "dsql:",
    "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI": "execute-api:ManageConnections",
}
# EC2 has no resource to name before the interface exists.
WITHOUT_RESOURCE_LEVEL = "ec2:"


@pytest.mark.parametrize("function", FUNCTIONS)
class TestEveryFunction:
    def test_may_do_what_it_does_on_its_own_database(self, stacks: dict[str, Stack], function: str) -> None:
        assert _actions(stacks["defaults"], function) == LOGS | ALLOWED[function] | _given(SIGN_IN.get(function))

    def test_may_do_what_it_does_on_somebodys_postgres(self, stacks: dict[str, Stack], function: str) -> None:
        secret = _given("secretsmanager:GetSecretValue" if function in SIGN_IN else None)

        assert _actions(stacks["own postgres"], function) == LOGS | ALLOWED[function] | secret

    def test_joins_a_vpc_and_decrypts_only_for_its_database(self, stacks: dict[str, Stack], function: str) -> None:
        more = _actions(stacks["own postgres in a vpc"], function) - _actions(stacks["own postgres"], function)

        assert ("kms:Decrypt" in more, "ec2:CreateNetworkInterface" in more) == (function in SIGN_IN,) * 2
        assert {action.split(":")[0] for action in more} <= {"kms", "ec2"}

    def test_names_the_resources(self, any_stack: Stack, function: str) -> None:
        for statement in any_stack.statements_of(function):
            if all(action.startswith(WITHOUT_RESOURCE_LEVEL) for action in actions_of(statement)):
                continue
            assert not any("*" in action for action in actions_of(statement))
            for resource in as_list(statement["Resource"]):
                assert isinstance(resource, dict), f"{resource} names no resource of the stack"
                assert set(references(resource)) - {"AWS::Partition", "AWS::Region", "AWS::AccountId"}

    def test_writes_to_its_own_log_group_only(self, any_stack: Stack, function: str) -> None:
        group = any_stack.properties(function)["LoggingConfig"]["LogGroup"]["Ref"]
        logging = [statement for statement in any_stack.statements_of(function) if actions_of(statement) & LOGS]

        assert [statement["Resource"] for statement in logging] == [{"Fn::GetAtt": [group, "Arn"]}]

    def test_reaches_what_its_environment_names(self, any_stack: Stack, function: str) -> None:
        for variable, value in any_stack.environment(function).items():
            if variable not in REACHED_BY or value == "" or _empty(any_stack, value):
                continue
            named = set(references(value)) - {"AWS::Region", "AWS::URLSuffix"}
            reachable = {
                reference
                for statement in any_stack.statements_of(function)
                if any(action.startswith(REACHED_BY[variable]) for action in actions_of(statement))
                for reference in references(statement["Resource"])
            }
            assert named <= reachable, f"{variable} names {named}, the role reaches {reachable}"


def test_evidence_is_out_of_reach_but_for_what_the_code_needs(default_stack: Stack) -> None:
    reach = {
        (function, action): [resource.get("Fn::Sub", resource) for resource in as_list(statement["Resource"])]
        for function in FUNCTIONS
        for statement in default_stack.statements_of(function)
        for action in actions_of(statement)
        if action.startswith("s3:")
    }

    assert reach == {
        ("Frame", "s3:PutObject"): ["${Evidence.Arn}/suspicion/*", "${Evidence.Arn}/evidence/*"],
        ("Frame", "s3:GetObject"): ["${Evidence.Arn}/suspicion/*"],
        ("Reports", "s3:GetObject"): ["${Evidence.Arn}/evidence/*"],
        ("Reports", "s3:ListBucket"): [{"Fn::GetAtt": ["Evidence", "Arn"]}],
    }
    (listing,) = (s for s in default_stack.statements_of("Reports") if "s3:ListBucket" in actions_of(s))
    assert listing["Condition"] == {"StringLike": {"s3:prefix": "evidence/*"}}


def test_dead_letters_are_only_written_by_their_consumer(default_stack: Stack) -> None:
    writers = {
        function
        for function in FUNCTIONS
        for statement in default_stack.statements_of(function)
        if "IncidentDeadLetters" in references(statement["Resource"])
    }

    assert writers == {"Incidents"}


def test_the_migration_learns_who_signs_in(stacks: dict[str, Stack]) -> None:
    on_dsql = stacks["defaults"].properties("Schema")["DatabaseRoles"]

    assert {role["Fn::GetAtt"][0] for role in on_dsql} == {
        stacks["defaults"].role_of(function) for function, action in SIGN_IN.items() if action == "dsql:DbConnect"
    }
    assert stacks["own postgres"].properties("Schema")["DatabaseRoles"] == []


def _actions(stack: Stack, function: str) -> set[str]:
    return {action for statement in stack.statements_of(function) for action in actions_of(statement)}


def _given(action: str | None) -> set[str]:
    return {action} if action else set()


def _empty(stack: Stack, value: Any) -> bool:
    return isinstance(value, dict) and stack.parameters.get(value.get("Ref", ""), "given") == ""
