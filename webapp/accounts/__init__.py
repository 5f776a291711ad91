"""Accounts: who may sign in, and where they are signed in."""
