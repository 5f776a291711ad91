"""What authors do with a content tree: draw a map from its outline, begin a roadmap, take one over, show
what a change does.
"""
