"""Records of completion."""
