"""What is deployed is what is tested: layers carry the versions of the development environment."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.unit.template.stack import PROJECT

LAYER_LOCKS = {name: f"layers/{name}/requirements.txt" for name in ("mediapipe", "runtime", "export")}
PLAIN_LOCK = "tests/benchmarks/plain-requirements.txt"
LOCKS = ["requirements.txt", "requirements-sam.txt", "requirements-uv.txt", *LAYER_LOCKS.values(), PLAIN_LOCK]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def _pins(lock: str) -> dict[str, str]:
    return dict(_PIN.findall((PROJECT / lock).read_text("utf-8")))


@pytest.mark.parametrize("lock", LAYER_LOCKS.values())
def test_a_layer_carries_the_tested_versions(lock: str) -> None:
    pins = _pins(lock)

    assert pins
    assert pins.items() <= _pins("requirements.txt").items()


def test_the_mediapipe_layer_carries_what_its_group_names() -> None:
    groups = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]

    assert _pins(LAYER_LOCKS["mediapipe"]).keys() == set(groups["layer-mediapipe"])


def test_the_plain_way_has_the_same_mediapipe_and_what_pip_brings_with_it() -> None:
    pins = _pins(PLAIN_LOCK)

    assert pins["mediapipe"] == _pins("requirements.txt")["mediapipe"]
    assert {"matplotlib", "opencv-contrib-python", "sounddevice"} <= pins.keys()


def test_boto3_is_left_to_lambdas_runtime() -> None:
    assert not {"boto3", "botocore"} & _pins(LAYER_LOCKS["runtime"]).keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_host_or_path(lock: str) -> None:
    text = (PROJECT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())

    assert "://" not in text
    assert not re.search(r"\s/\w", text)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("makefile", [f"layers/{name}/Makefile" for name in LAYER_LOCKS])
def test_layers_are_installed_by_hash(makefile: str) -> None:
    assert "--require-hashes" in Path(PROJECT / makefile).read_text("utf-8")
