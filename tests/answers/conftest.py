"""Makes each case of the files beside this one a test: pytest tests/answers -k conflict."""

from functools import cache

import pytest

from assistant.evaluation.dataset import SUFFIXES, read_cases
from assistant.evaluation.run import run_case
from assistant.evaluation.selection import faults_of
from assistant.libraries import read_our_library
from assistant.opening import open_assistant
from assistant.settings import Settings

library = cache(lambda: read_our_library(Settings()))
assistant = cache(lambda: open_assistant(Settings()))


def pytest_collect_file(file_path, parent):
    return CaseFile.from_parent(parent, path=file_path) if file_path.suffix in SUFFIXES else None


class CaseFile(pytest.File):
    """A file of cases; a mistake in it is told with its line, and none of its cases is run."""

    def collect(self):
        read = read_cases([self.path])
        faults = [*read.faults, *faults_of(read.cases, library())]
        if faults:
            raise self.CollectError("\n".join(map(str, faults)))
        return [CaseItem.from_parent(self, name=case.id, case=case) for case in read.cases]


class CaseItem(pytest.Item):
    """One case; -k finds it by its id and its tags."""

    def __init__(self, *, case, **kwargs):
        super().__init__(**kwargs)
        self.case = case
        self.extra_keyword_matches.update(case.tags)

    def runtest(self):
        result = run_case(assistant(), library(), self.case)
        if not result.passed:
            raise CaseFailedError(result)

    def repr_failure(self, excinfo, style=None):
        if not isinstance(excinfo.value, CaseFailedError):
            return super().repr_failure(excinfo, style)
        result = excinfo.value.args[0]
        asked = [f"asked: {turn}" for turn in self.case.turns]
        failed = [f"{failure.check}: {failure.why}" for failure in result.failures]
        return "\n".join([*failed, f"{self.path}:{self.case.line}", *asked, "", result.output.text])

    def reportinfo(self):
        return self.path, self.case.line - 1, self.case.id


class CaseFailedError(Exception):
    """Something that the case expects does not hold."""
