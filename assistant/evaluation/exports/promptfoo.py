"""A run as promptfoo's results (its output file with a summary of version 3), which `promptfoo import` reads."""

from typing import Any

from assistant.evaluation.case import Case, entry_of
from assistant.evaluation.run import Run
from assistant.evaluation.scores import scores_of
from assistant.evaluation.scoring import CaseResult

_PROMPT = {"raw": "{{question}}", "label": "question"}
_PROVIDER = "inspection-assistant"
_FAILED = 1  # promptfoo's number for an assertion that did not hold; 0 is none
_NO_TOKENS = {"total": 0, "prompt": 0, "completion": 0, "cached": 0}


def promptfoo_results(run: Run) -> dict[str, Any]:
    """The run as the JSON values that `promptfoo eval --output` writes."""
    failed = len(run.failed)
    stats = {"successes": len(run.results) - failed, "failures": failed, "errors": 0, "tokenUsage": _NO_TOKENS}
    prompt = {**_PROMPT, "id": "question", "provider": _PROVIDER, "metrics": _metrics(run)}
    summary = {
        "version": 3,
        "timestamp": run.tested.begun,
        "prompts": [prompt],
        "results": [_result(number, result) for number, result in enumerate(run.results)],
        "stats": stats,
    }
    tests = [_test(result.case) for result in run.results]
    config = {"description": "Answer tests", "prompts": [_PROMPT["raw"]], "providers": [_PROVIDER], "tests": tests}
    return {"evalId": _id(run), "results": summary, "config": config, "shareableUrl": None}


def _id(run: Run) -> str:
    return f"eval-{run.tested.build[:3]}-{run.tested.begun.partition('+')[0]}"


def _result(number: int, result: CaseResult) -> dict[str, Any]:
    why = "; ".join(f"{failure.check}: {failure.why}" for failure in result.failures) or "All that is expected holds"
    return {
        "id": result.case.id,
        "testIdx": number,
        "promptIdx": 0,
        "promptId": "question",
        "provider": {"id": _PROVIDER},
        "prompt": {**_PROMPT, "raw": result.case.question},
        "vars": _vars(result.case),
        "response": {"output": result.output.text},
        "success": result.passed,
        "score": float(result.passed),
        "failureReason": 0 if result.passed else _FAILED,
        "error": None if result.passed else why,
        "latencyMs": round(result.output.answer.milliseconds),
        "cost": 0,
        "tokenUsage": _NO_TOKENS,
        "namedScores": {name: sum(values) / len(values) for name, values in scores_of(result).items()},
        "gradingResult": {
            "pass": result.passed,
            "score": float(result.passed),
            "reason": why,
            "componentResults": [
                {"pass": False, "score": 0, "reason": failure.why, "assertion": {"type": str(failure.check)}}
                for failure in result.failures
            ],
        },
        "testCase": _test(result.case),
    }


def _test(case: Case) -> dict[str, Any]:
    entry = entry_of(case)
    kept = {"id": case.id, "tags": list(case.tags), "expect": entry["expect"]}
    said = [{"type": "icontains", "value": words} for words in case.expect.says]
    said += [{"type": "not-icontains", "value": words} for words in case.expect.never_says]
    return {"description": case.id, "vars": _vars(case), "assert": said, "metadata": kept}


def _vars(case: Case) -> dict[str, Any]:
    return {"question": case.question, "turns": list(case.turns)} if case.earlier else {"question": case.question}


def _metrics(run: Run) -> dict[str, Any]:
    failed = len(run.failed)
    named = {metric.name: metric.value for metric in run.metrics if metric.value is not None}
    return {
        "score": len(run.results) - failed,
        "testPassCount": len(run.results) - failed,
        "testFailCount": failed,
        "testErrorCount": 0,
        "assertPassCount": 0,
        "assertFailCount": 0,
        "totalLatencyMs": round(sum(result.output.answer.milliseconds for result in run.results)),
        "tokenUsage": _NO_TOKENS,
        "namedScores": named,
        "namedScoresCount": {metric.name: metric.of for metric in run.metrics if metric.name in named},
        "cost": 0,
    }
