"""Proof that the tests notice when a rule of the policies is weakened."""
