"""What a request to a loss of another process costs beside the loss itself.

    python3 Benchmarks/external.py .build/release/reproduce-figure

The processes compute nothing: they answer the number of the request (and, where a gradient is asked for, leave
the array as it is). Runs with one and with three of them along 1000 steps on 256 x 256 elements are compared,
so that everything but two thousand requests drops out. Making the predictions, which is done again for
each loss, is included.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time

EMPTY = """
import json, sys
sys.stdin.readline()
print(json.dumps({"protocol": 2, "gradient": True, "dtype": sys.argv[1]}), flush=True)
sys.stdin.readline()
for line in sys.stdin:
    number = json.loads(line)["id"]
    sys.stdout.write('{"id":%d,"value":%d}\\n' % (number, number))
    sys.stdout.flush()
"""


def seconds(program, script, dtype, losses, folder):
    options = [f"empty{i}=python3 {script} {dtype}" for i in range(losses)]
    command = [program, "figure", "--objects", "large=disc:60", "--grid", "256x256", "--steps", "1000"]
    command += ["--path", "grow", "--confidence", "0.9", "--losses", "dice", "--format", "svg"]
    command += ["--output", folder] + [part for option in options for part in ("--external", option)]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        script = f"{folder}/empty.py"
        with open(script, "w", encoding="utf-8") as file:
            file.write(EMPTY)
        for dtype in ("float64", "float32"):
            seconds(program, script, dtype, 1, f"{folder}/out")
            differences = []
            for _ in range(5):
                one, three = (seconds(program, script, dtype, count, f"{folder}/out") for count in (1, 3))
                differences.append((three - one) / 2000 * 1000)
            print(json.dumps({"dtype": dtype, "milliseconds": round(statistics.median(differences), 3)}))


main(*sys.argv[1:])
