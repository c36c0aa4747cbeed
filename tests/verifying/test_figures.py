"""The floors that the verifier must hold in each half, and what the case files are."""

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def load(name):
    spec = importlib.util.spec_from_file_location(f"verifying_{name}", HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


figures = load("figures")
# What was measured, a little below; held out it drops more than the 5% we aim at, see docs/verify.md.
FLOORS = {
    "tuned": (0.97, 0.03),
    "opened": (0.95, 0.05),
    "later": (0.93, 0.14),
    "fresh": (0.97, 0.04),
    "more": (0.93, 0.13),
    "natural": (0.95, 0.12),
    "held-out": (0.95, 0.24),
    "sealed": (0.95, 0.12),
    "unseen": (0.95, 0.22),
}
LEARNT = ("tuned", "opened", "more", "natural")  # long since learnt from: what breaks there breaks elsewhere, too


@pytest.mark.parametrize(
    "split", [pytest.param(name, marks=[pytest.mark.long] * (name in LEARNT)) for name in figures.SPLITS]
)
def test_mutants_are_caught_and_faithful_paraphrases_pass(split):
    caught, dropped = figures.rates(figures.cases_of(split))
    least, most = FLOORS[split]
    assert caught >= least
    assert dropped <= most


def test_there_are_enough_of_both_and_no_statement_is_in_two_halves():
    halves = [figures.cases_of(split) for split in figures.SPLITS]
    faithful = [{case.statement for case in half if case.kind == "faithful"} for half in halves]
    assert len(set.union(*faithful)) >= 200
    assert len(set.union(*faithful)) == sum(map(len, faithful))
    assert sum(case.kind != "faithful" for half in halves for case in half) >= 250
