"""Password, second step, passkeys, and where an account is signed in."""
