from __future__ import annotations

import json
from typing import Any

import pytest

from tests.unit.template.stack import Stack, references

SOCKET_ROUTES = {
    "$connect": "Connect",
    "frame": "Frame",
    "evidence": "Frame",
    "browser": "Browser",
    "$disconnect": "Disconnect",
    "$default": "Fallback",
}
HTTP_ROUTES = {
    ("/auth", "post"): "Auth",
    ("/sessions", "get"): "Reports",
    ("/sessions/{session_id}", "get"): "Reports",
    **{(f"/sessions/{{session_id}}/report.{kind}", "get"): "Reports" for kind in ("json", "csv", "html", "pdf")},
    ("/sessions/{session_id}/incidents/{incident_id}", "patch"): "Reports",
    ("/", "get"): "Site",
    ("/docs", "get"): "Site",
    ("/docs/{file}", "get"): "Site",
    ("/exam", "get"): "Site",
    ("/exam/{file}", "get"): "Site",
    ("/page/{file}", "get"): "Site",
    ("/review", "get"): "Site",
    ("/review/{file}", "get"): "Site",
    ("/sdk/{file}", "get"): "Site",
    ("/openapi.json", "get"): "Site",
}
ANSWERING = {"frame", "evidence", "browser", "$default"}


def _socket_routes(stack: Stack) -> dict[str, dict[str, Any]]:
    return {
        found["Properties"]["RouteKey"]: {"id": name} | found["Properties"]
        for name, found in stack.of_type("AWS::ApiGatewayV2::Route").items()
    }


def test_messages_are_routed_by_their_action(any_stack: Stack) -> None:
    targets = {}
    for key, route in _socket_routes(any_stack).items():
        (integration,) = references(route["Target"])
        (targets[key],) = any_stack.functions_in(any_stack.properties(integration)["IntegrationUri"])

    assert targets == SOCKET_ROUTES
    assert any_stack.properties("Gateway")["RouteSelectionExpression"] == "$request.body.action"


def test_routes_that_answer_have_a_route_response(any_stack: Stack) -> None:
    routes = _socket_routes(any_stack)
    responses = [found["Properties"] for found in any_stack.of_type("AWS::ApiGatewayV2::RouteResponse").values()]
    wanted = ANSWERING if any_stack.parameters["RouteResponses"] == "true" else set()

    assert {key for key, route in routes.items() if "RouteResponseSelectionExpression" in route} == ANSWERING
    assert {key for key, route in routes.items() if {"Ref": route["id"]} in [r["RouteId"] for r in responses]} == wanted
    assert all(response["RouteResponseKey"] == "$default" for response in responses)


def test_a_socket_needs_a_token_and_nothing_else(any_stack: Stack) -> None:
    (authorizer,) = any_stack.of_type("AWS::ApiGatewayV2::Authorizer")
    connect = _socket_routes(any_stack)["$connect"]

    assert (connect["AuthorizationType"], connect["AuthorizerId"]) == ("CUSTOM", {"Ref": authorizer})
    assert any_stack.properties(authorizer)["IdentitySource"] == ["route.request.querystring.token"]
    assert "Authorize" in references(any_stack.properties(authorizer)["AuthorizerUri"])


def test_the_http_api_has_these_routes(any_stack: Stack) -> None:
    paths = any_stack.properties("HttpApi")["Body"]["paths"]
    found = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            (found[path, method],) = any_stack.functions_in(operation)

    assert found == HTTP_ROUTES


def test_every_function_behind_a_gateway_may_be_invoked_by_it(any_stack: Stack) -> None:
    permitted = {
        name
        for permission in any_stack.of_type("AWS::Lambda::Permission").values()
        if permission["Properties"]["Principal"] == "apigateway.amazonaws.com"
        for name in any_stack.functions_in(permission["Properties"]["FunctionName"])
    }

    assert permitted == {*SOCKET_ROUTES.values(), *HTTP_ROUTES.values(), "Authorize"}


@pytest.mark.parametrize(
    ("choice", "logged"), [("defaults", 1), ("alarms by mail", 2), ("alarms to a topic", 2), ("emulator", 0)]
)
def test_access_logs_are_json_without_query_strings(stacks: dict[str, Stack], choice: str, logged: int) -> None:
    stages = stacks[choice].of_type("AWS::ApiGatewayV2::Stage").values()

    # A line for every message is what nobody gets who has not asked for it.
    with_logs = [stage for stage in stages if "AccessLogSettings" in stage["Properties"]]
    assert (len(stages), len(with_logs)) == (2, logged)
    for stage in with_logs:
        fields = json.loads(stage["Properties"]["AccessLogSettings"]["Format"])
        assert all(value.startswith("$context.") for value in fields.values())
        assert not [value for value in fields.values() if "query" in value.lower() or "identity" in value.lower()]
        (group,) = references(stage["Properties"]["AccessLogSettings"]["DestinationArn"])
        assert "RetentionInDays" in stacks[choice].properties(group)


def test_stages_are_throttled_by_parameter(any_stack: Stack) -> None:
    limits = [
        stage["Properties"]["DefaultRouteSettings"]["ThrottlingRateLimit"]["Ref"]
        for stage in any_stack.of_type("AWS::ApiGatewayV2::Stage").values()
    ]

    assert sorted(limits) == ["MessagesPerSecond", "RequestsPerSecond"]


def test_addresses_name_the_stage(default_stack: Stack) -> None:
    (stage,) = (
        found["Properties"]["StageName"]
        for found in default_stack.of_type("AWS::ApiGatewayV2::Stage").values()
        if found["Properties"]["ApiId"] == {"Ref": "Gateway"}
    )
    addresses = [
        default_stack.environment("Auth")["WEBSOCKET_URL"]["Fn::Sub"],
        default_stack.environment("Connect")["AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"]["Fn::Sub"],
        default_stack.outputs["WebSocketUrl"]["Value"]["Fn::Sub"],
    ]

    assert [address.rsplit("/", 1)[1] for address in addresses] == [stage] * 3
