"""Lets `python -m digest` run the command."""

from digest.faces.cli import run

run()
