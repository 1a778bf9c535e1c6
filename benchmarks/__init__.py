"""What is measured, each a command: `python -m benchmarks`.

Times are of this machine and this moment; what is compared is compared within one run.
"""
