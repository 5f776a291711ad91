"""What releases have stored, and whether later ones keep it."""
