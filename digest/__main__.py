"""Lets `python -m digest` run the command."""

from digest.faces.process import run

run()
