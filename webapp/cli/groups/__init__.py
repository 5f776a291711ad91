"""What groups of commands have in common."""
