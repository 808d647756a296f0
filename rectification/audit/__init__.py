"""Proof of what happened: the chain of events of a case and the checkpoints over all chains."""
