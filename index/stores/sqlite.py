"""Whether Python's SQLite is new enough for Chroma."""

import sqlite3

from corpus.errors import AssistantError

OLDEST = (3, 35, 0)


def need_sqlite() -> str:
    """The version of SQLite. Raises AssistantError where it is older than Chroma needs."""
    if sqlite3.sqlite_version_info < OLDEST:
        what = f"version {sqlite3.sqlite_version} is older than {'.'.join(map(str, OLDEST))}, which Chroma needs"
        mend = "Use a newer Python, such as that of python.org, and “make setup” again"
        raise AssistantError("SQLite of this Python", what, mend)
    return sqlite3.sqlite_version
