"""A run as JUnit XML, which build servers read."""

import re
from xml.etree import ElementTree as Xml

from assistant.evaluation.run import Run
from assistant.evaluation.scoring import CaseResult

# Characters that no XML may hold, even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(run: Run) -> str:
    """One suite; a test case each, its class the case file, its failure the reasons."""
    counts = {"tests": str(len(run.results)), "failures": str(len(run.failed)), "errors": "0", "skipped": "0"}
    times = {"time": f"{run.seconds:.3f}", "timestamp": run.tested.begun.partition("+")[0]}
    suites = Xml.Element("testsuites")
    suite = Xml.SubElement(suites, "testsuite", {"name": "answer tests", **counts, **times})
    properties = Xml.SubElement(suite, "properties")
    for name in ("build", "encoder", "corpus", "cases"):
        Xml.SubElement(properties, "property", {"name": name, "value": getattr(run.tested, name)})
    for result in run.results:
        _add(suite, result)
    Xml.indent(suites)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(suites, encoding="unicode") + "\n"


def _add(suite: Xml.Element, result: CaseResult) -> None:
    seconds = f"{result.output.answer.milliseconds / 1000:.4f}"
    names = {"classname": result.case.path.stem, "name": result.case.id, "file": result.case.path.as_posix()}
    element = Xml.SubElement(suite, "testcase", {**names, "line": str(result.case.line), "time": seconds})
    if result.failures:
        reasons = [_clean(f"{failure.check}: {failure.why}") for failure in result.failures]
        failure = Xml.SubElement(element, "failure", {"message": reasons[0], "type": str(result.failures[0].check)})
        failure.text = "\n".join([*(f"asked: {_clean(turn)}" for turn in result.case.turns), *reasons])


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
