"""Finding roadmaps and topics of the catalog by words."""
