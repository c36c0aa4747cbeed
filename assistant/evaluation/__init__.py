"""Answer tests: a dataset of cases, what an answer scores on them, and what that says of the assistant."""
