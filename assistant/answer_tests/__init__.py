"""Answer tests: cases that say what the assistant must answer, and what it scores on them."""
