"""Documents, their passages and our notes on them."""
