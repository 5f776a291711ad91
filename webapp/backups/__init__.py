"""The whole database and what the instance needs: in one file, out of it, and into another database."""
