"""What was written: documents, their passages and our notes on them."""
