"""Environment variables that keep third-party libraries offline and without telemetry."""

import os

from corpus.errors import AssistantError

_SWITCHES = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_SSR_MODE": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    # Tracing sends whole questions; a variable left over from other work must not turn it on here.
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}


_PROXIES = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY")
_PROXY_KINDS = ("http", "https", "socks5", "socks5h")


def go_offline() -> None:
    """Nothing is fetched and nothing reported. To be called before gradio or a model library is imported.

    Raises AssistantError where a proxy is set that their libraries cannot even be imported with.
    """
    os.environ.update(_SWITCHES)
    for name in (*_PROXIES, *map(str.lower, _PROXIES)):
        kind, written_out, _ = os.environ.get(name, "").partition("://")
        if written_out and kind not in _PROXY_KINDS:
            mend = "Unset it here: nothing is asked of the network"
            raise AssistantError(name, "this kind of proxy is not known", mend)
