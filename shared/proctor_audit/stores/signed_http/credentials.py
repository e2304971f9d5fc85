"""Credentials of a Lambda function, where Lambda puts them."""

from __future__ import annotations

import http.client
import json
import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from proctor_audit.stores.signed_http.signature import Credentials

_TIMEOUT_S: Final = 2.0
_EARLY_S: Final = 300
"""New ones are fetched so long before the old ones end."""


class CredentialSource:
    """Credentials from the environment, or from Lambda's own endpoint for functions restored from a snapshot.

    A snapshot outlives the credentials of the process that it was taken of, so such functions get theirs over
    ``AWS_CONTAINER_CREDENTIALS_FULL_URI``; nothing is fetched before the first request.

    Args:
        environment: ``AWS_ACCESS_KEY_ID`` and its kin.
        now_s: epoch seconds.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ, now_s: Callable[[], float] = time.time) -> None:
        self._environment = environment
        self._now_s = now_s
        self._fetched: Credentials | None = None
        self._fetched_until_s = 0.0

    def current(self) -> Credentials:
        """Credentials that are good for now.

        Raises:
            OSError: there are none; the message says what was looked for.
        """
        if url := self._environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"):
            if self._fetched is None or self._now_s() > self._fetched_until_s - _EARLY_S:
                self._fetch(url)
            assert self._fetched is not None
            return self._fetched
        try:
            return Credentials(
                self._environment["AWS_ACCESS_KEY_ID"],
                self._environment["AWS_SECRET_ACCESS_KEY"],
                self._environment.get("AWS_SESSION_TOKEN", ""),
            )
        except KeyError as missing:
            raise OSError(f"no AWS credentials: {missing.args[0]} is not set") from None

    def renew(self) -> None:
        """Fetch anew before the next request: the service did not take what it got."""
        self._fetched = None

    def _fetch(self, url: str) -> None:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT_S)
        try:
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", path or "/", headers=self._authorization())
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise OSError(f"no AWS credentials: their endpoint answered {answer.status}")
        given = json.loads(text)
        self._fetched = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given.get("Token", ""))
        self._fetched_until_s = datetime.fromisoformat(given["Expiration"]).timestamp()

    def _authorization(self) -> dict[str, str]:
        if file := self._environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"):
            return {"Authorization": Path(file).read_text("utf-8").strip()}
        token = self._environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        return {"Authorization": token} if token else {}
