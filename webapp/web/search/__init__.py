"""Search over roadmaps and topics."""
