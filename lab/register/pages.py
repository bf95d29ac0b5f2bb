"""The register's pages, as a WSGI application: search, certificate, moving in, moving out. Adapter.

Everything that a person typed and that is refused is shown again beside the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined

from core.eras import JAPAN
from lab.register.characters import refused
from lab.register.resident import Particulars, Sex, in_era, objections
from lab.register.store import MOST_FOUND, Register

Start = Callable[[str, list[tuple[str, str]]], Any]

LARGEST_FORM = 64 * 1024
FIELDS = ("name", "kana", "born_on", "sex", "address", "householder", "moved_in_on")


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    page: str
    values: Mapping[str, object]
    location: str | None = None


class Pages:
    """Called by a WSGI server; `clock` says what time it is."""

    def __init__(
        self, register: Register, municipality: str, clock: Callable[[], datetime]
    ) -> None:
        self._register = register
        self._municipality = municipality
        self._clock = clock
        self._templates = Environment(
            loader=PackageLoader("lab.register"), autoescape=True, undefined=StrictUndefined
        )
        self._templates.filters["era"] = in_era

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        answer = self._answer(environ)
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
        ]
        if answer.location is not None:
            headers.append(("Location", answer.location))
        text = self._templates.get_template(answer.page).render(
            municipality=self._municipality, today=self._today(), **answer.values
        )
        start(answer.status, headers)
        return [text.encode()]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/") or "/"
        match (method, path.strip("/").split("/")):
            case ("GET", [""]):
                return self._search(_form(environ.get("QUERY_STRING", "")).get("begins", ""))
            case ("GET", ["move-in"]):
                return self._asked_to_move_in({}, ())
            case ("POST", ["move-in"]):
                return self._move_in(_posted(environ))
            case ("GET", ["residents", number]) if number.isascii() and number.isdigit():
                return self._certificate(int(number), {}, ())
            case ("POST", ["residents", number, "move-out"]) if (
                number.isascii() and number.isdigit()
            ):
                return self._move_out(int(number), _posted(environ))
        return Answer("404 Not Found", "nothing.html", {})

    def _search(self, begins: str) -> Answer:
        found = self._register.search(begins) if begins else []
        values = {"begins": begins, "found": found, "most": MOST_FOUND}
        return Answer("200 OK", "search.html", values)

    def _asked_to_move_in(self, form: Mapping[str, str], why: Iterable[str]) -> Answer:
        shown = {field: form.get(field, "") for field in FIELDS}
        why = list(why)
        status = "422 Unprocessable Content" if why else "200 OK"
        values = {"form": shown, "why": why, "sexes": [one.value for one in Sex]}
        return Answer(status, "move_in.html", values)

    def _move_in(self, form: Mapping[str, str]) -> Answer:
        born, came = _day(form.get("born_on", "")), _day(form.get("moved_in_on", ""))
        sexes = [one.value for one in Sex]
        if born is None or came is None or form.get("sex") not in sexes:
            what = "生年月日、性別、転入日を入力してください（日付は2026-11-26の形です）。"
            return self._asked_to_move_in(form, [what])
        texts = {field: form.get(field, "") for field in ("name", "kana", "address", "householder")}
        person = Particulars(born_on=born, sex=Sex(form["sex"]), **texts)
        why = list(objections(person, came, self._today()))
        if why:
            return self._asked_to_move_in(form, why)
        number = self._register.move_in([(person, came)])[0]
        return _go_to(f"/residents/{number}")

    def _certificate(self, number: int, form: Mapping[str, str], why: Iterable[str]) -> Answer:
        resident = self._register.resident(number)
        if resident is None:
            return Answer("404 Not Found", "nothing.html", {})
        shown = {field: form.get(field, "") for field in ("left_on", "left_for")}
        why = list(why)
        status = "422 Unprocessable Content" if why else "200 OK"
        return Answer(status, "certificate.html", {"one": resident, "form": shown, "why": why})

    def _move_out(self, number: int, form: Mapping[str, str]) -> Answer:
        on, where = _day(form.get("left_on", "")), form.get("left_for", "")
        if on is None or not where.strip():
            return self._certificate(number, form, ["転出日と転出先を入力してください。"])
        why = list(refused("転出先", where))
        if why:
            return self._certificate(number, form, why)
        if not self._register.move_out(number, on, where):
            why = ["転出できません。すでに転出しているか、転出日が転入日より前です。"]
            return self._certificate(number, form, why)
        return _go_to(f"/residents/{number}")

    def _today(self) -> date:
        return self._clock().astimezone(JAPAN).date()


def _go_to(path: str) -> Answer:
    return Answer("303 See Other", "gone_on.html", {"path": path}, location=path)


def _posted(environ: Mapping[str, Any]) -> dict[str, str]:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), LARGEST_FORM)
    return _form(environ["wsgi.input"].read(length).decode(errors="replace"))


def _form(text: str) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(text).items()}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
