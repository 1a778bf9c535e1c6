"""What is measured, each a command: `python -m benchmarks`.

Times are of this machine and this moment; what is compared is compared within one run.
"""

import os

# As the command line does, before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
