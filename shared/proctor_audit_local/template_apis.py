"""The WebSocket API, the HTTP API and the queue sources that a template declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from proctor_audit_local.declarations import (
    Authorizer,
    Function,
    HttpApi,
    HttpRoute,
    QueueSource,
    WebSocketApi,
    WebSocketRoute,
)
from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.intrinsics import Intrinsics

# API Gateway lets an integration take no longer.
INTEGRATION_TIMEOUT_MS = 29_000


def websocket_api(
    resources: Mapping[str, Any], functions: Mapping[str, Function], intrinsics: Intrinsics
) -> WebSocketApi | None:
    """The template's AWS::Serverless::WebSocketApi, None when it has none.

    Raises:
        LocalStackError: there are several, or a route leads to no function of the template.
    """
    name = _only("AWS::Serverless::WebSocketApi", resources)
    if name is None:
        return None
    properties = {key: value for key, value in resources[name]["Properties"].items() if key != "AccessLogSettings"}
    api = intrinsics.resolve(properties, name)
    answering = _answering_routes(resources)
    routes = {
        key: WebSocketRoute(
            key=key,
            function=_function_of(route["FunctionArn"], functions, f"{name}, route {key}"),
            answers="RouteResponseSelectionExpression" in route and _route_id(name, key) in answering,
            timeout_s=min(int(route.get("IntegrationTimeout", INTEGRATION_TIMEOUT_MS)), INTEGRATION_TIMEOUT_MS) / 1000,
        )
        for key, route in api["Routes"].items()
    }
    return WebSocketApi(
        name=name,
        api_id=intrinsics.resolve({"Ref": name}, name),
        stage=str(api.get("StageName", "default")),
        selection_expression=api["RouteSelectionExpression"],
        routes=routes,
        authorizer=_authorizer(api.get("Auth", {}), functions, name),
    )


def http_api(resources: Mapping[str, Any], functions: Mapping[str, Function], intrinsics: Intrinsics) -> HttpApi | None:
    """The template's AWS::Serverless::HttpApi with the routes from functions' events, None when it has none."""
    name = _only("AWS::Serverless::HttpApi", resources)
    if name is None:
        return None
    routes = tuple(
        HttpRoute(
            method=str(properties.get("Method", "ANY")).upper(),
            path=properties.get("Path", "$default"),
            function=function,
        )
        for function, properties in _events("HttpApi", resources, functions, intrinsics)
    )
    return HttpApi(name=name, api_id=intrinsics.resolve({"Ref": name}, name), routes=routes)


def queue_sources(
    resources: Mapping[str, Any], functions: Mapping[str, Function], intrinsics: Intrinsics
) -> tuple[QueueSource, ...]:
    """Every SQS event of a function."""
    return tuple(
        QueueSource(
            function=function,
            queue_arn=properties["Queue"],
            batch_size=int(properties.get("BatchSize", 10)),
            window_s=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
            reports_failures="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", ()),
        )
        for function, properties in _events("SQS", resources, functions, intrinsics)
    )


def _events(
    kind: str, resources: Mapping[str, Any], functions: Mapping[str, Function], intrinsics: Intrinsics
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for function in functions:
        for event, declared in resources[function].get("Properties", {}).get("Events", {}).items():
            if declared["Type"] == kind:
                yield function, intrinsics.resolve(declared.get("Properties", {}), f"{function}, event {event}")


def _only(kind: str, resources: Mapping[str, Any]) -> str | None:
    names = [name for name, resource in resources.items() if resource["Type"] == kind]
    if len(names) > 1:
        raise LocalStackError(f"The local stack runs one {kind}, and the template has {', '.join(names)}.")
    return names[0] if names else None


def _function_of(arn: str, functions: Mapping[str, Function], where: str) -> str:
    for name, function in functions.items():
        if function.arn == arn:
            return name
    raise LocalStackError(f"{where} leads to {arn}, which is no function of the template.")


def _authorizer(auth: Mapping[str, Any], functions: Mapping[str, Function], name: str) -> Authorizer | None:
    kind = auth.get("AuthType", "NONE")
    if kind == "NONE":
        return None
    if kind != "CUSTOM":
        raise LocalStackError(f"{name} asks for AuthType {kind}; the local stack knows CUSTOM and NONE.")
    sources = tuple(auth.get("IdentitySource", ()))
    for source in sources:
        if not source.startswith(("route.request.querystring.", "route.request.header.")):
            raise LocalStackError(f"{name} asks for the identity source {source}, which the local stack does not know.")
    return Authorizer(
        function=_function_of(auth["AuthArn"], functions, f"{name}, authorizer"), identity_sources=sources
    )


def _route_id(api: str, key: str) -> str:
    """The logical id that SAM gives a route: GatewayFrameRoute, GatewayConnectRoute."""
    return f"{api}{key.removeprefix('$').capitalize()}Route"


def _answering_routes(resources: Mapping[str, Any]) -> frozenset[str]:
    """Logical ids of routes with a route response: without one, API Gateway sends no reply."""
    routes = [
        resource["Properties"]["RouteId"]
        for resource in resources.values()
        if resource["Type"] == "AWS::ApiGatewayV2::RouteResponse"
    ]
    return frozenset(route["Ref"] for route in routes if isinstance(route, Mapping) and "Ref" in route)
