"""axe-core, which finds what keeps people from using a page. It is fetched when a test needs it, and not kept here."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

PACKAGE = "axe-core@4.14.1"
_PATIENCE_S = 60
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_source(folder: Path) -> str:
    """The script, fetched into a folder once; the test is skipped where it cannot be had."""
    script = folder / "axe.min.js"
    if not script.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("needs npm to fetch axe-core")
        try:
            subprocess.run(
                [npm, "pack", PACKAGE, "--silent", "--pack-destination", folder],
                check=True,
                capture_output=True,
                timeout=_PATIENCE_S,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pytest.skip("axe-core could not be fetched")
        with tarfile.open(next(folder.glob("axe-core-*.tgz"))) as packed:
            member = packed.extractfile("package/axe.min.js")
            assert member is not None
            script.write_bytes(member.read())
    return script.read_text("utf-8")


async def findings(page: Page, source: str) -> list[str]:
    """What is serious or critical on the page as it is now: rule, and the elements it is about."""
    await page.evaluate(source)
    result: dict[str, Any] = await page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", _RULES
    )
    return [
        f"{found['id']}: {' | '.join(node['html'][:160] for node in found['nodes'][:3])}"
        for found in result["violations"]
        if found["impact"] in ("serious", "critical")
    ]
