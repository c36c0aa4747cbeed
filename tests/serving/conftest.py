"""What the tests of serving share."""

import shutil
from functools import partial

import pytest
from nginx import proxied


@pytest.fixture
def nginx(tmp_path):
    """Runs nginx with what stands in its `http` block and the port it listens on, for as long as a `with` lasts."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not program:
        pytest.skip("no nginx: these tests need Debian's nginx-light")
    return partial(proxied, program, tmp_path)
