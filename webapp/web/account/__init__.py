"""Accounts: sign up, sign in, sign out, a new password."""
