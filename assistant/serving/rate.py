"""A limit to how often one client asks, kept in the memory of this process."""

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from corpus.errors import AssistantError


class RateLimit:
    """So many questions in so long for each client."""

    def __init__(self, words: str) -> None:
        """The limit in words, such as `30/minute`. Raises AssistantError when they cannot be read."""
        self._limit = read_limit("ASSISTANT_RATE", words)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def wait_for(self, client: str) -> int:
        """Counts one question; 0 when it may be asked, else the seconds until the next may, and it is not counted."""
        if self._limiter.hit(self._limit, client):
            return 0
        return self._until_free(client)

    def is_full(self, client: str) -> int:
        """The same, and counts nothing."""
        return 0 if self._limiter.test(self._limit, client) else self._until_free(client)

    def _until_free(self, client: str) -> int:
        free_at = self._limiter.get_window_stats(self._limit, client).reset_time
        return max(1, math.ceil(free_at - time.time()))


def read_limit(name: str, words: str) -> RateLimitItem:
    """A limit in words, such as `30/minute`. Raises AssistantError that names the setting."""
    try:
        return parse(words)
    except ValueError as error:
        raise AssistantError(name, f"“{words}” is no limit", "Write it as 30/minute or 500/hour") from error
