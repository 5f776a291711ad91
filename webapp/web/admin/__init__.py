"""The administration of a site: pages that only administrators know of."""
