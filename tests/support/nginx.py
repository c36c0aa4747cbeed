"""Debian's nginx before the page, on this machine."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIG = """
daemon off;
worker_processes 1;
error_log {folder}/error.log;
pid {folder}/pid;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
{inside}
}}
"""


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        return port


@contextmanager
def proxied(program: str, folder: Path, inside: str, port: int) -> Iterator[None]:
    """Runs nginx with what stands in its `http` block; `port` is one that it listens on."""
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(folder=folder, inside=inside), encoding="utf-8")
    with subprocess.Popen([program, "-c", config, "-e", folder / "error.log"], stderr=subprocess.DEVNULL) as proxy:
        try:
            until = time.monotonic() + 10
            while not is_open(port):
                if proxy.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((folder / "error.log").read_text(encoding="utf-8"))
                time.sleep(0.02)
            yield
        finally:
            proxy.terminate()


def is_open(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as place:
        return place.connect_ex(("127.0.0.1", port)) == 0
