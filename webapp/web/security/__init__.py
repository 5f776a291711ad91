"""What keeps requests honest: headers, same origin, sessions, redirects."""
