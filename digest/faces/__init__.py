"""The command line: verbs, display of diagnostics, progress, the development server."""
