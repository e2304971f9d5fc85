"""The reference says what the code does: nothing more, nothing less, nothing else."""

from __future__ import annotations

import ast
import base64
import json
import string
from collections.abc import Iterator
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

import proctor_audit
from proctor_audit.client.api import ApiError
from proctor_audit.errors import InvalidImage, InvalidMessage, ProctorAuditError
from proctor_audit.judgement.judge import Sight, judge
from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind
from proctor_audit.judgement.policy import DEFAULT_RULES, IncidentRule, Pace, Policy, Thresholds
from proctor_audit.judgement.state import SessionState
from proctor_audit.observation import Observation
from proctor_audit.protocol import limits
from proctor_audit.protocol.actions import unrouted
from proctor_audit.protocol.frames import RefusedFrame, parse_frame_message
from proctor_audit.protocol.http import answer
from proctor_audit.protocol.replies import error_reply, message_reply
from proctor_audit.protocol.session_query import parse_session_query
from proctor_audit.protocol.session_request import parse_session_request
from proctor_audit.reporting.report import SessionFacts, session_report, session_summary
from proctor_audit.reporting.wording import TITLES
from proctor_audit.services.frame_reply import frame_reply
from proctor_audit.stores.evidence import LINK_LIFETIME_S
from proctor_audit.stores.session_list import SessionQuery
from proctor_audit.vision import decoding
from tests.unit.judgement.observations import AWAY, CALM, CLOSED, DARK, NOBODY, TWO, main_face, observation

SHARED = Path(proctor_audit.__file__).parents[1]
DOCUMENT = json.loads((SHARED / "web" / "openapi.json").read_text("utf-8"))
SCHEMAS = DOCUMENT["components"]["schemas"]
SOCKET = DOCUMENT["x-websocket"]
CODES = DOCUMENT["x-error-codes"]
CALLS = [(path, method, call) for path, calls in DOCUMENT["paths"].items() for method, call in calls.items()]

FORMATS = FormatChecker()
FORMATS.checks("date-time", ValueError)(lambda text: text is None or bool(datetime.fromisoformat(text).tzinfo))
REGISTRY: Registry[Any] = Registry().with_resource("urn:api", DRAFT202012.create_resource(DOCUMENT))

SESSION = "0f8fad5b-d9cb-469f-a165-70867728950e"
NOW = datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
IMAGE = base64.b64encode(b"\xff\xd8 any bytes").decode()


def absolute(schema: Any) -> Any:
    """The schema with its references told apart from those within itself."""
    if isinstance(schema, dict):
        return {
            name: f"urn:api{part}" if name == "$ref" and isinstance(part, str) else absolute(part)
            for name, part in schema.items()
        }
    return [absolute(part) for part in schema] if isinstance(schema, list) else schema


def validator(schema: str | dict[str, Any]) -> Draft202012Validator:
    whole = {"$ref": f"urn:api#/components/schemas/{schema}"} if isinstance(schema, str) else absolute(schema)
    return Draft202012Validator(whole, registry=REGISTRY, format_checker=FORMATS)


def accepts(schema: str | dict[str, Any], value: Any) -> bool:
    return bool(validator(schema).is_valid(value))


def walk(value: Any) -> Iterator[Any]:
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(part)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    refers = [part["$ref"] for part in (schema, *schema.get("allOf", ()), *schema.get("anyOf", ())) if "$ref" in part]
    return resolved(SCHEMAS[refers[0].rsplit("/", 1)[1]]) if refers else schema


def assert_documented(value: Any, schema: dict[str, Any], where: str = "") -> None:
    """Every field that stands in the value has a description."""
    plain = resolved(schema)
    if "oneOf" in plain and isinstance(value, dict):
        plain = next(resolved(one) for one in plain["oneOf"] if accepts(one, value))
    if isinstance(value, list):
        for item in value:
            assert_documented(item, plain["items"], f"{where}[]")
    elif isinstance(value, dict):
        for name, part in value.items():
            inner = plain["properties"].get(name)
            assert inner, f"{where}.{name} is not documented"
            assert inner.get("description") or resolved(inner)["description"]
            assert_documented(part, inner, f"{where}.{name}")


def assert_answers(value: Any, schema: str) -> None:
    """The value, as it is after a journey as JSON, is what the schema says, and breaks it without any of its parts."""
    value = json.loads(json.dumps(value))
    validator(schema).validate(value)
    assert_documented(value, SCHEMAS[schema])
    for name in resolved(SCHEMAS[schema])["required"]:
        assert not accepts(schema, {key: part for key, part in value.items() if key != name}), name
        assert not accepts(schema, {**value, name: {"an": ["odd value"]}}), name


def test_it_is_openapi() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert {"title", "version"} <= DOCUMENT["info"].keys()
    names = [call["operationId"] for _, _, call in CALLS]
    assert len(set(names)) == len(names)
    for path, _, call in CALLS:
        assert {"summary", "description", "responses", "tags"} <= call.keys()
        assert {tag["name"] for tag in DOCUMENT["tags"]} >= set(call["tags"])
        variables = [name for _, name, _, _ in string.Formatter().parse(path) if name]
        assert [p["name"] for p in call.get("parameters", ()) if p["in"] == "path" and p["required"]] == variables
        for response in call["responses"].values():
            assert "$ref" in response or response["description"]
    for need in DOCUMENT["security"]:
        assert need.keys() <= DOCUMENT["components"]["securitySchemes"].keys()
    scheme = DOCUMENT["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["type"], scheme["in"], scheme["name"].lower()) == ("apiKey", "header", "x-api-key")


def test_schemas_are_schemas_and_references_lead_somewhere() -> None:
    for part in walk(DOCUMENT):
        if isinstance(part, dict) and isinstance(part.get("schema"), dict):
            Draft202012Validator.check_schema(part["schema"])
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            REGISTRY.resolver().lookup(f"urn:api{part['$ref']}")
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_examples_are_right() -> None:
    for part in walk(DOCUMENT):
        if isinstance(part, dict) and "schema" in part and "example" in part:
            validator(part["schema"]).validate(part["example"])
        if isinstance(part, dict) and isinstance(part.get("examples"), list):
            for example in part["examples"]:
                validator({name: rule for name, rule in part.items() if name != "examples"}).validate(example)


EXAM = [CALM, *[TWO] * 12, *[CALM] * 12, DARK, NOBODY, CLOSED, AWAY, observation(main_face(at=(0.8, 0.4)))]


def replies(shown: list[Observation], *, gap_ms: int = 500, annotated: bytes | None = None) -> list[dict[str, Any]]:
    state, told = SessionState(), []
    for seq, seen in enumerate(shown):
        at_ms = 1_763_881_200_000 + seq * gap_ms
        judged = judge(SESSION, state, [Sight(seq, at_ms, seen)], Policy(), at_ms)
        state = judged.state
        pace = Policy().pace.message(state.watchful)
        told.append(frame_reply(judged.frames[0], seen, score=judged.score, pace=pace, annotated=annotated))
    late = judge(SESSION, state, [Sight(0, None, CALM)], Policy(), 1_763_881_300_000)
    return [*told, frame_reply(late.frames[0], CALM, score=late.score, pace=Policy().pace.message(False))]


@pytest.mark.parametrize(("gap_ms", "annotated"), [(500, None), (500, b"\xff\xd8"), (12_000, None)])
def test_verdicts(gap_ms: int, annotated: bytes | None) -> None:
    told = replies(EXAM, gap_ms=gap_ms, annotated=annotated)
    for reply in told:
        assert_answers(reply, "FrameReply")
        assert accepts("Reply", json.loads(message_reply([reply], batch=False)))
    states = {change["state"] for reply in told for change in reply["incidents"]}
    assert states == ({"opened", "updated", "closed"} if gap_ms == 500 else {"closed"})
    assert {reply["status"] for reply in told} == {"clear", "uncertain", "anomaly"}


def test_verdicts_of_several_frames() -> None:
    refused = error_reply(InvalidImage("truncated_image", "It is cut short.", seq=3))
    assert_answers(json.loads(message_reply([replies([TWO])[0], refused], batch=True)), "FramesReply")
    assert not accepts("FramesReply", {"type": "frames", "results": [{"type": "frame"}]})


@pytest.mark.parametrize(
    "error",
    [
        unrouted("no json"),
        unrouted("{}"),
        unrouted('{"action": "dance"}'),
        InvalidImage("image_too_large", "Too large.", seq=1, width_px=20_000, height_px=20_000),
    ],
)
def test_refused_messages(error: ProctorAuditError) -> None:
    assert_answers(error_reply(error), "ErrorReply")
    assert not accepts("ErrorReply", {"type": "error", "error": {**error.payload(), "code": "session_not_found"}})
    assert accepts("Reply", error_reply(error))


def test_words_of_the_gateway() -> None:
    said = {"message": "Internal server error", "connectionId": "L0SM9cOFvHcCIhw=", "requestId": "L0SM9cOFvHcFgUA="}
    assert_answers(said, "GatewayError")
    assert not accepts("GatewayError", {**said, "type": "frame"})


@pytest.mark.parametrize("code", [code for code, told in CODES.items() if "http" in told["where"]])
def test_refused_requests(code: str) -> None:
    def fails() -> dict[str, Any]:
        raise RuntimeError if code == "internal_error" else InvalidMessage(code, "Some message.", field="exam_id")

    document = json.loads(answer(fails)["body"])
    assert document["error"]["code"] == code
    assert_answers(document, "HttpError")
    statuses = {
        status
        for _, _, call in CALLS
        for status, told in call["responses"].items()
        if code in shared(told).get("x-error-codes", ())
    }
    assert statuses == {str(CODES[code]["status"])}


def shared(response: dict[str, Any]) -> dict[str, Any]:
    name = response.get("$ref", "").rsplit("/", 1)[-1]
    told: dict[str, Any] = DOCUMENT["components"]["responses"][name] if name else response
    return told


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("gap_ms", [500, 12_000])
def test_reports(gap_ms: int, over: bool) -> None:
    state, incidents = SessionState(), {}
    for seq, seen in enumerate(EXAM if over else [*EXAM, *[NOBODY] * 12]):
        at_ms = 1_763_881_200_000 + seq * gap_ms
        judged = judge(SESSION, state, [Sight(seq, at_ms, seen)], Policy(), at_ms)
        state = judged.state
        incidents.update({i.id: i for frame in judged.frames for i in frame.changes})
    policy = Policy.from_mapping({"thresholds": {"yaw_deg": 40}, "incidents": {"eyes_closed": {"enabled": False}}})
    facts = SessionFacts(
        session_id=SESSION,
        exam_id="algebra-1",
        candidate_id="ada",
        attempt=1,
        opened_at=NOW - timedelta(hours=2),
        expires_at=NOW + timedelta(hours=-1 if over else 1),
        frames=40,
        uncertain_frames=9,
        anomaly_frames=3,
        first_frame_at=NOW - timedelta(hours=2),
        last_frame_at=NOW,
        connected=None if over else True,
        heard_at=None if over else NOW - timedelta(seconds=90),
    )
    report = session_report(facts, list(incidents.values()), policy, lambda i, role: f"https://{i.id}/{role}", NOW)
    assert_answers(report, "Report")
    for incident in report["incidents"]:
        assert_answers(incident, "Incident")
    for gap in report["gaps"]:
        assert_answers(gap, "Gap")
    assert report["gaps"] if gap_ms > 500 or not over else report["incidents"]
    summary = session_summary(facts, 7, 2, NOW)
    assert_answers({"sessions": [summary], "next_cursor": None}, "SessionList")
    assert_answers(summary, "SessionSummary")


def test_a_session_nobody_has_joined() -> None:
    facts = SessionFacts(SESSION, "a", "b", 2, NOW, NOW, 0, 0, 0, first_frame_at=None, last_frame_at=None)
    assert_answers(session_report(facts, [], Policy(), lambda incident, role: "", NOW), "Report")


def refused(parse: Any, *given: Any) -> bool:
    try:
        parse(*given)
    except ProctorAuditError:
        return True
    return False


def understood(document: dict[str, Any]) -> None:
    request = parse_session_request(json.dumps(document))
    Policy.from_mapping(request.policy)


_odd = (
    st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats(-5, 500) | st.text("ab \u00e9\x00\x7f", max_size=3)
)
_settings = st.dictionaries(st.sampled_from([*IncidentRule.__slots__, *Thresholds.__slots__, "x"]), _odd, max_size=2)
_policy = st.fixed_dictionaries(
    {},
    optional={
        "thresholds": _settings.filter(lambda given: not {"pupil_straight", "pupil_unusual"} <= given.keys()) | _odd,
        "incidents": st.dictionaries(st.sampled_from([*IncidentKind, "x"]), _settings | _odd, max_size=2) | _odd,
        "pace": st.dictionaries(st.sampled_from(["interval_ms", "frames_per_message"]), _odd) | _odd,
    },
)
_name = st.text("ab \u00e9\x00\x7f\n", max_size=4) | st.sampled_from(["x" * 200, "x" * 201]) | _odd


@given(
    st.fixed_dictionaries(
        {"exam_id": _name},
        optional={"candidate_id": _name, "duration_s": _odd, "policy": _policy | _odd, "exam": _odd},
    )
)
def test_session_requests_are_understood_as_documented(document: dict[str, Any]) -> None:
    given_policy = document.get("policy")
    limits_given = given_policy.get("thresholds") if isinstance(given_policy, dict) else None
    if isinstance(limits_given, dict) and {"pupil_straight", "pupil_unusual"} & limits_given.keys():
        return  # that one must not exceed the other is said in words
    assert refused(understood, document) is not accepts("SessionRequest", document)


_time = st.none() | st.integers(-5, 10**14 + 5) | st.floats(1, 10**14) | st.text(max_size=2)
_frame = st.fixed_dictionaries(
    {},
    optional={
        "seq": st.integers(-2, 2**53) | _odd,
        "image": st.sampled_from([IMAGE, f"data:image/png;base64,{IMAGE}", "", 3, None]),
        "captured_at": _time,
        "annotate": _odd,
    },
)


@given(
    st.fixed_dictionaries({"action": st.just("frame")}, optional={"frames": st.lists(_frame, max_size=10) | _odd}),
    _frame,
)
def test_frame_messages_are_understood_as_documented(message: dict[str, Any], frame: dict[str, Any]) -> None:
    document = {**frame, **message}

    def parse() -> None:
        for item in parse_frame_message(json.dumps(document)).items:
            if isinstance(item, RefusedFrame):
                raise item.error

    frames = document.get("frames")
    if frames and isinstance(frames, list) and all("annotate" in frame for frame in frames):
        document.pop("annotate", None)  # even a wrong value goes unnoticed when no frame inherits it
    assert refused(parse) is not accepts("FrameMessage", document)


def test_the_query_of_the_list() -> None:
    parameters = {p["name"]: p["schema"] for p in DOCUMENT["paths"]["/sessions"]["get"]["parameters"]}
    with pytest.raises(InvalidMessage) as error:
        parse_session_query({"nothing": ""})
    assert error.value.message.endswith(f"there are: {', '.join(sorted(parameters, key=error.value.message.index))}.")
    for name, schema in parameters.items():
        for value in schema.get("enum", ()):
            assert parse_session_query({name: value}) == {name: value}
        assert schema.get("default") == getattr(SessionQuery("tenant"), name)
    low, high = parameters["limit"]["minimum"], parameters["limit"]["maximum"]
    accepted = [n for n in (low - 1, low, high, high + 1) if not refused(parse_session_query, {"limit": str(n)})]
    assert accepted == [low, high]


def source_trees() -> Iterator[ast.AST]:
    for folder in (SHARED / "proctor_audit", SHARED.parent / "functions"):
        for file in folder.rglob("*.py"):
            yield ast.parse(file.read_text("utf-8"))


def errors_named(base: type[ProctorAuditError]) -> dict[str, type[ProctorAuditError]]:
    below = {name: kind for sub in base.__subclasses__() for name, kind in errors_named(sub).items()}
    return {base.__name__: base, **below}


def raised() -> Iterator[tuple[str, type[ProctorAuditError], set[str]]]:
    """Each error made in the code: its code, its class and the details it is given by name."""
    classes = errors_named(ProctorAuditError)
    assert ApiError in classes.values()
    for tree in source_trees():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            kind = classes.get(getattr(call.func, "id", ""))
            literals = [a.value for a in call.args[:2] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if kind and literals:
                yield literals[0], kind, {keyword.arg for keyword in call.keywords if keyword.arg}


def told_outright() -> set[str]:
    """Codes that are answered without an error having been raised."""
    pairs = (
        pair for tree in source_trees() for node in ast.walk(tree) if isinstance(node, ast.Dict)
        for pair in zip(node.keys, node.values, strict=True)
    )  # fmt: skip
    return {
        value.value
        for key, value in pairs
        if isinstance(key, ast.Constant) and key.value == "code"
        and isinstance(value, ast.Constant) and isinstance(value.value, str)
    }  # fmt: skip


def test_every_error_code_is_documented_and_the_other_way_round() -> None:
    assert {code for code, _, _ in raised()} | told_outright() == CODES.keys()
    for code, kind, details in raised():
        assert details <= set(CODES[code]["details"]), code
        if "http" in CODES[code]["where"]:
            assert CODES[code]["status"] == kind.http_status, code
    for code, told in CODES.items():
        assert (told["status"] is not None) == ("http" in told["where"]), code
        assert set(told["details"]) <= SCHEMAS["Error"]["properties"].keys() | {"url"}, code
    http = {code for code, told in CODES.items() if "http" in told["where"]}
    assert set(SCHEMAS["HttpError"]["properties"]["error"]["properties"]["code"]["enum"]) == http
    websocket = {code for code, told in CODES.items() if "websocket" in told["where"]}
    assert set(SCHEMAS["ErrorReply"]["properties"]["error"]["properties"]["code"]["enum"]) == websocket


def test_every_field_that_can_be_wrong_is_documented() -> None:
    named: set[str] = set()
    for file in (SHARED / "proctor_audit" / "protocol").glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("invalid", "missing", "whole_number"):
                named |= {a.value for a in call.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    known = {name for schema in SCHEMAS.values() for name in schema.get("properties", ())}
    known |= {p["name"] for _, _, call in CALLS for p in call.get("parameters", ())}
    assert {"seq", "image", "frames", "policy", "limit"} <= named <= known


def test_limits() -> None:
    documented = {name: told["value"] for name, told in SOCKET["limits"].items()}
    pictures = {name: getattr(decoding, name) for name in ("MIN_SIDE_PX", "MAX_SIDE_PX", "MAX_PIXELS")}
    assert documented == {name: value for name, value in vars(limits).items() if name.isupper()} | pictures
    request, frame = SCHEMAS["SessionRequest"]["properties"], SCHEMAS["Frame"]["properties"]
    assert request["exam_id"]["maxLength"] == request["candidate_id"]["maxLength"] == limits.MAX_NAME_LENGTH
    duration = [request["duration_s"][rule] for rule in ("minimum", "maximum", "default")]
    assert duration == [limits.MIN_SESSION_S, limits.MAX_SESSION_S, limits.DEFAULT_SESSION_S]
    assert [frame["seq"]["maximum"], frame["captured_at"]["maximum"]] == [limits.MAX_SEQ, limits.MAX_TIME_MS]
    for frames in (
        SCHEMAS["FrameBatchMessage"]["properties"]["frames"],
        SCHEMAS["FramesReply"]["properties"]["results"],
    ):
        assert (frames["minItems"], frames["maxItems"]) == (1, limits.MAX_FRAMES_PER_MESSAGE)
    assert f" {LINK_LIFETIME_S} seconds" in SCHEMAS["Incident"]["properties"]["evidence"]["description"]
    assert [told["code"] for told in SOCKET["close_codes"]] == [1000, 1001, 1003, 1006, 1009]


@pytest.mark.parametrize(
    ("schema", "settings"), [("Thresholds", Thresholds), ("IncidentRule", IncidentRule), ("PacePolicy", Pace)]
)
def test_every_setting_of_the_policy(schema: str, settings: type[Thresholds | IncidentRule | Pace]) -> None:
    documented = SCHEMAS[schema]["properties"]
    assert documented.keys() == {setting.name for setting in fields(settings)}
    for setting in fields(settings):
        told = documented[setting.name]
        assert told["description"]
        assert (told.get("minimum"), told.get("maximum")) == (setting.metadata.get("low"), setting.metadata.get("high"))
        assert schema == "IncidentRule" or told["default"] == setting.default


def test_every_kind_of_incident() -> None:
    rules = SCHEMAS["IncidentRules"]["properties"]
    assert {kind: rule["default"] for kind, rule in rules.items()} == {k: asdict(r) for k, r in DEFAULT_RULES.items()}
    assert {kind["const"]: kind["title"] for kind in SCHEMAS["IncidentKind"]["oneOf"]} == TITLES
    anomalies = SCHEMAS["FrameReply"]["properties"]["anomalies"]["items"]["enum"]
    assert set(anomalies) == set(DETECTED_KINDS) - {IncidentKind.LOOKING_AWAY}
    assert SCHEMAS["Policy"]["properties"].keys() == {"thresholds", "incidents", "pace", "recorded"}


def test_snippets() -> None:
    for snippet in DOCUMENT["x-snippets"]:
        source = "\n".join(snippet["source"])
        assert all(name in source for name in ("websocket_url", "next_seq", "anomaly", "pupil_movement_status"))
        if snippet["language"] == "python":
            compile(source, "snippet", "exec")


@pytest.mark.parametrize(
    "wrong", [{"thresholds": {"yaw_deg": 500}}, {"incidents": {"cheating": {}}}, {"pace": {"interval_s": 1}}, {"x": 1}]
)
def test_wrong_policies(wrong: dict[str, Any]) -> None:
    assert refused(Policy.from_mapping, wrong)
    assert not accepts("Policy", wrong)
