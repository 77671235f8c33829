"""YAML with source positions: a fast path for usual front matter, repair of what authors meant, errors as advice."""
