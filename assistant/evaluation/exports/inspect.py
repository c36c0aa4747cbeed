"""A run as a log of Inspect (inspect_ai, its JSON format of version 2), which `inspect view` opens."""

from datetime import datetime, timedelta
from typing import Any

from assistant.evaluation.metric import Metric
from assistant.evaluation.run import Run
from assistant.evaluation.scores import scores_of
from assistant.evaluation.scoring import CaseResult

_NAME = "answer-tests"
_MODEL = "none/inspection-assistant"  # Inspect asks for a provider before the slash
_SCORER = "expectations"


def inspect_log(run: Run) -> dict[str, Any]:
    """The run as the JSON values of a log: a sample a case, a correct or incorrect score and its reasons."""
    begun = run.tested.begun
    samples = [sample for result in run.results for sample in _samples(result)]
    epochs = max((1 + len(result.others) for result in run.results), default=1)
    return {
        "version": 2,
        "status": "success",
        "eval": {
            "eval_id": f"{run.tested.build}-{begun}",
            "run_id": f"{run.tested.build}-{begun}",
            "created": begun,
            "task": _NAME,
            "task_id": _NAME,
            "dataset": {
                "name": _NAME,
                "samples": len(run.results),
                "sample_ids": [result.case.id for result in run.results],
                "shuffled": False,
            },
            "model": _MODEL,
            "config": {"epochs": epochs, "epochs_reducer": ["mean"]},
            "metadata": {
                "build": run.tested.build,
                "encoder": run.tested.encoder,
                "corpus": run.tested.corpus,
                "cases": run.tested.cases,
                "chosen": run.selection.in_words,
            },
        },
        "results": {
            "total_samples": len(samples),
            "completed_samples": len(samples),
            "scores": [
                {
                    "name": _SCORER,
                    "scorer": _SCORER,
                    "metrics": {m.name: _metric(m) for m in run.metrics if m.value is not None},
                }
            ],
        },
        "stats": {"started_at": begun, "completed_at": _after(begun, run.seconds)},
        "samples": samples,
    }


def _after(begun: str, seconds: float) -> str:
    return (datetime.fromisoformat(begun) + timedelta(seconds=seconds)).isoformat()


def _metric(metric: Metric) -> dict[str, Any]:
    return {"name": metric.name, "value": metric.value, "metadata": {"title": metric.title, "cases": metric.of}}


def _samples(result: CaseResult) -> list[dict[str, Any]]:
    return [_sample(each, epoch) for epoch, each in enumerate((result, *result.others), 1)]


def _sample(result: CaseResult, epoch: int) -> dict[str, Any]:
    case, answer, text = result.case, result.output.answer, result.output.text
    asked = [{"role": "user", "content": turn, "source": "input"} for turn in case.turns]
    said = {"role": "assistant", "content": text, "source": "generate"}
    why = "\n".join(f"{failure.check}: {failure.why}" for failure in result.failures)
    score = {
        "value": "C" if result.passed else "I",
        "answer": str(answer.outcome),
        "explanation": why or "All that is expected holds.",
        "metadata": {name: sum(values) / len(values) for name, values in scores_of(result).items()},
    }
    return {
        "id": case.id,
        "epoch": epoch,
        "input": asked if case.earlier else case.question,
        "target": [fragment for need in case.expect.cites for fragment in need.fragments]
        or [str(outcome) for outcome in case.expect.outcomes],
        "messages": [*asked, said],
        "output": {"model": _MODEL, "choices": [{"message": said, "stop_reason": "stop"}], "completion": text},
        "scores": {_SCORER: score},
        "metadata": {"tags": list(case.tags), "coverage": answer.coverage, "half": str(case.split)},
        "total_time": answer.milliseconds / 1000,
    }
