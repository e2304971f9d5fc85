"""The reviewer's part of the HTTP API, answered from memory, and the page itself as the product serves it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from aiohttp import web

from proctor_audit.judgement.incident import Incident
from proctor_audit.reporting.review import Review
from proctor_audit.services.pages import page
from tests.e2e.browser.review.exams import Exam

KEY = "pa_review_key"
WEAK_KEY = "pa_without_scope"


class FakeApi:
    """Answers as the product does, and can be told to fail.

    Attributes:
        exams: the sessions that there are.
        refusal: the error code with which every call is refused; None while the key is good.
        away: whether it answers every call with 503.
        expired: whether links to pictures have expired that were given before now.
        asked: every call, as method and path with query.
        verdict_pause_s: how long a verdict takes.
        pictures_gone: whether there are no pictures any more.
    """

    def __init__(self, picture: bytes) -> None:
        self.exams: list[Exam] = []
        self.refusal: str | None = None
        self.away = False
        self.asked: list[str] = []
        self.verdict_pause_s = 0.0
        self.pictures_gone = False
        self._picture = picture
        self._generation = 0
        self._url = ""

    @property
    def url(self) -> str:
        return self._url

    def expire_links(self) -> None:
        """Links given so far lead nowhere from now on."""
        self._generation += 1

    async def __aenter__(self) -> FakeApi:
        app = web.Application()
        app.router.add_get("/sessions", self._sessions)
        app.router.add_get("/sessions/{id}", self._report)
        app.router.add_get("/sessions/{id}/report.{format}", self._download)
        app.router.add_patch("/sessions/{id}/incidents/{incident}", self._verdict)
        app.router.add_get("/evidence/{generation}/{path:.*}", self._evidence)
        app.router.add_get("/{path:.*}", self._page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def link(self, incident: Incident, role: str) -> str:
        return f"{self._url}/evidence/{self._generation}/{incident.id}/{role}.jpg"

    async def _page(self, request: web.Request) -> web.Response:
        answer = page(request.path, "$default")
        return web.Response(status=answer["statusCode"], headers=answer["headers"], body=answer["body"].encode())

    async def _evidence(self, request: web.Request) -> web.Response:
        if self.pictures_gone or int(request.match_info["generation"]) < self._generation:
            return web.Response(status=403)
        return web.Response(body=self._picture, content_type="image/jpeg")

    def _refused(self, request: web.Request) -> web.Response | None:
        self.asked.append(f"{request.method} {request.path_qs}")
        if self.away:
            return _error(503, "records_unavailable")
        key = request.headers.get("X-API-Key")
        if key == WEAK_KEY:
            return _error(403, "missing_scope")
        if key != KEY or self.refusal:
            return _error(401, self.refusal or "invalid_api_key")
        return None

    def _exam(self, request: web.Request) -> Exam | None:
        return next((one for one in self.exams if one.facts.session_id == request.match_info["id"]), None)

    async def _sessions(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        query = request.query
        rows = [one.report(self.link)["session"] for one in self.exams]
        rows = [row for row in rows if _fits(row, query)]
        rows.sort(key=lambda row: (row["score"], row["opened_at"], row["session_id"]), reverse=True)
        start, limit = int(query.get("cursor", 0)), int(query.get("limit", 50))
        more = str(start + limit) if start + limit < len(rows) else None
        return web.json_response({"sessions": rows[start : start + limit], "next_cursor": more})

    async def _report(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        found = self._exam(request)
        return web.json_response(found.report(self.link)) if found else _error(404, "session_not_found")

    async def _download(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        name = f"report.{request.match_info['format']}"
        return web.Response(body=name.encode(), headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"})

    async def _verdict(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        await asyncio.sleep(self.verdict_pause_s)
        found, said, name = self._exam(request), json.loads(await request.text()), request.match_info["incident"]
        if found is None:
            return _error(404, "session_not_found")
        before = found.reviews.get(name)
        verdict = said.get("verdict", before and before.verdict)
        note = said.get("note", before.note if before else "")
        found.reviews.pop(name, None)
        if verdict or note:
            found.reviews[name] = Review(verdict, note, "reviewers (pa_rev)", datetime.now(UTC))
        report = found.report(self.link)
        return web.json_response(
            {"incident": next(one for one in report["incidents"] if one["id"] == name), "score": report["score"]}
        )


def _fits(row: dict[str, Any], query: Any) -> bool:
    return (
        query.get("search", "") in row["candidate_id"]
        and query.get("exam_id", row["exam_id"]) == row["exam_id"]
        and query.get("status", row["status"]) == row["status"]
        and row["score"] >= int(query.get("min_score", 0))
        and ("kind" not in query or query["kind"] in row["kinds"])
        and ("reviewed" not in query or query["reviewed"] == str(row["reviewed"]).lower())
    )


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": code}}, status=status)
