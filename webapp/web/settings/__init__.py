"""The settings of an account, a folder for each page."""
