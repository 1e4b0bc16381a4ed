"""The command line: arguments in, text or JSON out, exit status 0, 1 or 2."""
