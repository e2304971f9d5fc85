from __future__ import annotations

import json
from pathlib import Path

import pytest

from proctor_audit_local.declarations import Declarations, HttpRoute
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.physical import Surroundings
from proctor_audit_local.template import Template

SURROUNDINGS = Surroundings("stack", "eu-central-1", "http://127.0.0.1:4566")
TEMPLATE = """
Parameters:
  Answers: { Type: String, Default: "true" }
Conditions:
  DoesAnswer: !Equals [!Ref Answers, "true"]
  Never: !Equals [a, b]
Globals:
  Function:
    Handler: app.handler
    Timeout: 9
    LoggingConfig: { LogFormat: JSON, ApplicationLogLevel: WARN }
    Environment: { Variables: { SHARED: all, LEVEL: 1 } }
Resources:
  Gateway:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      StageName: v1
      RouteSelectionExpression: $request.body.action
      Auth: { AuthType: CUSTOM, AuthArn: !GetAtt Work.Arn, IdentitySource: [route.request.header.Auth] }
      Routes:
        $connect: { FunctionArn: !GetAtt Work.Arn }
        frame:
          FunctionArn: !Ref Work.Alias
          RouteResponseSelectionExpression: $default
          IntegrationTimeout: 1500
        silent: { FunctionArn: !GetAtt Work.Arn, RouteResponseSelectionExpression: $default }
  Reply:
    Type: AWS::ApiGatewayV2::RouteResponse
    Condition: DoesAnswer
    Properties: { ApiId: !Ref Gateway, RouteId: !Ref GatewayFrameRoute, RouteResponseKey: $default }
  HttpApi: { Type: AWS::Serverless::HttpApi }
  Work:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: work/
      MemorySize: 512
      Environment: { Variables: { LEVEL: 2, TABLE: !Ref Items, FLAG: true } }
      Events:
        Get: { Type: HttpApi, Properties: { ApiId: !Ref HttpApi, Method: get, Path: "/a/{b}" } }
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            BatchSize: 20
            MaximumBatchingWindowInSeconds: 1
            FunctionResponseTypes: [ReportBatchItemFailures]
  Unwanted: { Type: AWS::Serverless::Function, Condition: Never, Properties: { CodeUri: nowhere/ } }
  Items:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      TimeToLiveSpecification: { AttributeName: expires, Enabled: true }
  Jobs:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 180
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3 }
  Dead: { Type: AWS::SQS::Queue }
  Files: { Type: AWS::S3::Bucket }
Outputs:
  Url: { Value: !Sub "wss://${Gateway}.execute-api.${AWS::Region}.${AWS::URLSuffix}/v1" }
  Hidden: { Condition: Never, Value: !GetAtt Unwanted.Arn }
"""


def declared(folder: Path, text: str = TEMPLATE, **overrides: str) -> Declarations:
    (folder / "work").mkdir(exist_ok=True)
    path = folder / "template.yaml"
    path.write_text(text)
    return Template(path).declarations(SURROUNDINGS, overrides)


def test_functions(tmp_path: Path) -> None:
    functions = declared(tmp_path).functions
    assert set(functions) == {"Work"}
    work = functions["Work"]
    assert (work.physical_name, work.handler, work.timeout_s, work.memory_mb) == ("stack-Work", "app.handler", 9, 512)
    assert work.code_folder == (tmp_path / "work").resolve()
    assert work.environment == {"SHARED": "all", "LEVEL": "2", "TABLE": "stack-Items", "FLAG": "true"}
    assert (work.log_format, work.log_level) == ("JSON", "WARN")


def test_websocket_api(tmp_path: Path) -> None:
    api = declared(tmp_path).websocket_api
    assert api is not None
    assert (api.stage, api.selection_expression) == ("v1", "$request.body.action")
    assert api.authorizer is not None
    assert (api.authorizer.function, api.authorizer.identity_sources) == ("Work", ("route.request.header.Auth",))
    assert {key: route.function for key, route in api.routes.items()} == dict.fromkeys(api.routes, "Work")
    assert {key: route.answers for key, route in api.routes.items()} == {
        "$connect": False,
        "frame": True,
        "silent": False,
    }
    assert api.routes["frame"].timeout_s == 1.5
    assert api.routes["silent"].timeout_s == 29


def test_route_response_under_a_false_condition_is_none(tmp_path: Path) -> None:
    api = declared(tmp_path, Answers="false").websocket_api
    assert api is not None
    assert not api.routes["frame"].answers


def test_http_api(tmp_path: Path) -> None:
    api = declared(tmp_path).http_api
    assert api is not None
    assert api.routes == (HttpRoute("GET", "/a/{b}", "Work"),)


def test_queue_source(tmp_path: Path) -> None:
    (source,) = declared(tmp_path).queue_sources
    assert source.queue_arn == "arn:aws:sqs:eu-central-1:000000000000:stack-Jobs"
    assert (source.function, source.batch_size, source.window_s, source.reports_failures) == ("Work", 20, 1, True)


def test_storage(tmp_path: Path) -> None:
    all_declared = declared(tmp_path)
    (table,) = all_declared.tables
    assert (table.name, table.ttl_attribute) == ("stack-Items", "expires")
    assert table.definition["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    dead, jobs = all_declared.queues
    assert (dead.name, jobs.name) == ("stack-Dead", "stack-Jobs")
    assert jobs.attributes["VisibilityTimeout"] == "180"
    assert json.loads(jobs.attributes["RedrivePolicy"]) == {"deadLetterTargetArn": dead.arn, "maxReceiveCount": 3}
    assert [bucket.name for bucket in all_declared.buckets] == ["stack-files"]


def test_outputs(tmp_path: Path) -> None:
    all_declared = declared(tmp_path)
    assert all_declared.websocket_api is not None
    host = f"{all_declared.websocket_api.api_id}.execute-api.eu-central-1.amazonaws.com"
    assert all_declared.outputs == {"Url": f"wss://{host}/v1"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("CodeUri: work/", "CodeUri: elsewhere/", "Work has its code in elsewhere/"),
        ("CodeUri: work/", "Description: none", "Work has no CodeUri"),
        ("$connect: { FunctionArn: !GetAtt Work.Arn }", "$connect: { FunctionArn: !GetAtt Files.Arn }", "no function"),
        ("route.request.header.Auth", "context.identity", "identity source context.identity"),
        ("AuthType: CUSTOM", "AuthType: AWS_IAM", "AuthType AWS_IAM"),
        ("HttpApi: {", "Second: { Type: AWS::Serverless::HttpApi }\n  HttpApi: {", "runs one AWS::Serverless::HttpApi"),
        ("LEVEL: 2", "LEVEL: !ImportValue other", "Work uses Fn::ImportValue"),
        ("Condition: Never, Prop", "Condition: Nowhere, Prop", "condition Nowhere"),
    ],
)
def test_what_cannot_run_here_gets_a_sentence(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEMPLATE
    with pytest.raises(LocalStackError, match=message):
        declared(tmp_path, TEMPLATE.replace(old, new))


@pytest.mark.parametrize(("text", "message"), [("a: [", "not YAML"), ("a: 1", "no Resources"), ("", "no Resources")])
def test_what_is_no_template(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LocalStackError, match=message):
        declared(tmp_path, text)


def test_missing_template(tmp_path: Path) -> None:
    with pytest.raises(LocalStackError, match="cannot be read"):
        Template(tmp_path / "template.yaml")
