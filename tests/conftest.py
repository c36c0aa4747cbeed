"""What several tests share: the real assistant over our own documents."""

import pytest

from assistant.settings import Settings


@pytest.fixture(scope="session")
def settings():
    return Settings(port=0)


@pytest.fixture(scope="session")
def assistant(settings):
    from assistant.parts import open_assistant

    return open_assistant(settings)
