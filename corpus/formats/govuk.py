"""Pages as GOV.UK's content API gives them: JSON with HTML in `details`."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpus.formats.html import day, walked
from corpus.formats.reading import NotReadableError, ParsedDocument

_BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|table|div|section)\b", re.IGNORECASE)
_NO_PAGE = "it is no page of GOV.UK's content API"
_MEND = "Save what https://www.gov.uk/api/content/ and the page's path give, or remove it"


def read(raw: bytes) -> ParsedDocument:
    """The words of the page's body or parts, and what is known of it. Raises NotReadableError."""
    page = _page(raw)
    text, sections, sift = walked("".join(_bodies(page["details"])))
    return ParsedDocument(text, sections, _known(page), sift.warnings, sift.dropped)


def _page(raw: bytes) -> Mapping[str, Any]:
    try:
        page = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotReadableError("it is no JSON, or only a part of it", _MEND) from error
    if not isinstance(page, dict) or not isinstance(page.get("document_type"), str):
        raise NotReadableError(_NO_PAGE, _MEND)
    if page["document_type"] in {"redirect", "gone", "vanish"}:
        targets = [str(each.get("destination")) for each in page.get("redirects") or [] if isinstance(each, dict)]
        where = f" to {', '.join(targets)[:300]}" if targets else ""
        raise NotReadableError(f"the page has gone{where}", "Get the page that replaced it")
    if not isinstance(page.get("details"), dict):
        raise NotReadableError(_NO_PAGE, _MEND)
    return page


def _bodies(details: Mapping[str, Any]) -> Iterator[str]:
    """The HTML of the body, or of each part under its title."""
    yield _html(details.get("body"))
    for part in details.get("parts") or []:
        if isinstance(part, dict):
            yield f"<h1>{html.escape(str(part.get('title', '')))}</h1>{_html(part.get('body'))}"


def _html(body: object) -> str:
    """A body is HTML, or a list of the same in several types."""
    if isinstance(body, list):
        forms = {form.get("content_type"): form.get("content") for form in body if isinstance(form, dict)}
        body = forms.get("text/html")
    return _marked_up(body) if isinstance(body, str) else ""


def _marked_up(body: str) -> str:
    """Some bodies are plain text, a paragraph a line."""
    if _BLOCK.search(body):
        return body
    return "".join(f"<p>{line}</p>" for line in body.splitlines())


def _known(page: Mapping[str, Any]) -> dict[str, str]:
    links = page.get("links") or {}
    first = (links.get("primary_publishing_organisation") or links.get("organisations") or [{}])[0]
    found = {
        "title": page.get("title"),
        "publisher": first.get("title") if isinstance(first, dict) else "",
        "dated": day(str(page.get("public_updated_at") or "")),
        "url": f"https://www.gov.uk{page['base_path']}" if page.get("base_path") else "",
        "document_type": page["document_type"],
        "applies_to": _applies_to(page["details"].get("national_applicability")),
        **_withdrawn(page.get("withdrawn_notice")),
    }
    return {key: str(value) for key, value in found.items() if value}


def _withdrawn(notice: object) -> dict[str, str]:
    if not isinstance(notice, dict):
        return {}
    why, _, _ = walked(str(notice.get("explanation") or ""))
    when = day(str(notice.get("withdrawn_at") or ""))
    return {"status": "superseded", "superseded_by": f"withdrawn {when}: {' '.join(why.split())}".strip(" :")}


def _applies_to(nations: object) -> str:
    if not isinstance(nations, dict):
        return ""
    return ", ".join(
        str(nation.get("label", ""))
        for nation in nations.values()
        if isinstance(nation, dict) and nation.get("applicable")
    )
