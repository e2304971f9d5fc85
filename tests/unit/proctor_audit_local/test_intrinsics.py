from __future__ import annotations

from typing import Any

import pytest

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.intrinsics import NO_VALUE, Intrinsics
from proctor_audit_local.physical import Surroundings

SURROUNDINGS = Surroundings("stack", "eu-central-1", "http://127.0.0.1:4566")
TEMPLATE: dict[str, Any] = {
    "Mappings": {"Sizes": {"eu-central-1": {"small": 1}}},
    "Conditions": {
        "Named": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Name"}, ""]}]},
        "Listed": {"Fn::Equals": [{"Fn::Join": ["", {"Ref": "List"}]}, "ab"]},
        "Both": {"Fn::And": [{"Condition": "Named"}, {"Condition": "Listed"}]},
        "Either": {"Fn::Or": [{"Condition": "Named"}, {"Fn::Equals": ["a", "b"]}]},
        "Unnamed": {"Fn::Not": [{"Condition": "Named"}]},
    },
    "Resources": {
        "Items": {"Type": "AWS::DynamoDB::Table"},
        "Called": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": {"Fn::Sub": "${Name}-called"}}},
        "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {}},
        "Files": {"Type": "AWS::S3::Bucket"},
        "Work": {"Type": "AWS::Serverless::Function"},
        "Log": {"Type": "AWS::Logs::LogGroup"},
    },
}
FUNCTION_ARN = "arn:aws:lambda:eu-central-1:000000000000:function:stack-Work"


@pytest.fixture
def intrinsics() -> Intrinsics:
    return Intrinsics(TEMPLATE, {"Name": "n", "List": ["a", "b"], "Number": "7"}, SURROUNDINGS)


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"Ref": "Name"}, "n"),
        ({"Ref": "List"}, ["a", "b"]),
        ({"Ref": "AWS::Region"}, "eu-central-1"),
        ({"Ref": "Items"}, "stack-Items"),
        ({"Ref": "Called"}, "n-called"),
        ({"Ref": "Jobs"}, "http://127.0.0.1:4566/000000000000/stack-Jobs"),
        ({"Ref": "Files"}, "stack-files"),
        ({"Ref": "Work"}, "stack-Work"),
        ({"Ref": "Work.Alias"}, FUNCTION_ARN),
        ({"Fn::GetAtt": ["Work", "Arn"]}, FUNCTION_ARN),
        ({"Fn::GetAtt": "Jobs.QueueName"}, "stack-Jobs"),
        ({"Fn::GetAtt": ["Files", "Arn"]}, "arn:aws:s3:::stack-files"),
        ({"Fn::Sub": "${Name}/${AWS::AccountId}/${Jobs.QueueName}/${!Kept}"}, "n/000000000000/stack-Jobs/${Kept}"),
        ({"Fn::Sub": ["${A}-${Name}", {"A": {"Ref": "Number"}}]}, "7-n"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Name"}]]}, "a-n"),
        ({"Fn::Select": [1, {"Ref": "List"}]}, "b"),
        ({"Fn::Split": ["-", "a-b"]}, ["a", "b"]),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "AWS::Region"}, "small"]}, 1),
        ({"Fn::If": ["Both", "yes", {"Ref": "Nowhere"}]}, "yes"),
        ({"Fn::If": ["Unnamed", {"Ref": "Nowhere"}, "no"]}, "no"),
        ({"Fn::If": ["Either", 1, 2]}, 1),
        ({"a": {"Ref": "AWS::NoValue"}, "b": 1}, {"b": 1}),
        ([{"Fn::If": ["Unnamed", "x", {"Ref": "AWS::NoValue"}]}, "y"], ["y"]),
        ({"Ref": "AWS::NoValue"}, NO_VALUE),
        ({"Name": 1, "Ref": 2}, {"Name": 1, "Ref": 2}),
    ],
)
def test_resolves(intrinsics: Intrinsics, value: Any, resolved: Any) -> None:
    assert intrinsics.resolve(value, "Work") == resolved


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"Fn::Cidr": ["10.0.0.0/16", 2]}, "Fn::Cidr"),
        ({"Ref": "Nowhere"}, "Nowhere"),
        ({"Fn::GetAtt": ["Nowhere", "Arn"]}, "Nowhere"),
        ({"Fn::GetAtt": ["Items", "StreamArn"]}, "StreamArn"),
        ({"Fn::Sub": "${Nowhere}"}, "Nowhere"),
        ({"Fn::If": ["Unknown", 1, 2]}, "Unknown"),
        ({"Fn::FindInMap": ["Sizes", "us-east-1", "small"]}, "Sizes"),
    ],
)
def test_what_it_does_not_know_is_named(intrinsics: Intrinsics, value: Any, named: str) -> None:
    with pytest.raises(LocalStackError, match=named) as error:
        intrinsics.resolve({"Deep": [value]}, "Work")
    assert "Work" in error.value.message or "Items" in error.value.message
