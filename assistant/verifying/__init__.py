"""Whether sources prove a statement: rules about its words, one file a check, without a model."""
