"""`sam deploy` of the finished build onto MiniStack.

What MiniStack cannot do, and these tests leave out: it rejects AWS::ApiGatewayV2::RouteResponse (it answers all the
same), does not route SAM's HttpApi, holds none of API Gateway's limits, and has no Aurora DSQL.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3

from proctor_audit_local.child_process import basic_environment
from proctor_audit_local.ministack import MiniStack
from tests.build.lambda_runtime import BUILD, PROJECT

REGION = "us-east-1"
STACK = "exam"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
# MiniStack runs functions in this environment, whose Python need not be the one that these are built for.
BINARY_LAYERS = ("MediaPipeLayer", "RuntimeLayer", "ExportLayer")


class WholeMiniStack(MiniStack):
    """MiniStack with all of its services: CloudFormation, Lambda, API Gateway and IAM too."""

    def _settings(self, scratch: Path) -> dict[str, str]:
        return {name: value for name, value in super()._settings(scratch).items() if name != "SERVICES"} | CREDENTIALS


@dataclass
class Deployed:
    """A deployed stack.

    Attributes:
        endpoint_url: of MiniStack.
        outputs: of the stack.
        functions: logical id → name of the function.
    """

    endpoint_url: str
    outputs: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        session = boto3.Session(
            aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
            region_name=REGION,
        )
        return session.client(service, endpoint_url=self.endpoint_url)  # type: ignore[call-overload]

    def invoke(self, function: str, event: Any) -> Any:
        answer = self.client("lambda").invoke(FunctionName=self.functions[function], Payload=json.dumps(event))
        with answer["Payload"] as payload:
            return json.loads(payload.read())

    def socket(self, token: str | None) -> tuple[str, int]:
        """Address that a client connects to, and the port on 127.0.0.1 that stands for it."""
        api = self.outputs["WebSocketUrl"].removeprefix("wss://").split(".")[0]
        port = int(self.endpoint_url.rsplit(":", 1)[1])
        query = f"?token={token}" if token else ""
        return f"ws://{api}.execute-api.localhost:{port}/v1{query}", port


def deploy(endpoint_url: str, dsn: str, folder: Path) -> Deployed:
    """Deploy the finished build; its database is the PostgreSQL at ``dsn``."""
    stack = Deployed(endpoint_url)
    secret_arn = stack.client("secretsmanager").create_secret(Name="dsn", SecretString=dsn)["ARN"]
    stack.client("s3").create_bucket(Bucket="artifacts")
    _copy_build(folder / "build")
    subprocess.run(
        [
            PROJECT / ".sam/bin/sam", "deploy",
            "--template-file", folder / "build/template.yaml",
            "--stack-name", STACK,
            "--s3-bucket", "artifacts",
            "--region", REGION,
            "--capabilities", "CAPABILITY_IAM",
            "--no-confirm-changeset",
            "--no-progressbar",
            "--parameter-overrides", f"DatabaseSecretArn={secret_arn}", "RouteResponses=false",
        ],
        cwd=folder,
        env=basic_environment() | CREDENTIALS | {
            "AWS_ENDPOINT_URL": endpoint_url, "HOME": str(folder), "SAM_CLI_TELEMETRY": "0"
        },
        check=True,
        timeout=300,
    )  # fmt: skip
    described = stack.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]["Outputs"]
    resources = stack.client("cloudformation").describe_stack_resources(StackName=STACK)["StackResources"]
    stack.outputs = {output["OutputKey"]: output["OutputValue"] for output in described}
    stack.functions = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for resource in resources
        if resource["ResourceType"] == "AWS::Lambda::Function"
    }
    return stack


def _copy_build(folder: Path) -> None:
    shutil.copytree(BUILD, folder, ignore=lambda at, _: ["python"] if Path(at).name in BINARY_LAYERS else [])
    for layer in BINARY_LAYERS:
        (folder / layer / "python").mkdir()
        (folder / layer / "python" / "left-out").write_text("The packages of the stand-in's environment are used.\n")
