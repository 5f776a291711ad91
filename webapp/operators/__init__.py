"""What operators read about a site's learners; commands and administrators' pages show the same."""
