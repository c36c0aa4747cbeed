"""Script in every place where words of others are shown, in a real browser whose own lock on scripts is off."""

import json
import re
from collections.abc import Iterator
from functools import partial
from html import unescape
from itertools import count

import httpx
from attack_rows import Try
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PAYLOAD = (
    "\"'><img src=x onerror=\"window.zyzzo=1\"><script>window.zyzzo=1</script><svg onload=\"window.zyzzo=1\">"
    '<a href="javascript:window.zyzzo=1">[x](javascript:window.zyzzo=1)</a></textarea></title>{{constructor}}${1}'
)  # fmt: skip
SHORT = PAYLOAD[:100]
DOCUMENT = f"---\ntitle: {json.dumps(PAYLOAD)}\n---\n# {PAYLOAD}\n\nInspectors must greet the zebra {PAYLOAD} first.\n"
SPOKEN = "title|summary|happens|speaker|says|room|text|because"  # keys of a scenario whose words are free


def scripts_in_every_place(site: str) -> Iterator[Try]:
    """Each place once; it fails where anything of it runs or asks the reader something."""
    document = _added(site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for path in _addresses(document):
            yield path[:40], partial(_opened, browser, site, path)
        for path, form in _forms(site):
            yield path, partial(_posted, browser, site, path, form)
        yield "the page's box", partial(_typed, browser, site, PAYLOAD)
        yield "what a document says", partial(_typed, browser, site, "must inspectors greet the zebra first?")
        browser.close()


def _added(site: str) -> str:
    """The id of a document with it in its name, title, heading and words, which is added to the server."""
    with httpx.Client(base_url=site, trust_env=False, timeout=60) as web:
        shown = web.post("/collection/read", params={"name": f"{PAYLOAD[:60]}.md"}, content=DOCUMENT.encode())
        digest, name = (_field(shown.text, name) for name in ("digest", "name"))
        web.post("/collection/keep", data={"digest": digest, "name": name, "title": PAYLOAD, "kind": "local"})
        while web.get("/collection/state").json()["busy"]:
            pass
        found = re.findall(r'href="/documents/([^"?]+)"', web.get("/documents").text)
    return next(str(each) for each in found if each not in _OURS)


_OURS = ("conduct-during-ofsted-inspections", "compassion-in-inspection")


def _field(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def _addresses(document: str) -> Iterator[str]:
    said = httpx.QueryParams({"q": PAYLOAD})["q"]
    yield f"/?{httpx.QueryParams({'q': said})}"
    yield "/documents"
    for place in ("/documents", "/collection/details", "/collection/file", "/editions"):
        yield f"{place}/{document}"
        yield f"{place}/{httpx.URL('/').copy_with(path='/' + PAYLOAD).raw_path.decode()[1:]}"
    for names in (("remit",), ("moment",), ("minutes",)):
        yield f"/scenarios?{httpx.QueryParams(dict.fromkeys(names, PAYLOAD[:40]))}"


def _forms(site: str) -> Iterator[tuple[str, dict[str, str]]]:
    scenario = _scenario(site)
    note = json.dumps([{"when": PAYLOAD, "what": PAYLOAD, "questions": [PAYLOAD]}])
    yield "/answer", {"question": PAYLOAD, "earlier": PAYLOAD}
    yield "/handout/html", {"questions": json.dumps([PAYLOAD, "must inspectors greet the zebra first?"])}
    yield "/record/html", {"notes": note}
    yield "/scenarios/answer", {"question": PAYLOAD, "turn": "answer_a"}
    yield "/scenarios/own/part", {"scenario": scenario}
    yield "/scenarios/own/slides", {"scenario": scenario}
    for audience in ("participants", "trainer"):
        yield f"/scenarios/own/{audience}/html", {"scenario": scenario}


def _scenario(site: str) -> str:
    """The scenario to start from, with it in all words that are free."""
    text = httpx.get(f"{site}/scenarios/starter.yaml", trust_env=False).text
    numbers = count()  # nothing may stand twice in a list

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}{json.dumps(f'{next(numbers)} {SHORT}')}"

    text = re.sub(rf"(?m)^(\s*(?:- )?(?:{SPOKEN}): ).+$", put, text)
    return re.sub(r"(?m)^(\s*- )[A-Z].+$", put, text)


def _watched(browser: Browser) -> tuple[Page, list[str]]:
    faults: list[str] = []
    page = browser.new_context(bypass_csp=True, accept_downloads=False).new_page()

    def asked(dialog: Dialog) -> None:
        faults.append("it asked the reader")
        dialog.dismiss()

    page.on("dialog", asked)
    return page, faults


def _looked_at(page: Page, faults: list[str]) -> str:
    page.wait_for_timeout(300)
    ran = page.evaluate(
        "() => window.zyzzo || document.querySelector('[onerror*=zyzzo], [onload*=zyzzo], a[href^=\"javascript:\"]')"
    )
    page.context.close()
    return "it ran" if ran else "; ".join(faults)


def _opened(browser: Browser, site: str, path: str) -> str:
    page, faults = _watched(browser)
    if path.startswith("/collection/file/"):
        answer = page.request.get(site + path)
        page.context.close()
        inline = "attachment" not in answer.headers.get("content-disposition", "")
        return "it is shown as a page" if inline and "html" in answer.headers["content-type"] else ""
    page.goto(site + path)
    if path.startswith("/?"):
        page.locator(".turn, .problem").first.wait_for()
    return _looked_at(page, faults)


def _posted(browser: Browser, site: str, path: str, form: dict[str, str]) -> str:
    page, faults = _watched(browser)
    page.goto(f"{site}/about")
    with page.expect_navigation() as opened:
        page.evaluate(
            """([path, fields]) => {
              const form = Object.assign(document.createElement("form"), {method: "post", action: path});
              for (const [name, value] of Object.entries(fields))
                form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
              document.body.append(form); form.submit();
            }""",
            [path, form],
        )
    if opened.value.status != 200:
        faults.append(f"status {opened.value.status}: it was not even shown")
    return _looked_at(page, faults)


def _typed(browser: Browser, site: str, question: str) -> str:
    page, faults = _watched(browser)
    page.goto(site)
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator(".turn").first.wait_for()
    for more in page.locator(".turn details").all():
        more.evaluate("it => it.open = true")
    return _looked_at(page, faults)
