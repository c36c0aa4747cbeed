"""Environment variables that keep third-party libraries offline and without telemetry."""

import os

_SWITCHES = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    # Tracing sends whole questions; a variable left over from other work must not turn it on here.
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}


def go_offline() -> None:
    """Nothing is fetched and nothing reported. To be called before gradio or a model library is imported."""
    os.environ.update(_SWITCHES)
