"""Front matter: a YAML header as typed values."""
