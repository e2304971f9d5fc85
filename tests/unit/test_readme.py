"""What the README names exists, and what exists is in the README."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from samtranslator.yaml_helper import yaml_parse

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import DEFAULT_RULES, Thresholds
from proctor_audit_local.cli import group

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_make_verbs() -> None:
    verbs = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", README))
    assert named <= verbs
    assert {"run", "test", "demo", "build", "deploy", "help", "lint", "lock"} <= named


def test_commands() -> None:
    named = set(re.findall(r"proctor-audit ([a-z]+)\b", README)) - {"command"}
    assert named <= set(group.commands)
    assert set(group.commands) - named <= {"local", "demo"}, "make run and make demo stand for these two"


def test_template_parameters() -> None:
    template = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
    table = README.split("| parameter |")[1].split("\n\n")[0]
    first_column = "\n".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", first_column))
    assert named == set(template["Parameters"])
    for output in ("WebSocketUrl", "HttpApiUrl", "DocsUrl", "FirstApiKey"):
        assert f"`{output}`" in README
        assert output in template["Outputs"]


def test_incident_kinds_and_their_times() -> None:
    for kind in IncidentKind:
        assert f"`{kind}`" in README
    for kind, seconds in re.findall(r"`(\w+)` after ([\d.]+) s", README):
        assert DEFAULT_RULES[IncidentKind(kind)].open_after_s == float(seconds), kind
    thresholds = Thresholds()
    for value in (thresholds.eye_aspect_ratio, thresholds.pupil_unusual, thresholds.face_movement):
        assert f"{value}" in README


@pytest.mark.parametrize("block", re.findall(r"```json\n(.*?)```", README, re.DOTALL))
def test_json_examples_are_json(block: str) -> None:
    # One object a line, or one over several lines.
    try:
        json.loads(block)
    except ValueError:
        for line in block.strip().splitlines():
            json.loads(line)


def test_files_that_the_readme_links_to() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
